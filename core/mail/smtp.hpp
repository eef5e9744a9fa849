// SPDX-License-Identifier: Apache-2.0
// Mails to a server (RFC 5321, libcurl). Beyond this machine they go encrypted or not at all: smtps:// from the first
// byte, smtp:// by STARTTLS, which a server must offer; the certificate must hold.
#pragma once

#include "core/mail/transport.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace palabre::mail {

/// smtp://host[:port] (587) or smtps://host[:port] (465); IPv6 in brackets.
struct Server {
    bool tls = false; ///< smtps
    std::string host; ///< without brackets
    std::uint16_t port = 0;
    [[nodiscard]] static std::optional<Server> parse(std::string_view text);
    /// On this machine, where nobody listens in: encryption is taken if it is offered, and not asked for.
    [[nodiscard]] bool loopback() const;
    [[nodiscard]] std::string text() const;
};

class Smtp final : public Transport {
public:
    struct Options {
        Server server;
        std::string user = {}; ///< empty: no login
        std::string password = {};
        std::filesystem::path certificates = {}; ///< of authorities, PEM; empty: the system's
        std::string name = {};                   ///< what this end calls itself (EHLO); empty: "localhost"
        std::chrono::seconds wait;               ///< for all of one mail
    };
    explicit Smtp(Options options);
    ~Smtp() override;
    /// Keeps the connection for the next one. Nothing of the conversation is logged.
    [[nodiscard]] Sent send(const Message& message) override;
    [[nodiscard]] Result<bool> take_back(const MailId&) override { return false; }

private:
    struct Conversation;
    struct Handle;
    void prepare(Conversation& conversation);

    const Options options_;
    std::unique_ptr<Handle> handle_;
};

} // namespace palabre::mail
