// SPDX-License-Identifier: Apache-2.0
#include "http/links.hpp"

#include "http/server/target.hpp"

#include <utility>

namespace palabre::http {

std::string with_parameter(const Request& request, std::string_view name, std::string_view value) {
    std::string address = request.target.substr(0, request.target.find('?'));
    // The absolute form is for proxies; a link begins at the path.
    if (const std::size_t scheme = address.find("://"); scheme != std::string::npos)
        address.erase(0, address.find('/', scheme + 3));
    char separator = '?';
    const auto append = [&](std::string_view key, std::string_view text) {
        address += separator + percent_encoded(key) + '=' + percent_encoded(text);
        separator = '&';
    };
    bool placed = false;
    for (const auto& [key, text] : request.query) {
        if (key != name)
            append(key, text);
        else if (!std::exchange(placed, true))
            append(name, value);
    }
    if (!placed) append(name, value);
    return address;
}

void add_next_link(Response& response, const Request& request, std::string_view cursor) {
    response.set("Link", "<" + with_parameter(request, "cursor", cursor) + ">; rel=\"next\"");
}

} // namespace palabre::http
