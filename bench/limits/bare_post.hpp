// SPDX-License-Identifier: Apache-2.0
// A bare connection that takes posts: reads one, parses it, hands it over, and answers when it is told what became of
// it.
#pragma once

#include "bench/limits/bare_server.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <nlohmann/json.hpp>
#include <string>

namespace palabre::bench {

namespace http = boost::beast::http;

/// `Derived` is made as a shared_ptr and has submit(): called on the connection's thread with a body that is well
/// formed; report(), of any thread, ends it.
template <class Derived>
class BarePost : public std::enable_shared_from_this<Derived> {
public:
    void read() {
        request_ = {};
        http::async_read(stream_, in_, request_, [self = this->shared_from_this()](auto failed, std::size_t) {
            if (!failed) self->take();
        });
    }
    [[nodiscard]] const std::string& body() const { return request_.body(); }

protected:
    explicit BarePost(Socket socket) : stream_(std::move(socket)) {}
    void report(std::shared_ptr<Derived> self, http::status status) {
        boost::asio::post(stream_.get_executor(), [self = std::move(self), status] { self->answer(status); });
    }

private:
    void take() {
        const auto json = nlohmann::json::parse(request_.body(), nullptr, /*allow_exceptions=*/false);
        if (!json.is_object() || !json.contains("body")) return answer(http::status::bad_request);
        static_cast<Derived&>(*this).submit();
    }
    void answer(http::status status) {
        response_ = {};
        response_.result(status);
        response_.version(request_.version());
        response_.keep_alive(request_.keep_alive());
        response_.set(http::field::content_type, "application/json");
        response_.body() = R"({"ok":true})";
        response_.prepare_payload();
        http::async_write(stream_, response_, [self = this->shared_from_this()](auto failed, std::size_t) {
            if (!failed && self->request_.keep_alive()) self->read();
        });
    }

    Stream stream_;
    boost::beast::flat_buffer in_;
    http::request<http::string_body> request_;
    http::response<http::string_body> response_;
};

} // namespace palabre::bench
