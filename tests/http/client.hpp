// SPDX-License-Identifier: Apache-2.0
// A client that sends exactly the bytes it is told to, and reads answers; plain blocking sockets.
#pragma once

#include <arpa/inet.h>
#include <charconv>
#include <cstdint>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace palabre::test {

struct ClientResponse {
    int status = 0;
    std::string head;
    std::string body;

    /// The first header of this name (as the server spells it).
    [[nodiscard]] std::optional<std::string> header(std::string_view name) const {
        const std::string wanted = "\r\n" + std::string(name) + ": ";
        const std::size_t at = head.find(wanted);
        if (at == std::string::npos) return std::nullopt;
        const std::size_t begin = at + wanted.size();
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        const timeval patience{20, 0}; // a hanging server fails the test instead of hanging it
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    [[nodiscard]] bool connected() const { return connected_; }
    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return; // the server has closed: reading will tell
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Says that nothing more will come.
    void finish() { ::shutdown(socket_, SHUT_WR); }

    /// The next answer; status 0: the connection ended before one was complete.
    ClientResponse receive(bool head_only = false) {
        ClientResponse response;
        std::size_t end = 0;
        while ((end = in_.find("\r\n\r\n")) == std::string::npos)
            if (!fill()) return response;
        response.head = in_.substr(0, end + 2);
        in_.erase(0, end + 4);
        const auto length = response.header("Content-Length");
        if (!head_only && response.header("Transfer-Encoding") == "chunked") {
            if (!read_chunks(response.body)) return response;
        } else if (!head_only && length) {
            const std::size_t size = std::stoul(*length);
            while (in_.size() < size)
                if (!fill()) return response;
            response.body = in_.substr(0, size);
            in_.erase(0, size);
        }
        response.status = std::stoi(response.head.substr(9, 3));
        return response;
    }
    ClientResponse ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }
    ClientResponse get(std::string_view target, std::string_view headers = {}) {
        return ask("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n");
    }
    /// Everything until the server closes.
    std::string rest() {
        while (fill()) {
        }
        return std::exchange(in_, {});
    }
    /// Reads until `text` was seen; everything up to its end. Empty: it never came.
    std::string until(std::string_view text) {
        std::size_t at = 0;
        while ((at = in_.find(text)) == std::string::npos)
            if (!fill()) return {};
        std::string seen = in_.substr(0, at + text.size());
        in_.erase(0, at + text.size());
        return seen;
    }
    /// The server has closed, and nothing came before.
    bool closed() { return in_.empty() && !fill() && ended_; }

private:
    bool fill() {
        char buffer[65536];
        const auto got = ::recv(socket_, buffer, sizeof buffer, 0);
        ended_ = ended_ || got == 0 || (got < 0 && errno == ECONNRESET);
        if (got <= 0) return false;
        in_.append(buffer, static_cast<std::size_t>(got));
        return true;
    }
    bool read_chunks(std::string& body) {
        for (;;) {
            std::size_t end = 0;
            while ((end = in_.find("\r\n")) == std::string::npos)
                if (!fill()) return false;
            std::size_t size = 0;
            std::from_chars(in_.data(), in_.data() + end, size, 16);
            while (in_.size() < end + 2 + size + 2)
                if (!fill()) return false;
            body += in_.substr(end + 2, size);
            in_.erase(0, end + 2 + size + 2);
            if (size == 0) return true;
        }
    }

    int socket_;
    bool connected_ = false;
    bool ended_ = false;
    std::string in_;
};

} // namespace palabre::test
