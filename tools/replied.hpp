// SPDX-License-Identifier: Apache-2.0
// Answers by mail, as messages: whoever may answer on the page may by mail, and nobody else.
#pragma once

#include "core/logging/logging.hpp"
#include "core/mail/outbox.hpp"
#include "http/directory.hpp"
#include "http/mails/aliases.hpp"
#include "http/mails/duty.hpp"
#include "http/mails/replies.hpp"

#include <filesystem>

namespace palabre::config {
struct Settings;
} // namespace palabre::config

namespace palabre::tools {

class Node;

/// Why an answer did not become a message.
enum class Unsent : std::uint8_t { unset, unknown_alias, other_address, gone, unsettled, refused };
std::string_view text(Unsent why);

/// The postman's thread.
class Replied {
public:
    struct Parts {
        Node& node;
        const config::Settings& settings;
        http::Directory& directory;
        mail::Outbox& outbox;
        const http::mails::Duty& duty;
        const logging::Logger& logger;
        http::mails::Aliases aliases;
        std::filesystem::path folder; ///< the data folder's mail/
    };
    explicit Replied(Parts parts) : parts_(std::move(parts)) {}

    /// Takes up what `palabre mail reply` has left. Waits for the writer. What cannot be decided now stays for the next
    /// call; what is refused goes, with a line in the log, and a mail to whoever wrote it where the sender is hers.
    void take();

private:
    /// An error: not now.
    [[nodiscard]] Status take(const http::mails::Reply& reply);
    [[nodiscard]] Status drop(Unsent why);
    /// Tells her, at most once a day of a conversation.
    [[nodiscard]] Status drop(Unsent why, std::string_view reason, const http::mails::Answering& meant,
                              const MemberId& member);

    const Parts parts_;
};

} // namespace palabre::tools
