// SPDX-License-Identifier: Apache-2.0
// Mails that came back, as events.
#pragma once

#include "core/mail/outbox.hpp"

#include <filesystem>

namespace palabre::tools {

class Node;

/// Marks an account's address as one that takes no mail. Waits until that is durable; again is no change.
[[nodiscard]] Status report_bounce(Node& node, const AccountId& account, const NameHash& address, int code);

/// Takes up what `palabre mail bounce` has left in the folder. A report of a mail that this house has not sent of late,
/// of an address that nobody here has, or of another's than the mail was for, is passed over.
[[nodiscard]] Status take_reports(Node& node, const mail::Outbox& outbox, const std::filesystem::path& folder);

} // namespace palabre::tools
