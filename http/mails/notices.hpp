// SPDX-License-Identifier: Apache-2.0
// Letters of notices: one at once for each kind, and the digests.
#pragma once

#include "http/mails/letter.hpp"
#include "projections/notices/notices.hpp"

namespace palabre::http::mails {

/// A letter of one kind of notice, to whoever wants such mails at once. `name` is text(kind).
template <projections::notices::Kind kind>
struct NoticeLetter {
    [[nodiscard]] static bool about(std::string_view event_type);
    [[nodiscard]] static Status whom(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
    [[nodiscard]] static Result<std::optional<Draft>> draft(const Desk& desk, const mail::Queued& mail);
};

/// The digest has no event: it is queued by the clock.
inline constexpr std::string_view digest_letter = "digest";
[[nodiscard]] Result<std::optional<Draft>> digest(const Desk& desk, const mail::Queued& mail);
/// Queues the digests that have fallen due since the last time, for whoever has something in one.
[[nodiscard]] Status queue_digests(const Desk& desk, mail::Outbox& outbox);

} // namespace palabre::http::mails
