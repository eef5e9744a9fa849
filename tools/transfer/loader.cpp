// SPDX-License-Identifier: Apache-2.0
#include "tools/transfer/loader.hpp"

#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "events/all.hpp"

#include <fmt/format.h>

namespace palabre::tools {
namespace {

Error cut_short(const CommunityId& missing) {
    return error(ErrorCode::corrupt,
                 "the export is cut short: the head of community " + missing.text() + " is missing");
}

/// Spreads communities evenly, and the same export always alike.
Partition partition_for(const CommunityId& community, std::size_t partitions) {
    if (community.is_platform()) return Partition{};
    const Digest digest = Hasher().add(community.text()).finish();
    return Partition{static_cast<std::int32_t>(digest.bytes[0] % partitions)};
}

} // namespace

// ---- Lines ----

std::string Loader::place() const {
    return fmt::format("{}:{}", source_, number_);
}

Status Loader::line(const std::string& text) {
    ++number_;
    auto parsed = log::parse_line(text);
    if (parsed.has_error()) return error(ErrorCode::invalid, fmt::format("{}: {}", place(), parsed.error().message));
    if (auto* read = std::get_if<log::ExportedEvent>(&*parsed)) return event(std::move(*read));
    return head(std::get<log::ExportedHead>(*parsed));
}

Status Loader::event(log::ExportedEvent event) {
    if (headless_ && *headless_ != event.community)
        return error(ErrorCode::corrupt,
                     fmt::format("{}: the head of community {} is missing before it", place(), headless_->text()));
    if (event.sequence == Sequence{1}) found(event.community);
    bodies_.emplace_back(event.proposal);
    headless_ = event.community;
    PALABRE_CHECK(note_registration(event));
    expected_[event.community].push_back(std::move(event));
    return bodies_.size() >= limits::events_per_batch ? settle() : Status{};
}

Status Loader::head(const log::ExportedHead& head) {
    // Founded, and nothing has happened there yet.
    if (head.sequence == Sequence{}) found(head.community);
    PALABRE_CHECK(settle());
    const auto here = log_.head(head.community);
    if (!here || here->sequence != head.sequence || here->link != head.link)
        return error(ErrorCode::corrupt, fmt::format("{}: the chain of community {} comes out differently at its head",
                                                     place(), head.community.text()));
    headless_.reset();
    registered_.erase(head.community);
    ++heads_;
    platform_ = platform_ || head.community.is_platform();
    return {};
}

Status Loader::finish() {
    PALABRE_CHECK(settle());
    if (headless_) return cut_short(*headless_);
    if (heads_ == 0) return error(ErrorCode::invalid, "the export is empty");
    if (platform_ && !registered_.empty()) return cut_short(*registered_.begin());
    if (!platform_ && heads_ > 1) return cut_short(CommunityId::platform());
    return {};
}

Status Loader::note_registration(const log::ExportedEvent& event) {
    if (event.proposal.type != events::accounts::CommunityRegistered::type) return {};
    PALABRE_TRY(decoded, events::decode(event.proposal.type, event.proposal.value));
    const CommunityId registered = std::get<events::accounts::CommunityRegistered>(decoded).community;
    if (!log_.head(registered)) registered_.insert(registered);
    return {};
}

void Loader::found(const CommunityId& community) {
    if (log_.head(community)) return;
    order_.place(community, partition_for(community, order_.partitions()));
    bodies_.emplace_back(log::Genesis{community});
}

// ---- Records ----

Status Loader::settle() {
    if (bodies_.empty()) return {};
    PALABRE_CHECK(append());
    to_come_ = bodies_.size();
    bodies_.clear();
    const auto patience = std::chrono::steady_clock::duration(limits::reach_brokers);
    auto heard = std::chrono::steady_clock::now();
    while (to_come_ > 0) {
        const std::size_t before = to_come_;
        PALABRE_CHECK(take());
        const auto now = std::chrono::steady_clock::now();
        if (to_come_ < before) heard = now;
        if (now - heard > patience)
            return error(ErrorCode::io, fmt::format("{}: {} of what was appended do not come back", place(), to_come_));
    }
    return {};
}

Status Loader::append() {
    const auto until = std::chrono::steady_clock::now() + limits::reach_brokers;
    for (;;) {
        const Status done = order_.append(bodies_);
        const bool passes = done.has_error() && done.error().code == ErrorCode::busy;
        if (!passes || std::chrono::steady_clock::now() > until) return done;
        PALABRE_CHECK(take()); // what was handed over before is being taken
    }
}

Status Loader::take() {
    PALABRE_TRY(records, order_.poll(limits::tail_records, limits::poll_wait));
    PALABRE_TRY(fates, log_.take(records));
    for (std::size_t i = 0; i < records.size(); ++i) PALABRE_CHECK(hold_against(records[i], fates[i]));
    return {};
}

Status Loader::hold_against(const log::Record& record, const log::Fate& fate) {
    const auto others = [&] {
        return error(ErrorCode::invalid,
                     fmt::format("partition {}, offset {}: somebody else writes there: stop every node first",
                                 number(record.partition), number(record.offset)));
    };
    const auto* ignored = std::get_if<log::Ignored>(&fate.judgement);
    const bool again = ignored != nullptr && *ignored == log::Ignored::duplicate; // an order may give a record twice
    if (std::holds_alternative<log::Genesis>(record.body)) {
        if (again) return {};
        if (to_come_ == 0) return others();
        --to_come_;
        return {};
    }
    const auto* proposal = std::get_if<log::Proposal>(&record.body);
    if (proposal == nullptr) return {};
    const auto waiting = expected_.find(proposal->community);
    if (waiting == expected_.end() || waiting->second.front().proposal != *proposal)
        return again ? Status{} : Status{others()};
    const log::ExportedEvent& expected = waiting->second.front();
    const auto* accepted = std::get_if<log::Acceptance>(&fate.judgement);
    if (accepted == nullptr || accepted->sequence != expected.sequence || accepted->accepted != expected.accepted)
        return error(ErrorCode::corrupt,
                     fmt::format("event {}/{} is not accepted as it was: the export was changed, or events of its "
                                 "community are missing before it",
                                 expected.community.text(), number(expected.sequence)));
    waiting->second.pop_front();
    if (waiting->second.empty()) expected_.erase(waiting);
    --to_come_;
    ++events_;
    return {};
}

} // namespace palabre::tools
