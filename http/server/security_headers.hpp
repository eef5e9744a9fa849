// SPDX-License-Identifier: Apache-2.0
// The headers that stand on every answer, errors and streams included. One place: the server writes them, nobody else.
#pragma once

#include <string_view>

namespace palabre::http {

/// As they are sent, each line with its CRLF. A page may load and do what is of its own origin: no inline script or
/// style, no frames.
inline constexpr std::string_view security_headers =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

/// Where the site is reached by https: browsers come by nothing else for a year.
inline constexpr std::string_view strict_transport = "Strict-Transport-Security: max-age=31536000\r\n";

} // namespace palabre::http
