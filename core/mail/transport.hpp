// SPDX-License-Identifier: Apache-2.0
// The way out of a mail. One at a time; what fails says at which step, so that whoever asks (the outbox, `palabre mail
// test`) knows what to do about it.
#pragma once

#include "core/mail/message.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palabre::mail {

/// Where on its way a mail was stopped.
enum class Step : std::uint8_t {
    address,   ///< what should be an address is none
    dns,       ///< the server's name
    connect,   ///< its port
    tls,       ///< no encryption, or a certificate that does not hold
    login,     ///< name and password
    sender,    ///< the server takes no mail from us
    recipient, ///< it does not take this one's
    content,   ///< it does not take this mail
    folder,    ///< the file cannot be written
};
[[nodiscard]] std::string_view text(Step step);

struct Failure {
    Step step{};
    bool permanent = false; ///< said so by the server (5xx), or the address is none: again is useless
    int code = 0;           ///< the server's, 0: none
    std::string words = {}; ///< for the operator's eyes; may hold an address: never for the log
    /// Whether nothing at all gets out now: the next mail would fail likewise.
    [[nodiscard]] bool everything() const { return step != Step::address && step < Step::recipient; }
};

/// Nothing: sent, as far as this end can know.
using Sent = std::optional<Failure>;

/// One thread. Blocks (SMTP: bounded by limits::mail_wait) until the mail is on its way or stopped; stop(), of any
/// thread, makes it give up early.
class Transport {
public:
    virtual ~Transport() = default;
    [[nodiscard]] virtual Sent send(const Message& message) = 0;
    /// Removes a mail that must not be sent after all, and what an attempt that was cut off has left of it. False: it
    /// is out of reach by now. `io`.
    [[nodiscard]] virtual Result<bool> take_back(const MailId& id) = 0;
    void stop() { stopping_ = true; }

protected:
    std::atomic<bool> stopping_ = false;
};

} // namespace palabre::mail
