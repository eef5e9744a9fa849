// SPDX-License-Identifier: Apache-2.0
// The head of an answer as bytes, and what request headers say about how to answer. Pure.
#pragma once

#include "http/server/response.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace palabre::http {

/// "Not Found"; of an unknown status: "Unknown".
std::string_view reason_phrase(int status);

/// May an answer of this status carry a body?
[[nodiscard]] constexpr bool has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

/// How the end of the body is told.
enum class Framing { length, chunked, until_close };

struct Head {
    int status = 200;
    const Fields& headers;
    std::string_view date;
    Framing framing = Framing::length;
    std::size_t length = 0;
    bool packed = false; ///< Content-Encoding: gzip; a strong ETag gets the suffix "-gzip"
    bool vary = false;   ///< the form depends on Accept-Encoding
    bool close = false;  ///< Connection: close
    bool http10_keep = false;
    std::string_view position = {}; ///< Palabre-Position
    bool stale = false;             ///< Palabre-Stale: true
    bool strict = false;            ///< Strict-Transport-Security
};

/// Appends status line, headers and the empty line. Control characters in values are left out: no value can begin
/// another header.
void append_head(std::string& out, const Head& head);

/// The client takes gzip (RFC 9110 §12.5.3): named with q > 0, or by "*".
[[nodiscard]] bool accepts_gzip(const Request& request);
/// Prefer: respond-async (RFC 7240).
[[nodiscard]] bool prefers_async(const Request& request);

/// An answer of the server itself, where nobody gives it better words: problem+json in English.
Response refusal(int status);

/// For the Date header (RFC 9110 §5.6.7). `seconds`: since 1970.
[[nodiscard]] std::string http_date(std::int64_t seconds);

} // namespace palabre::http
