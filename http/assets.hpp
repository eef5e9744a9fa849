// SPDX-License-Identifier: Apache-2.0
// Files that are part of the binary (cmake/Assets.cmake): messages, templates, styles, scripts, parts of the OpenAPI
// document. Named by their path below http/: "messages/fr.json", "api/forum/openapi.yaml".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace palabre::http {

struct Asset {
    std::string_view path;
    std::string_view bytes;
};

/// All, ascending by path. They live as long as the program.
[[nodiscard]] std::span<const Asset> assets();
[[nodiscard]] std::optional<std::string_view> asset(std::string_view path);

/// 16 characters that change when the bytes do: for addresses that may be cached for good.
[[nodiscard]] std::string content_hash(std::string_view bytes);

} // namespace palabre::http
