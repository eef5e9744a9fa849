// SPDX-License-Identifier: Apache-2.0
// A server whose answers tell what it understood.
#pragma once

#include "http/server/server.hpp"
#include "tests/http/client.hpp"

#include <atomic>

namespace palabre::test {

/// "GET /path?a=b|header=value;…|body"
inline std::string told(const http::Request& request) {
    std::string text(http::text(request.method));
    text += ' ' + request.path;
    for (const auto& [name, value] : request.query) text += "?" + name + "=" + value;
    text += '|';
    for (const auto& [name, value] : request.headers)
        if (name.starts_with("x-")) text += name + "=" + value + ";";
    return text + "|" + request.body;
}

inline http::Server::Options quick() {
    http::Server::Options options;
    options.port = 0;
    return options;
}

class EchoServer {
public:
    explicit EchoServer(http::Server::Options options = quick(), http::Server::Parts parts = {}) {
        if (!parts.handle)
            parts.handle = [](const http::Request& request) -> http::Answer {
                http::Response response;
                response.body = told(request);
                return response;
            };
        if (!parts.body_limit) parts.body_limit = [](http::Method, std::string_view) { return std::size_t{1000}; };
        auto started = http::Server::start(options, std::move(parts));
        REQUIRE(started.has_value());
        server_ = std::move(*started);
    }
    http::Server& operator*() { return *server_; }
    http::Server* operator->() { return server_.get(); }
    [[nodiscard]] std::uint16_t port() const { return server_->port(); }

private:
    std::unique_ptr<http::Server> server_;
};

} // namespace palabre::test
