// SPDX-License-Identifier: Apache-2.0
#include "core/log/stored_state.hpp"

#include "core/store/codec.hpp"

#include <algorithm>
#include <fmt/format.h>

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
    looked_ahead_.clear();
    std::vector<std::string> keys;
    for (const Record& record : records) {
        const auto* proposal = std::get_if<Proposal>(&record.body);
        if (proposal == nullptr) continue;
        for (const Read& read : proposal->reads) {
            std::string key = stored::slot_key(record.partition, proposal->community, read.entity).str();
            if (looked_ahead_.try_emplace(key).second) keys.push_back(std::move(key));
        }
    }
    std::ranges::sort(keys); // neighbours lie in one block
    PALABRE_TRY(found, store_.get(slots_, keys));
    for (std::size_t i = 0; i < keys.size(); ++i) {
        PALABRE_TRY(slot, decode_slot(found[i]));
        looked_ahead_[keys[i]] = slot;
    }
    return {};
}

std::optional<Slot> StoredState::slot(Partition partition, const CommunityId& community, const Entity& entity) {
    const std::string key = stored::slot_key(partition, community, entity).str();
    if (const auto found = changed_slots_.find(key); found != changed_slots_.end()) return found->second;
    if (const auto found = looked_ahead_.find(key); found != looked_ahead_.end()) return found->second;
    auto slot = stored_slot(key);
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
    for (const Entity& entity : proposal.writes)
        changed_slots_.insert_or_assign(stored::slot_key(partition, proposal.community, entity).str(), slot);
}

void StoredState::stage(Batch& batch) const {
    for (const auto& [key, slot] : changed_slots_) batch.put(slots_, key, codec::encode(slot));
    for (const auto& [community, state] : changed_communities_)
        batch.put(meta_, stored::head_key(community), codec::encode(state));
}

void StoredState::commit() {
    for (auto& [community, state] : changed_communities_) communities_.insert_or_assign(community, state);
    changed_communities_.clear();
    changed_slots_.clear();
    looked_ahead_.clear();
}

const stored::CommunityState* StoredState::find(const CommunityId& community) const {
    if (const auto it = changed_communities_.find(community); it != changed_communities_.end()) return &it->second;
    if (const auto it = communities_.find(community); it != communities_.end()) return &it->second;
    return nullptr;
}

} // namespace palabre::log
