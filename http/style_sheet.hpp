// SPDX-License-Identifier: Apache-2.0
// The one stylesheet that every page loads, put together of the files of web/ui/. One request instead of a dozen; the
// files stay small enough to be read.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace palabre::http {

/// Where web/ui/ lies among the assets.
inline constexpr std::string_view style_folder = "web/ui/";

/// tokens, face and ground, which the others build on, then those by name; without comments. Each url("name") becomes
/// what `address` says of the name.
[[nodiscard]] std::string style_sheet(const std::function<std::string_view(std::string_view)>& address);

/// A stylesheet without its comments and the blank lines that they leave. One that is not closed takes the rest.
[[nodiscard]] std::string without_comments(std::string_view css);

} // namespace palabre::http
