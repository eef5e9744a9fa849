// SPDX-License-Identifier: Apache-2.0
// A request as handlers see it: parsed and bounded; target and form fields are UTF-8, headers and body bytes. Nothing
// of Beast.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palabre::http {

enum class Method : std::uint8_t { get, head, post, put, del, options };
std::string_view text(Method method);

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
    Method method = Method::get;
    std::string path;   ///< percent-decoded, valid UTF-8, begins with '/', no dot segments
    std::string target; ///< as it came: path and query
    Fields query;       ///< percent-decoded, in order
    Fields headers;     ///< names in lower case, in order; values may hold any byte from 0x80 (obs-text)
    std::string body;
    std::string address; ///< of the client: the peer's, or what a trusted proxy says
    bool secure = false; ///< came by https (told by a trusted proxy)

    /// The first header of this lower-case name.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// The first query parameter of this name.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
};

} // namespace palabre::http
