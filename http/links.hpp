// SPDX-License-Identifier: Apache-2.0
// Lists in pages: the Link header to what follows (RFC 8288).
#pragma once

#include "http/server/response.hpp"

#include <string>
#include <string_view>

namespace palabre::http {

/// The request's own address with this parameter set (added, or its first value replaced).
[[nodiscard]] std::string with_parameter(const Request& request, std::string_view name, std::string_view value);

/// Adds `Link: <…?cursor=…>; rel="next"`.
void add_next_link(Response& response, const Request& request, std::string_view cursor);

} // namespace palabre::http
