// SPDX-License-Identifier: Apache-2.0
#include "core/log/stored_state.hpp"

#include "core/store/codec.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>
#include <utility>

namespace palabre::log {
namespace {

Result<std::optional<Slot>> decode_slot(const std::optional<std::string>& bytes) {
    if (!bytes) return std::optional<Slot>();
    const auto slot = codec::decode<Slot>(*bytes);
    if (!slot) return error(ErrorCode::corrupt, "log: an entity's slot cannot be read");
    return slot;
}

} // namespace

Status StoredState::load() {
    const Key prefix = stored::heads_prefix();
    Scan scan = store_.scan(meta_, prefix, prefix.prefix_end());
    for (; scan.valid(); scan.next()) {
        KeyReader key(scan.key().substr(prefix.str().size()));
        const auto community = CommunityId::parse(key.text());
        const auto state = codec::decode<stored::CommunityState>(scan.value());
        if (!community || !key.rest().empty() || !state)
            return error(ErrorCode::corrupt, "log: a community's head cannot be read");
        communities_.emplace(*community, *state);
    }
    return scan.status();
}

std::optional<Head> StoredState::head(Partition partition, const CommunityId& community) {
    const auto* state = find(community);
    if (state == nullptr || state->partition != partition) return std::nullopt;
    return state->head;
}

Status StoredState::look_ahead(std::span<const Record> records) {
    std::vector<Place> asked;
    for (const Record& record : records) {
        const auto* proposal = std::get_if<Proposal>(&record.body);
        // Of a community that is not here nothing is asked, and nothing kept.
        if (proposal == nullptr || !head(record.partition, proposal->community)) continue;
        const std::uint32_t community = number_of(record.partition, proposal->community);
        for (const Read& read : proposal->reads)
            if (const Place place{community, read.entity}; met_.try_emplace(place).second) asked.push_back(place);
    }
    // Neighbours lie in one block.
    std::ranges::sort(asked, {}, [](const Place& place) { return std::tie(place.community, place.entity); });
    std::vector<std::string> keys;
    keys.reserve(asked.size());
    for (const Place& place : asked) keys.push_back(key_of(place));
    PALABRE_TRY(found, store_.get(slots_, keys));
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (!found[i]) continue;
        PALABRE_TRY(slot, decode_slot(found[i]));
        met_[asked[i]].slot = slot;
    }
    return {};
}

std::optional<Slot> StoredState::slot(Partition partition, const CommunityId& community, const Entity& entity) {
    const Place place{number_of(partition, community), entity};
    if (const auto found = met_.find(place); found != met_.end()) return found->second.slot;
    auto slot = stored_slot(key_of(place));
    if (slot) return *slot;
    if (status_) status_ = slot.error();
    return std::nullopt;
}

Result<std::optional<Slot>> StoredState::stored_slot(Partition partition, const CommunityId& community,
                                                     const Entity& entity) const {
    return stored_slot(stored::slot_key(partition, community, entity).str());
}

Result<std::optional<Slot>> StoredState::stored_slot(const std::string& key) const {
    PALABRE_TRY(bytes, store_.get(slots_, key));
    return decode_slot(bytes);
}

std::optional<Partition> StoredState::partition_of(const CommunityId& community) const {
    const auto* state = find(community);
    return state == nullptr ? std::nullopt : std::optional(state->partition);
}

void StoredState::found(Partition partition, const CommunityId& community) {
    Head head;
    head.link = first_link(community);
    changed_communities_.insert_or_assign(community, stored::CommunityState{partition, head});
}

void StoredState::accept(Partition partition, const Proposal& proposal, const Acceptance& accepted) {
    changed_communities_.insert_or_assign(
        proposal.community,
        stored::CommunityState{partition, Head{accepted.sequence, accepted.accepted, accepted.link}});
    const Slot slot{version(accepted.digest), accepted.sequence};
    const std::uint32_t community = number_of(partition, proposal.community);
    for (const Entity& entity : proposal.writes) {
        const Place place{community, entity};
        Met& met = met_[place];
        met.slot = slot;
        if (!std::exchange(met.changed, true)) changed_.push_back(place);
    }
}

void StoredState::stage(Batch& batch) {
    for (const Place& place : changed_) {
        Met& met = met_.find(place)->second;
        batch.put(slots_, key_of(place), codec::encode(*met.slot));
        met.changed = false;
    }
    changed_.clear();
    for (const auto& [community, state] : changed_communities_)
        batch.put(meta_, stored::head_key(community), codec::encode(state));
}

void StoredState::commit() {
    for (auto& [community, state] : changed_communities_) communities_.insert_or_assign(community, state);
    changed_communities_.clear();
    changed_.clear();
    met_.clear();
}

const stored::CommunityState* StoredState::find(const CommunityId& community) const {
    if (const auto it = changed_communities_.find(community); it != changed_communities_.end()) return &it->second;
    if (const auto it = communities_.find(community); it != communities_.end()) return &it->second;
    return nullptr;
}

std::uint32_t StoredState::number_of(Partition partition, const CommunityId& community) {
    const auto [at, fresh] = numbers_.try_emplace({partition, community}, static_cast<std::uint32_t>(numbers_.size()));
    if (fresh) prefixes_.push_back(stored::slots_prefix(partition, community).str());
    return at->second;
}

std::string StoredState::key_of(const Place& place) const {
    std::string key;
    const std::string& prefix = prefixes_[place.community];
    key.reserve(prefix.size() + Entity::size);
    return key.append(prefix).append(place.entity.view());
}

} // namespace palabre::log
