// SPDX-License-Identifier: Apache-2.0
#include "core/mail/outbox.hpp"

#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/store/codec.hpp"
#include "core/store/key.hpp"

#include <algorithm>
#include <set>

namespace palabre::mail {
namespace {

constexpr std::string_view reactor = "mail";
constexpr std::string_view begun = "begun";
constexpr std::size_t forgotten_at_once = 8; ///< more than are sent meanwhile: it keeps up

enum class Part : std::uint8_t {
    queue = 'q', // due, id → Queued
    known = 'k', // id → recipient: it waits or was sent
    sent = 's',  // when, id → nothing
    note = 'n',  // key → text
};

Key part(Part part) {
    return Key().u8(number(part));
}
Key timed(Part of, Instant at) {
    return part(of).ascending(at);
}
std::string queue_key(const Queued& mail) {
    return timed(Part::queue, mail.due).add(mail.id).str();
}
std::string known_key(const MailId& id) {
    return part(Part::known).add(id).str();
}

std::string note_key(std::string_view key) {
    return part(Part::note).text(key).str();
}

Duration pause_after(std::uint32_t attempts) {
    Duration pause = limits::mail_retry_first;
    for (std::uint32_t i = 1; i < attempts && pause < limits::mail_retry_most; ++i) pause *= 2;
    return std::min<Duration>(pause, limits::mail_retry_most);
}

} // namespace

MailId mail_id(std::string_view letter, const CommunityId& community, Sequence sequence, std::string_view recipient,
               std::string_view note) {
    Hasher hasher;
    return hasher.add_prefixed("palabre/mail")
        .add_prefixed(letter)
        .add_prefixed(community.text())
        .add_u64be(number(sequence))
        .add_prefixed(recipient)
        .add_prefixed(note)
        .finish_as<MailId>();
}

Result<std::unique_ptr<Outbox>> Outbox::open(log::LocalLog& log) {
    std::unique_ptr<Outbox> outbox(new Outbox(log));
    PALABRE_TRY(stands, log.reactor_row(reactor, begun));
    PALABRE_TRY(position, log.reactor_position(reactor));
    // Ahead of the log: it was cut back to an earlier state, and what comes now is new.
    if (!stands || position > log.end()) {
        position = log.end();
        PALABRE_CHECK(log.set_reactor(reactor, position, {{std::string(begun), std::string()}}));
    }
    outbox->position_ = position;
    for (std::string from = part(Part::queue).str();;) {
        PALABRE_TRY(rows, log.reactor_rows(reactor, from, part(Part::queue).prefix_end(), limits::events_per_batch));
        outbox->waiting_ += rows.size();
        if (rows.size() < limits::events_per_batch) return outbox;
        from = rows.back().key + '\0';
    }
}

Position Outbox::position() const {
    const std::lock_guard lock(mutex_);
    return position_;
}

std::size_t Outbox::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_;
}

Result<std::optional<std::string>> Outbox::known(const MailId& id) const {
    return log_.reactor_row(reactor, known_key(id));
}

void Outbox::queue(std::vector<Row>& rows, const Queued& mail) {
    rows.push_back({queue_key(mail), codec::encode(mail)});
    rows.push_back({known_key(mail.id), mail.recipient});
}

Status Outbox::add(std::optional<Position> position, std::vector<Row> rows, const std::vector<Queued>& found) {
    std::set<MailId> added;
    for (const Queued& mail : found) {
        if (mail.note.size() > limits::mail_note) return error(ErrorCode::invalid, "a mail's note is too long");
        PALABRE_TRY(twice, known(mail.id));
        if (!twice && added.insert(mail.id).second) queue(rows, mail);
    }
    if (!position && rows.empty()) return {};
    PALABRE_CHECK(log_.set_reactor(reactor, position, rows));
    waiting_ += added.size();
    return {};
}

Status Outbox::advance(Position position, std::vector<Queued> found) {
    const std::lock_guard lock(mutex_);
    PALABRE_CHECK(add(position, {}, found));
    position_ = position;
    return {};
}

Status Outbox::put(Queued mail) {
    const std::lock_guard lock(mutex_);
    return add(std::nullopt, {}, {std::move(mail)});
}

Result<std::string> Outbox::note(std::string_view key) const {
    PALABRE_TRY(row, log_.reactor_row(reactor, note_key(key)));
    return row.value_or(std::string());
}

Status Outbox::set_note(std::string_view key, std::string_view text, std::vector<Queued> found) {
    const std::lock_guard lock(mutex_);
    return add(std::nullopt, {{note_key(key), std::string(text)}}, found);
}

Result<std::optional<Queued>> Outbox::due(Instant now) const {
    const std::lock_guard lock(mutex_);
    if (waiting_ == 0) return std::optional<Queued>();
    PALABRE_TRY(rows, log_.reactor_rows(reactor, part(Part::queue), timed(Part::queue, now + Duration(1)), 1));
    if (rows.empty()) return std::optional<Queued>();
    auto mail = codec::decode<Queued>(*rows.front().value);
    if (!mail) return error(ErrorCode::corrupt, "a mail that waits in log/ cannot be read");
    return mail;
}

Status Outbox::forget(std::vector<Row>& rows, Instant now) const {
    const Instant old = now + -Duration(limits::mail_kept);
    PALABRE_TRY(sent, log_.reactor_rows(reactor, part(Part::sent), timed(Part::sent, old), forgotten_at_once));
    for (const Row& row : sent) {
        KeyReader key(row.key);
        key.u8();
        (void)key.ascending();
        rows.push_back({known_key(key.take<MailId>()), std::nullopt});
        rows.push_back({row.key, std::nullopt});
    }
    return {};
}

Status Outbox::done(const Queued& mail, Instant now) {
    const std::lock_guard lock(mutex_);
    std::vector<Row> rows{{queue_key(mail), std::nullopt}, {timed(Part::sent, now).add(mail.id).str(), std::string()}};
    PALABRE_CHECK(forget(rows, now));
    PALABRE_CHECK(log_.set_reactor(reactor, std::nullopt, rows));
    --waiting_;
    return {};
}

Result<bool> Outbox::postpone(const Queued& mail, Instant now) {
    Queued again = mail;
    if (++again.attempts >= limits::mail_attempts) return false;
    again.due = now + pause_after(again.attempts);
    const std::lock_guard lock(mutex_);
    PALABRE_CHECK(log_.set_reactor(reactor, std::nullopt,
                                   {{queue_key(mail), std::nullopt}, {queue_key(again), codec::encode(again)}}));
    return true;
}

} // namespace palabre::mail
