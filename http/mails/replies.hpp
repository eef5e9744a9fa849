// SPDX-License-Identifier: Apache-2.0
// Answers by mail. The mail server hands one to `palabre mail reply`, which reads it, a process of its own, and leaves
// what it says as a small file in the data folder; the server that runs there takes it up.
#pragma once

#include "core/base/result.hpp"
#include "core/mail/mailbox.hpp"
#include "core/mail/reply_address.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::http::mails {

/// Of which mail: a hash of its Message-ID, the same however often it comes.
using ReplyKey = FixedBytes<struct ReplyKeyTag, 16>;

struct Reply {
    ReplyKey key;
    mail::Mailbox sender;
    std::vector<mail::Alias> aliases; ///< by their form, as the mail was addressed: one of them may be ours
    /// What is new in it, UTF-8 without control characters, not blank. Cut one code point past limits::message, which
    /// whoever takes it finds too long.
    std::string text;
};

/// What a mail answers; nothing: it is sent by a machine, is to no alias, from nobody, or says nothing new. Any bytes.
/// `recipient`: of the envelope, where the mail server tells it; may be empty.
[[nodiscard]] std::optional<Reply> read_reply(std::string_view mail, std::string_view recipient = {});

/// Leaves it for the server, on the disk; the same mail once more is the same file. `folder` is the data folder's
/// mail/.
[[nodiscard]] Status leave_reply(const std::filesystem::path& folder, const Reply& reply);
/// Gives each one that was left to `take`, and removes it when that is done with it; at most a few hundred. Files that
/// are none, or that waited for a week, are removed. Returns how many wait on.
std::size_t take_replies(const std::filesystem::path& folder, const std::function<Status(const Reply&)>& take);

} // namespace palabre::http::mails
