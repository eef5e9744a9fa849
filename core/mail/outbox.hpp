// SPDX-License-Identifier: Apache-2.0
// The mails that are still to go out, and how far in the log it was looked for some. Kept in `log/`, so that neither a
// crash nor a rebuild loses a mail or sends one twice: what an event queues is stored in one batch with the position
// behind it, and a mail leaves the queue when it was handed over. A crash between the two sends the same mail again,
// under the same Message-ID. Rows (docs/formats.md) hold ids alone: no address, no word, no secret.
//
// Several nodes over one topic share what they have queued and sent, and how far was looked (decision 0037). `log/` has
// a copy then, made anew at each start; every row stands among the shared ones before a mail is sent that rests on it.
#pragma once

#include "core/base/effects.hpp"
#include "core/log/local_log.hpp"
#include "core/mail/claim.hpp"
#include "core/mail/message.hpp"
#include "core/mail/share.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <set>
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

/// Any thread; writes are on the disk when they return. One Outbox a log. Shared: one thread, and what a write could
/// not tell the others yet waits, which may_act() sees to.
class Outbox {
public:
    /// Of this node alone. The first time it begins at the log's end: nobody is written to about what was there before,
    /// be it imported, moved here, or read from a topic anew.
    [[nodiscard]] static Result<std::unique_ptr<Outbox>> open(log::LocalLog& log);
    /// Shared. `self` is drawn at each start. `share` outlives this.
    [[nodiscard]] static Result<std::unique_ptr<Outbox>> open(log::LocalLog& log, Share& share, const RecordId& self);

    [[nodiscard]] bool is_shared() const { return together_.has_value(); }
    /// Takes what others have told. Not shared: nothing.
    [[nodiscard]] Status catch_up();
    /// Whether this node may look for mails and send one now. Shared: claims that, where nobody else has since, and
    /// tells what waits to be told. `busy`: the others are not heard of now, or this log has not come as far as they
    /// looked. `invalid`: it is not known up to where a partition was looked through.
    [[nodiscard]] Result<bool> may_act(Claim::Time now = std::chrono::steady_clock::now());
    /// Whether this place was looked at before: with several partitions that may lie behind position().
    [[nodiscard]] bool looked_at(Partition partition, Offset offset) const;
    /// Any thread: no call waits long for others any more.
    void stop();

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
    /// What is changed together: here, and for the others.
    struct Change {
        std::optional<Position> position = {};
        std::vector<Row> rows = {};
        std::vector<SharedRow> told = {};
    };
    /// Of an outbox that is shared.
    struct Together {
        Share& share;
        const RecordId self;
        Claim claim = {};
        log::PositionVector looked = {};  ///< up to where, of each partition
        bool placed = false;              ///< position_ was made of it, since the claim
        std::vector<SharedRow> told = {}; ///< and not read back yet
        std::set<MailId> undone = {};     ///< mails whose last row is older than what is known here
        std::map<std::string, std::optional<std::string>> taken = {}; ///< and not written to `log/` yet
    };

    Outbox(log::LocalLog& log, std::string_view reactor) : log_(log), reactor_(reactor) {}
    [[nodiscard]] Status count();
    [[nodiscard]] Status add(Change change, const std::vector<Queued>& found);
    [[nodiscard]] Status write(Change change);
    void queue(Change& change, const Queued& mail) const;
    /// Removes what tells of mails that were sent long ago, a few at a time.
    [[nodiscard]] Status forget(Change& change, Instant now) const;

    // outbox_shared.cpp
    [[nodiscard]] Status forget_all();
    [[nodiscard]] Status append(const std::vector<SharedRow>& rows, Claim::Time begun);
    [[nodiscard]] Status tell(Claim::Time now);
    [[nodiscard]] Status mend(Claim::Time now);
    [[nodiscard]] Status place();
    [[nodiscard]] Status take(const SharedRow& row);
    [[nodiscard]] Status take_mail(const MailId& id, const SharedRow& told_row);
    [[nodiscard]] Status keep();
    [[nodiscard]] Result<std::optional<std::string>> row(const std::string& key) const;
    /// Of each partition the last place up to `position` that was not looked at before.
    [[nodiscard]] Result<log::PositionVector> places_behind(Position position) const;

    log::LocalLog& log_;
    const std::string_view reactor_;
    std::optional<Together> together_;
    mutable std::mutex mutex_;
    Position position_{};
    std::size_t waiting_ = 0;
};

/// Has a shared outbox begin behind these places, in partitions where none is known yet, or in all. Blocks.
[[nodiscard]] Status begin_at(Share& share, const log::PositionVector& places, bool in_all);

} // namespace palabre::mail
