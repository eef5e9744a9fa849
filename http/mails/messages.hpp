// SPDX-License-Identifier: Apache-2.0
// Letters about ads: a message to a member, an answer by mail that was not passed on, what a saved search has found.
// Neither says what was written, nor shows anybody's address: the link leads to where it stands.
#pragma once

#include "http/mails/letter.hpp"

namespace palabre::http::mails {

/// message: to whom one of the two parties of a conversation has written, while it is not read.
[[nodiscard]] bool is_message(std::string_view event_type);
[[nodiscard]] Status to_whom_is_written(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
[[nodiscard]] Result<std::optional<Draft>> message(const Desk& desk, const mail::Queued& mail);

/// unsent: why an answer by mail did not become a message. `why`: "address", "unsettled", "long" or "refused".
[[nodiscard]] mail::Queued unsent_mail(const CommunityId& community, const MemberId& member,
                                       const ConversationId& conversation, std::string_view why, Instant now);
[[nodiscard]] Result<std::optional<Draft>> unsent(const Desk& desk, const mail::Queued& mail);

/// alert: to whose saved searches found an ad, where that is wanted at once.
[[nodiscard]] bool is_published_ad(std::string_view event_type);
[[nodiscard]] Status to_who_searches(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
[[nodiscard]] Result<std::optional<Draft>> alert(const Desk& desk, const mail::Queued& mail);

} // namespace palabre::http::mails
