// SPDX-License-Identifier: Apache-2.0
#include "core/mail/outbox.hpp"

#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/mail/outbox_rows.hpp"

#include <algorithm>

namespace palabre::mail {
namespace {

using namespace rows;

constexpr std::string_view alone = "mail"; ///< the reactor's name
constexpr std::string_view begun = "begun";
constexpr std::size_t forgotten_at_once = 8; ///< more than are sent meanwhile: it keeps up

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
    std::unique_ptr<Outbox> outbox(new Outbox(log, alone));
    PALABRE_TRY(stands, log.reactor_row(alone, begun));
    PALABRE_TRY(position, log.reactor_position(alone));
    // Ahead of the log: it was cut back to an earlier state, and what comes now is new.
    if (!stands || position > log.end()) {
        position = log.end();
        PALABRE_CHECK(log.set_reactor(alone, position, {{std::string(begun), std::string()}}));
    }
    outbox->position_ = position;
    PALABRE_CHECK(outbox->count());
    return outbox;
}

Status Outbox::count() {
    for (std::string from = part(Part::queue).str();;) {
        PALABRE_TRY(waits, log_.reactor_rows(reactor_, from, part(Part::queue).prefix_end(), limits::events_per_batch));
        waiting_ += waits.size();
        if (waits.size() < limits::events_per_batch) return {};
        from = waits.back().key + '\0';
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
    PALABRE_TRY(row, log_.reactor_row(reactor_, known_key(id)));
    if (!row || !together_) return row;
    const auto standing = codec::decode<Standing>(*row);
    return std::optional(standing ? standing->recipient : std::string());
}

void Outbox::queue(Change& change, const Queued& mail) const {
    const Standing standing{false, mail.attempts, mail.due, mail.recipient};
    change.rows.push_back({queue_key(mail.due, mail.id), codec::encode(mail)});
    change.rows.push_back({known_key(mail.id), together_ ? codec::encode(standing) : mail.recipient});
    change.told.push_back(shared_mail(mail.id, {standing, mail}));
}

/// What is to be told the others goes out at once, or, while they are not heard of, before the next mail does.
Status Outbox::write(Change change) {
    PALABRE_CHECK(log_.set_reactor(reactor_, change.position, change.rows));
    if (!together_) return {};
    std::ranges::move(change.told, std::back_inserter(together_->told));
    (void)tell(std::chrono::steady_clock::now()); // may_act() says why not
    return {};
}

Status Outbox::add(Change change, const std::vector<Queued>& found) {
    std::set<MailId> added;
    std::vector<SharedRow> behind = std::exchange(change.told, {}); // the mails stand before the place that they are of
    for (const Queued& mail : found) {
        if (mail.note.size() > limits::mail_note) return error(ErrorCode::invalid, "a mail's note is too long");
        PALABRE_TRY(twice, known(mail.id));
        if (!twice && added.insert(mail.id).second) queue(change, mail);
    }
    std::ranges::move(behind, std::back_inserter(change.told));
    if (!change.position && change.rows.empty() && change.told.empty()) return {};
    waiting_ += added.size();
    return write(std::move(change));
}

Status Outbox::advance(Position position, std::vector<Queued> found) {
    const std::lock_guard lock(mutex_);
    Change change;
    if (together_) {
        PALABRE_TRY(places, places_behind(position));
        for (const auto& [partition, offset] : places) {
            change.told.push_back(shared_position(partition, offset));
            together_->looked.insert_or_assign(partition, offset);
        }
    } else {
        change.position = position;
    }
    PALABRE_CHECK(add(std::move(change), found));
    position_ = position;
    return {};
}

Status Outbox::put(Queued mail) {
    const std::lock_guard lock(mutex_);
    return add({}, {std::move(mail)});
}

Result<std::string> Outbox::note(std::string_view key) const {
    PALABRE_TRY(row, log_.reactor_row(reactor_, note_key(key)));
    return row.value_or(std::string());
}

Status Outbox::set_note(std::string_view key, std::string_view text, std::vector<Queued> found) {
    const std::lock_guard lock(mutex_);
    Change change;
    change.rows.push_back({note_key(key), std::string(text)});
    change.told.push_back({shared(Shared::note).text(key).str(), std::string(text)});
    return add(std::move(change), found);
}

Result<std::optional<Queued>> Outbox::due(Instant now) const {
    const std::lock_guard lock(mutex_);
    if (waiting_ == 0) return std::optional<Queued>();
    PALABRE_TRY(waits, log_.reactor_rows(reactor_, part(Part::queue), timed(Part::queue, now + Duration(1)), 1));
    if (waits.empty()) return std::optional<Queued>();
    auto mail = codec::decode<Queued>(*waits.front().value);
    if (!mail) return error(ErrorCode::corrupt, "a mail that waits in log/ cannot be read");
    return mail;
}

Status Outbox::forget(Change& change, Instant now) const {
    const Instant old = now + -Duration(limits::mail_kept);
    PALABRE_TRY(sent, log_.reactor_rows(reactor_, part(Part::sent), timed(Part::sent, old), forgotten_at_once));
    for (const Row& row : sent) {
        KeyReader key(row.key);
        key.u8();
        (void)key.ascending();
        const auto id = key.take<MailId>();
        change.rows.push_back({known_key(id), std::nullopt});
        change.rows.push_back({row.key, std::nullopt});
        change.told.push_back({shared(Shared::mail).add(id).str(), std::nullopt});
    }
    return {};
}

Status Outbox::done(const Queued& mail, Instant now) {
    const std::lock_guard lock(mutex_);
    const Standing standing{true, mail.attempts, now, mail.recipient};
    Change change;
    change.rows = {{queue_key(mail.due, mail.id), std::nullopt}, {sent_key(now, mail.id), std::string()}};
    if (together_) change.rows.push_back({known_key(mail.id), codec::encode(standing)});
    change.told.push_back(shared_mail(mail.id, {standing, std::nullopt}));
    PALABRE_CHECK(forget(change, now));
    --waiting_;
    return write(std::move(change));
}

Result<bool> Outbox::postpone(const Queued& mail, Instant now) {
    Queued again = mail;
    if (++again.attempts >= limits::mail_attempts) return false;
    again.due = now + pause_after(again.attempts);
    const std::lock_guard lock(mutex_);
    Change change;
    change.rows.push_back({queue_key(mail.due, mail.id), std::nullopt});
    queue(change, again);
    PALABRE_CHECK(write(std::move(change)));
    return true;
}

} // namespace palabre::mail
