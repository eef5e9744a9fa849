// SPDX-License-Identifier: Apache-2.0
// The limit of reading a page: bare Boost.Beast that answers every GET with the same bytes.
// usage: beast_get PORT THREADS BODY_FILE CONTENT_TYPE
//        beast_get PORT THREADS                         an empty 304
#include "bench/limits/bare_server.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

namespace http = boost::beast::http;
using palabre::bench::BareServer;
using palabre::bench::Socket;
using palabre::bench::Stream;

/// What every answer holds.
struct Page {
    std::string body; ///< empty: 304
    std::string content_type;
};

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Socket socket, const Page& page) : stream_(std::move(socket)), page_(page) {}

    void read() {
        request_ = {};
        http::async_read(stream_, in_, request_, [self = shared_from_this()](auto failed, std::size_t) {
            if (!failed) self->answer();
        });
    }

private:
    void answer() {
        response_ = {};
        response_.result(page_.body.empty() ? http::status::not_modified : http::status::ok);
        response_.version(request_.version());
        response_.keep_alive(request_.keep_alive());
        if (!page_.body.empty()) response_.set(http::field::content_type, page_.content_type);
        response_.body() = {page_.body.data(), page_.body.size()};
        response_.prepare_payload();
        http::async_write(stream_, response_, [self = shared_from_this()](auto failed, std::size_t) {
            if (!failed && self->request_.keep_alive()) self->read();
        });
    }

    Stream stream_;
    const Page& page_;
    boost::beast::flat_buffer in_;
    http::request<http::empty_body> request_;
    http::response<http::span_body<const char>> response_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 3 && argc != 5) {
        std::cerr << "usage: beast_get PORT THREADS [BODY_FILE CONTENT_TYPE]\n";
        return 2;
    }
    Page page;
    if (argc == 5) {
        std::ifstream file(argv[3], std::ios::binary);
        page = {{std::istreambuf_iterator<char>(file), {}}, argv[4]};
        if (!file || page.body.empty()) {
            std::cerr << "beast_get: cannot read " << argv[3] << '\n';
            return 1;
        }
    }
    BareServer(static_cast<std::uint16_t>(std::atoi(argv[1])), static_cast<unsigned>(std::atoi(argv[2])),
               [&page](Socket socket) { std::make_shared<Session>(std::move(socket), page)->read(); })
        .run();
}
