// SPDX-License-Identifier: Apache-2.0
// The state of rule 1 in a Store: heads in memory and in `meta`, slots in `slots`, and over both what the group under
// way has already changed.
#pragma once

#include "core/log/stored.hpp"
#include "core/store/store.hpp"

#include <map>
#include <span>
#include <unordered_map>

namespace palabre::log {

/// One thread judges: look_ahead(), found(), accept(), stage(), commit(). Other threads may call communities() and the
/// two stored_… look-ups meanwhile, if the caller keeps them apart from commit().
class StoredState final : public RuleState {
public:
    StoredState(Store& store, Family slots, Family meta) : store_(store), slots_(slots), meta_(meta) {}

    /// Reads the heads. Cost: one scan over the communities.
    [[nodiscard]] Status load();

    /// Looks up at once what judging these records will ask for, instead of one by one: for groups of many. They are to
    /// be judged next, by the state as it is now.
    [[nodiscard]] Status look_ahead(std::span<const Record> records);

    [[nodiscard]] std::optional<Head> head(Partition partition, const CommunityId& community) override;
    [[nodiscard]] std::optional<Slot> slot(Partition partition, const CommunityId& community,
                                           const Entity& entity) override;
    /// The first look-up that failed: what was judged since means nothing.
    [[nodiscard]] Status status() const { return status_; }

    /// Where the community's genesis stands, the group under way included.
    [[nodiscard]] std::optional<Partition> partition_of(const CommunityId& community) const;
    /// A genesis: the community's head before its first event.
    void found(Partition partition, const CommunityId& community);
    void accept(Partition partition, const Proposal& proposal, const Acceptance& accepted);

    /// Puts what the group changed into its batch; after the batch is written, commit() makes it the state.
    void stage(Batch& batch) const;
    void commit();

    using Communities = std::map<CommunityId, stored::CommunityState>;
    [[nodiscard]] const Communities& communities() const { return communities_; }
    [[nodiscard]] Result<std::optional<Slot>> stored_slot(Partition partition, const CommunityId& community,
                                                          const Entity& entity) const;

private:
    [[nodiscard]] const stored::CommunityState* find(const CommunityId& community) const;
    [[nodiscard]] Result<std::optional<Slot>> stored_slot(const std::string& key) const;

    Store& store_;
    Family slots_;
    Family meta_;
    Communities communities_;
    Communities changed_communities_;
    std::unordered_map<std::string, Slot> changed_slots_;               ///< by slot_key
    std::unordered_map<std::string, std::optional<Slot>> looked_ahead_; ///< likewise, as stored
    Status status_;
};

} // namespace palabre::log
