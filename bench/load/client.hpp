// SPDX-License-Identifier: Apache-2.0
// One keep-alive HTTP/1.1 connection over a non-blocking socket: one request under way at a time. Reads just as much of
// the answer as it needs, so that the load costs the machine less than what is measured.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace palabre::bench {

class Client {
public:
    /// Connects to 127.0.0.1. std::runtime_error when nobody listens.
    explicit Client(std::uint16_t port);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    [[nodiscard]] int descriptor() const { return socket_; }

    /// The request as bytes; the last one's answer is complete.
    void send(std::string_view request);
    /// The socket can be read: reads what is there. True: the answer is complete. std::runtime_error: the server
    /// closed, or its answer, not being a 304, has no Content-Length.
    [[nodiscard]] bool receive();

    /// Of the last answer.
    [[nodiscard]] int status() const { return status_; }
    [[nodiscard]] std::size_t bytes() const { return taken_; }

private:
    void read_head();

    int socket_ = -1;
    std::string head_;
    std::size_t taken_ = 0; ///< of the answer under way
    std::size_t whole_ = 0; ///< its size; 0: the head is not complete
    int status_ = 0;
};

} // namespace palabre::bench
