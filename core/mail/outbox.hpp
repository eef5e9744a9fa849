// SPDX-License-Identifier: Apache-2.0
// The mails that are still to go out, and how far in the log it was looked for some. Kept in `log/`, so that neither a
// crash nor a rebuild loses a mail or sends one twice: what an event queues is stored in one batch with the position
// behind it, and a mail leaves the queue when it was handed over. A crash between the two sends the same mail again,
// under the same Message-ID. Rows (docs/formats.md) hold ids alone: no address, no word, no secret.
#pragma once

#include "core/base/effects.hpp"
#include "core/log/local_log.hpp"
#include "core/mail/message.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace palabre::mail {

/// A mail as it waits.
struct Queued {
    MailId id{};
    std::string letter; ///< which of the table of letters
    CommunityId community;
    Sequence sequence{};   ///< of the event it is about; 0: none
    std::string recipient; ///< an account's or a member's id
    std::string note;      ///< what the letter needs besides, at most limits::mail_note bytes; never a secret or a name
    Instant made;
    std::uint32_t attempts = 0;
    Instant due; ///< of the next attempt
};

/// The same for the same mail, whoever asks: it is about one event, or by its note.
[[nodiscard]] MailId mail_id(std::string_view letter, const CommunityId& community, Sequence sequence,
                             std::string_view recipient, std::string_view note = {});

/// Any thread; writes are on the disk when they return. One Outbox a log.
class Outbox {
public:
    /// The first time it begins at the log's end: nobody is written to about what was there before, be it imported,
    /// moved here, or read from a topic anew.
    [[nodiscard]] static Result<std::unique_ptr<Outbox>> open(log::LocalLog& log);

    /// Up to where the log was looked through.
    [[nodiscard]] Position position() const;
    /// Moves on to `position`, with the mails that were found on the way.
    [[nodiscard]] Status advance(Position position, std::vector<Queued> found);
    /// A mail that no event asks for. One that waits already, or was sent in the last limits::mail_kept, is no change.
    [[nodiscard]] Status put(Queued mail);

    /// What was noted under a key, beside the mails: up to when those were queued that the clock asks for.
    [[nodiscard]] Result<std::string> note(std::string_view key) const;
    /// Notes it, with the mails that were found, in one batch.
    [[nodiscard]] Status set_note(std::string_view key, std::string_view text, std::vector<Queued> found);

    /// To whom a mail is that waits, or was sent in the last limits::mail_kept; nothing: there is none. Empty: queued
    /// by a release that did not keep it.
    [[nodiscard]] Result<std::optional<std::string>> known(const MailId& id) const;

    /// The mail that is due first, or nothing until one is due.
    [[nodiscard]] Result<std::optional<Queued>> due(Instant now) const;
    /// It is on its way, or no longer to be sent: it leaves the queue.
    [[nodiscard]] Status done(const Queued& mail, Instant now);
    /// Again later: the pause doubles. False: that was the last attempt; the mail stays to be done with.
    [[nodiscard]] Result<bool> postpone(const Queued& mail, Instant now);

    [[nodiscard]] std::size_t waiting() const;

private:
    using Row = log::LocalLog::ReactorRow;

    explicit Outbox(log::LocalLog& log) : log_(log) {}
    [[nodiscard]] Status add(std::optional<Position> position, std::vector<Row> rows, const std::vector<Queued>& found);
    static void queue(std::vector<Row>& rows, const Queued& mail);
    /// Removes what tells of mails that were sent long ago, a few at a time.
    [[nodiscard]] Status forget(std::vector<Row>& rows, Instant now) const;

    log::LocalLog& log_;
    mutable std::mutex mutex_;
    Position position_{};
    std::size_t waiting_ = 0;
};

} // namespace palabre::mail
