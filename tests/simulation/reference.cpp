// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/reference.hpp"

#include "commands/dispatch.hpp"
#include "commands/model.hpp"

#include <algorithm>

namespace palabre::sim {

void Reference::catch_up() {
    for (std::int32_t p = 0; p < topic_.partitions(); ++p) {
        auto& taken = taken_[static_cast<std::size_t>(p)];
        const std::int64_t size = topic_.size(Partition{p});
        for (; taken < size; ++taken) take(topic_.at(Partition{p}, Offset{taken}));
    }
}

void Reference::take(const log::Record& record) {
    if (const auto* genesis = std::get_if<log::Genesis>(&record.body))
        communities_.try_emplace(genesis->community, Community{record.partition, {}, {}});
    if (const auto* proposal = std::get_if<log::Proposal>(&record.body)) judge(record, *proposal);
}

void Reference::judge(const log::Record& record, const log::Proposal& proposal) {
    const auto found = communities_.find(proposal.community);
    if (found == communities_.end() || found->second.partition != record.partition) return;
    Community& community = found->second;
    if (proposal.time > *record.timestamp + std::chrono::seconds(60)) return;
    if (community.by_id.contains(proposal.id)) return;
    for (const log::Read& read : proposal.reads) {
        const auto slot = entities_.find(read.entity);
        const auto version = slot == entities_.end() ? std::nullopt : std::optional(slot->second.back().value.version);
        if (version != read.version) return;
    }
    auto event = events::decode(proposal.type, proposal.value);
    if (!event) throw Broken{"one event each", "an event that cannot be read: " + event.error().message};

    Accepted accepted{record.offset, Sequence{1},      proposal.time, log::digest(proposal), {},
                      proposal,      std::move(*event)};
    Digest link = log::first_link(proposal.community);
    if (!community.events.empty()) {
        const Accepted& last = community.events.back();
        accepted.sequence = next(last.sequence);
        accepted.time = std::max(proposal.time, last.time + Duration(1));
        link = last.link;
    }
    accepted.link = log::next_link(link, accepted.sequence, accepted.time, accepted.digest);
    accept(community, std::move(accepted));
}

void Reference::accept(Community& community, Accepted accepted) {
    const log::Proposal& proposal = accepted.proposal;
    At before = at(Sequence{number(accepted.sequence) - 1});
    commands::Evolution evolution(before, proposal.community, accepted.sequence, proposal.time);
    commands::evolve(evolution, accepted.event);
    evolution.put<commands::CommandOutcome>(proposal.id.text(), {accepted.sequence});

    std::vector<Entity> written;
    for (const auto& [entity, value] : evolution.writes()) {
        written.push_back(entity);
        entities_[entity].push_back({accepted.sequence, {Version::from(accepted.digest.view()), value}});
    }
    if (written != proposal.writes)
        throw Broken{"decided again", proposal.type + " changes other entities than its write set says"};
    community.by_id.emplace(proposal.id, community.events.size());
    community.events.push_back(std::move(accepted));
}

const std::vector<Accepted>& Reference::events(const CommunityId& community) const {
    return communities_.at(community).events;
}

const Accepted* Reference::find(const CommunityId& community, const CommandId& id) const {
    const Community& in = communities_.at(community);
    const auto at = in.by_id.find(id);
    return at == in.by_id.end() ? nullptr : &in.events[at->second];
}

Sequence Reference::sequence_before(const CommunityId& community, std::int64_t offset) const {
    const auto& all = events(community);
    const auto end = std::ranges::lower_bound(all, Offset{offset}, {}, &Accepted::offset);
    return Sequence{static_cast<std::uint64_t>(end - all.begin())};
}

std::vector<CommunityId> Reference::communities() const {
    std::vector<CommunityId> all;
    for (const auto& [id, community] : communities_) all.push_back(id);
    return all;
}

std::optional<commands::Versioned> Reference::At::find(const Entity& entity) {
    const auto found = reference_.entities_.find(entity);
    if (found == reference_.entities_.end()) return std::nullopt;
    const auto behind = std::ranges::upper_bound(found->second, sequence_, {}, &Written::sequence);
    if (behind == found->second.begin()) return std::nullopt;
    return std::prev(behind)->value;
}

} // namespace palabre::sim
