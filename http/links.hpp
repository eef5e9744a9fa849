// SPDX-License-Identifier: Apache-2.0
// Lists in pages: the parameters `cursor` and `limit`, and the Link header to what follows (RFC 8288).
#pragma once

#include "http/problem.hpp"
#include "http/server/response.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace palabre::http {

/// The parameter `limit`, 1 to limits::list_most; absent: limits::list_default. Anything else: wrong-value.
[[nodiscard]] std::variant<std::size_t, Problem> list_limit(const Request& request);

/// The request's own address with this parameter set (added, or its first value replaced).
[[nodiscard]] std::string with_parameter(const Request& request, std::string_view name, std::string_view value);

/// Adds `Link: <…?cursor=…>; rel="next"`.
void add_next_link(Response& response, const Request& request, std::string_view cursor);

} // namespace palabre::http
