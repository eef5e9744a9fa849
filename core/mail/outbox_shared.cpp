// SPDX-License-Identifier: Apache-2.0
// An outbox that several nodes share. What is told of a mail only ever goes one way, from waiting to one more attempt
// to gone, so rows may be told twice; one that comes late and says less than is known is told over by the next who
// acts.
#include "core/limits.hpp"
#include "core/mail/outbox.hpp"
#include "core/mail/outbox_rows.hpp"

#include <fmt/format.h>

namespace palabre::mail {
namespace {

using namespace rows;

constexpr std::string_view in_company = "mail.shared"; ///< the reactor's name

SharedRow barrier() {
    return {shared(Shared::barrier).str(), std::string()};
}

/// Of a row of Shared::position.
std::optional<std::pair<Partition, Offset>> read_position(const SharedRow& row) {
    KeyReader key(row.key);
    if (Shared{key.u8()} != Shared::position || !row.value) return std::nullopt;
    const Partition partition{static_cast<std::int32_t>(key.u32())};
    const auto offset = codec::decode<Offset>(*row.value);
    if (!key.ok() || !offset) return std::nullopt;
    return std::pair(partition, *offset);
}

/// Whether what is known goes further than what is told.
bool goes_further(const Standing& known, const Standing& told) {
    return known.gone != told.gone ? known.gone : known.attempts > told.attempts;
}

} // namespace

Result<std::unique_ptr<Outbox>> Outbox::open(log::LocalLog& log, Share& share, const RecordId& self) {
    std::unique_ptr<Outbox> outbox(new Outbox(log, in_company));
    outbox->together_.emplace(Together{.share = share, .self = self});
    PALABRE_CHECK(outbox->forget_all());
    return outbox;
}

/// The shared rows are read from the first on: what was here may be older than what they have kept.
Status Outbox::forget_all() {
    for (;;) {
        PALABRE_TRY(old, log_.reactor_rows(reactor_, "", Key().u8(0xff), limits::events_per_batch));
        if (old.empty()) return {};
        for (Row& row : old) row.value.reset();
        PALABRE_CHECK(log_.set_reactor(reactor_, std::nullopt, old));
    }
}

void Outbox::stop() {
    if (together_) together_->share.stop();
}

Status Outbox::catch_up() {
    if (!together_) return {};
    const std::lock_guard lock(mutex_);
    PALABRE_CHECK(together_->share.read([this](const SharedRow& row) { return take(row); }));
    return keep();
}

bool Outbox::looked_at(Partition partition, Offset offset) const {
    if (!together_) return false;
    const auto found = together_->looked.find(partition);
    return found != together_->looked.end() && found->second >= offset;
}

Result<bool> Outbox::may_act(Claim::Time now) {
    if (!together_) return true;
    const std::lock_guard lock(mutex_);
    PALABRE_CHECK(tell(now));
    Claim& claim = together_->claim;
    if (!claim.held()) {
        together_->placed = false;
        PALABRE_CHECK(append({{shared(Shared::claim).str(), codec::encode(together_->self)}}, now));
    }
    if (!claim.fresh(now)) PALABRE_CHECK(append({barrier()}, now));
    if (!claim.held()) return false;
    PALABRE_CHECK(mend(now));
    if (!together_->placed) PALABRE_CHECK(place());
    return claim.acts(std::max(now, std::chrono::steady_clock::now()));
}

Status Outbox::append(const std::vector<SharedRow>& told, Claim::Time begun) {
    PALABRE_CHECK(together_->share.append(told, [this](const SharedRow& row) { return take(row); }));
    together_->claim.prove(begun);
    return keep();
}

/// Many rows come at once: they are written together.
Status Outbox::keep() {
    std::vector<Row> taken;
    for (auto& [key, value] : together_->taken) taken.push_back({key, std::move(value)});
    together_->taken.clear();
    return taken.empty() ? Status{} : log_.set_reactor(reactor_, std::nullopt, taken);
}

Result<std::optional<std::string>> Outbox::row(const std::string& key) const {
    const auto found = together_->taken.find(key);
    if (found != together_->taken.end()) return found->second;
    return log_.reactor_row(reactor_, key);
}

Result<log::PositionVector> Outbox::places_behind(Position position) const {
    log::PositionVector places;
    for (auto cursor = log_.cursor(position_);;) {
        PALABRE_TRY(event, cursor.next());
        if (!event || event->position > position) return places;
        if (!looked_at(event->partition, event->offset)) places.insert_or_assign(event->partition, event->offset);
    }
}

Status Outbox::tell(Claim::Time now) {
    if (together_->told.empty()) return {};
    PALABRE_CHECK(append(together_->told, now));
    together_->told.clear();
    return {};
}

/// Tells over what came late: what stands last in the topic is all that a later reader may find.
Status Outbox::mend(Claim::Time now) {
    std::vector<SharedRow> again;
    for (const MailId& id : together_->undone) {
        PALABRE_TRY(known, log_.reactor_row(reactor_, known_key(id)));
        const auto standing = known ? codec::decode<Standing>(*known) : std::nullopt;
        if (!standing) continue;
        SharedMail mail{*standing, std::nullopt};
        if (!standing->gone) {
            PALABRE_TRY(waits, log_.reactor_row(reactor_, queue_key(standing->at, id)));
            if (waits) mail.mail = codec::decode<Queued>(*waits);
        }
        again.push_back(shared_mail(id, std::move(mail)));
    }
    if (again.empty()) return {};
    PALABRE_CHECK(append(again, now));
    together_->undone.clear();
    return {};
}

/// Where to look on, by what those before have looked through.
Status Outbox::place() {
    const log::PositionVector taken = log_.vector();
    for (const auto& [partition, offset] : taken)
        if (!together_->looked.contains(partition))
            return error(ErrorCode::invalid,
                         fmt::format("it is not known up to where partition {} was looked through for mails: palabre "
                                     "kafka create-topics has it begin at its end",
                                     number(partition)));
    auto position = log_.resume(together_->looked);
    if (position.has_error() && position.error().code == ErrorCode::invalid)
        return error(ErrorCode::busy, position.error().message); // the log comes to it
    PALABRE_CHECK(position);
    position_ = *position;
    together_->placed = true;
    return {};
}

Status Outbox::take(const SharedRow& row) {
    if (together_->taken.size() >= limits::events_per_batch) PALABRE_CHECK(keep());
    KeyReader key(row.key);
    switch (Shared{key.u8()}) {
    case Shared::claim:
        together_->claim.note(row.own, std::chrono::steady_clock::now());
        return {};
    case Shared::position:
        if (const auto place = read_position(row); place && !looked_at(place->first, place->second))
            together_->looked.insert_or_assign(place->first, place->second);
        return {};
    case Shared::note: {
        const std::string_view name = key.text();
        if (key.ok() && !row.own) together_->taken.insert_or_assign(note_key(name), row.value);
        return {};
    }
    case Shared::mail: {
        const auto id = key.take<MailId>();
        return key.ok() ? take_mail(id, row) : Status{};
    }
    case Shared::barrier:
        break;
    }
    return {}; // of a newer version
}

Status Outbox::take_mail(const MailId& id, const SharedRow& told_row) {
    PALABRE_TRY(bytes, row(known_key(id)));
    const auto known = bytes ? codec::decode<Standing>(*bytes) : std::nullopt;
    auto told = told_row.value ? codec::decode<SharedMail>(*told_row.value) : std::nullopt;
    if (told_row.value && (!told || (!told->standing.gone && !told->mail))) return {}; // of a newer version
    if (known && told && goes_further(*known, told->standing)) {
        if (!told_row.own) together_->undone.insert(id);
        return {};
    }
    if (told ? known == told->standing : !known) return {};
    auto& taken = together_->taken;
    if (known) {
        taken.insert_or_assign(known->gone ? sent_key(known->at, id) : queue_key(known->at, id), std::nullopt);
        if (!known->gone) --waiting_;
    }
    taken.insert_or_assign(known_key(id), told ? std::optional(codec::encode(told->standing)) : std::nullopt);
    if (told && told->standing.gone) {
        taken.insert_or_assign(sent_key(told->standing.at, id), std::string());
    } else if (told) {
        taken.insert_or_assign(queue_key(told->mail->due, id), codec::encode(*told->mail));
        ++waiting_;
    }
    return {};
}

Status begin_at(Share& share, const log::PositionVector& places, bool in_all) {
    log::PositionVector known;
    PALABRE_CHECK(share.append({barrier()}, [&](const SharedRow& row) -> Status {
        if (const auto place = read_position(row)) known.insert_or_assign(place->first, place->second);
        return {};
    }));
    std::vector<SharedRow> begun;
    for (const auto& [partition, offset] : places)
        if (in_all || !known.contains(partition)) begun.push_back(rows::shared_position(partition, offset));
    return begun.empty() ? Status{} : share.append(begun, [](const SharedRow&) { return Status{}; });
}

} // namespace palabre::mail
