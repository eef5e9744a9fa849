// SPDX-License-Identifier: Apache-2.0
#include "bench/load/client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace palabre::bench {
namespace {

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

/// The value of a header that all servers here write the same way, and HAProxy in small letters.
std::size_t content_length(std::string_view head) {
    static constexpr std::string_view name = "\r\nContent-Length: ", small = "\r\ncontent-length: ";
    static_assert(name.size() == small.size());
    const std::size_t at = std::min(head.find(name), head.find(small));
    std::size_t length = 0;
    if (at == std::string_view::npos) throw std::runtime_error("an answer without Content-Length");
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
}

} // namespace

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (socket_ < 0) fail("socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const int why = errno;
        ::close(socket_);
        errno = why;
        fail("connect");
    }
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
}

Client::~Client() {
    ::close(socket_);
}

void Client::send(std::string_view request) {
    head_.clear();
    taken_ = whole_ = 0;
    while (!request.empty()) {
        const ssize_t sent = ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            pollfd wait{socket_, POLLOUT, 0};
            ::poll(&wait, 1, -1);
            continue;
        }
        if (sent < 0) fail("send");
        request.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool Client::receive() {
    static thread_local char buffer[64 * 1024];
    for (;;) {
        const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
        if (got < 0 && errno == EAGAIN) return false;
        if (got < 0) fail("recv");
        if (got == 0) throw std::runtime_error("the server closed the connection");
        taken_ += static_cast<std::size_t>(got);
        if (whole_ == 0) {
            head_.append(buffer, static_cast<std::size_t>(got));
            read_head();
        }
        if (whole_ != 0 && taken_ >= whole_) return true;
    }
}

void Client::read_head() {
    const std::size_t end = head_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    const std::string_view head = std::string_view(head_).substr(0, end);
    status_ = 0;
    if (head.size() > 12) std::from_chars(head.data() + 9, head.data() + 12, status_);
    whole_ = end + 4 + (status_ == 304 ? 0 : content_length(head)); // 304 has no body, whatever it says
}

} // namespace palabre::bench
