// SPDX-License-Identifier: Apache-2.0
// Reports of mails that came back (RFC 3464). The mail server hands one to `palabre mail bounce`, which leaves what it
// says as a small file in the data folder; the server that runs there takes it up.
#pragma once

#include "core/mail/mailbox.hpp"
#include "core/mail/message.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

namespace palabre::http::mails {

struct Bounce {
    mail::Mailbox address;
    mail::MailId mail; ///< which mail came back: a report that names none of ours says nothing
    int code = 0;      ///< of the last server, 550 where only its class is told
};

/// What a report says; nothing: it is none of a lasting failure, or names no mail of ours. Any bytes; linear.
[[nodiscard]] std::optional<Bounce> read_report(std::string_view report);

/// Leaves it for the server, durably. `folder` is the data folder's mail/.
[[nodiscard]] Status leave_bounce(const std::filesystem::path& folder, const Bounce& bounce);
/// Gives each one that was left to `take`, and removes it when that went well; at most a few hundred. Files that are
/// none are removed.
[[nodiscard]] Status take_bounces(const std::filesystem::path& folder,
                                  const std::function<Status(const Bounce&)>& take);

} // namespace palabre::http::mails
