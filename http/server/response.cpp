// SPDX-License-Identifier: Apache-2.0
#include "http/server/response.hpp"

#include <algorithm>

namespace palabre::http {
namespace {

Response typed(int status, std::string_view type, std::string body) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", type);
    response.body = std::move(body);
    return response;
}

} // namespace

Response& Response::set(std::string_view name, std::string value) {
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&](const auto& field) { return field.first == name; });
    // Each cookie is a header of its own.
    if (found == headers.end() || name == "Set-Cookie")
        headers.emplace_back(name, std::move(value));
    else
        found->second = std::move(value);
    return *this;
}

Response json(int status, std::string body) {
    return typed(status, "application/json", std::move(body));
}

Response html(int status, std::string body) {
    return typed(status, "text/html; charset=utf-8", std::move(body));
}

Response redirect(int status, std::string location) {
    Response response;
    response.status = status;
    response.set("Location", std::move(location));
    return response;
}

} // namespace palabre::http
