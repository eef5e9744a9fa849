// SPDX-License-Identifier: Apache-2.0
// Conditional requests: ETag, If-None-Match → 304, If-Match (RFC 9110 §13).
#pragma once

#include "core/base/ids.hpp"
#include "http/problem.hpp"
#include "http/server/response.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace palabre::http {

/// A strong entity tag of everything that the bytes depend on: projection version, last change, viewer's overlay,
/// language. The server tells encodings apart by itself ("…-gzip").
[[nodiscard]] std::string etag(std::initializer_list<std::string_view> parts);

/// Does the client hold these bytes already? Weak comparison; the server's "-gzip" does not count.
[[nodiscard]] bool not_modified(const Request& request, std::string_view tag);
/// The 304 in place of a 200 whose entity tag the client holds; nothing: it is to be sent, or nobody may keep it.
[[nodiscard]] std::optional<Response> not_modified(const Request& request, const Response& answer);

/// The version in If-Match, as given in an answer's ETag; nothing: no such header, or "*". A header of another form can
/// match nothing: version_conflict.
[[nodiscard]] std::variant<std::optional<Version>, Problem> if_match(const Request& request);

} // namespace palabre::http
