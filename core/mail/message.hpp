// SPDX-License-Identifier: Apache-2.0
// A mail and its bytes (RFC 5322, 2045): one part of plain text, one of HTML that says the same.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/mail/mailbox.hpp"

#include <optional>
#include <string>
#include <vector>

namespace palabre::mail {

/// Which mail it is, however often it is sent: derived of what it is about and whom it is for. Its text stands in
/// Message-ID, so that a receiver who gets it twice can tell.
using MailId = FixedBytes<struct MailTag, 16>;

struct Sender {
    std::string name; ///< shown; any text
    Mailbox box;
};

/// Every field but the address is any text: bytes() writes it so that it cannot be taken for another header.
struct Message {
    MailId id{};
    Instant written; ///< of the first attempt: a retry is the same mail, byte for byte
    Sender from;
    Mailbox to;
    std::string subject;
    std::string plain; ///< UTF-8, lines end in \n
    std::string html;  ///< a whole document
    /// An https address that takes one POST and ends such mails (RFC 8058); empty: a mail that one cannot do without.
    std::string unsubscribe = {};
    /// Ids of whom it is for and whose name or words it holds. Not in its bytes.
    std::vector<std::string> concerns = {};
    std::optional<Mailbox> reply_to = {}; ///< where answers go; nothing: to `from`
};

/// The mail as it stands in a file or goes over SMTP: CR LF, no line above 998 bytes, ASCII. `invalid`: the address to
/// unsubscribe is none.
[[nodiscard]] Result<std::string> bytes(const Message& message);

/// Date of RFC 5322: "Thu, 26 Nov 2026 16:46:34 +0000".
[[nodiscard]] std::string date_header(Instant at);

} // namespace palabre::mail
