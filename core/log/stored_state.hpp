// SPDX-License-Identifier: Apache-2.0
// The state of rule 1 in a Store: heads in memory and in `meta`, slots in `slots`, and over both what the group under
// way has already changed.
#pragma once

#include "core/log/stored.hpp"
#include "core/store/store.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <map>
#include <span>
#include <string>
#include <vector>

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

    /// Puts what the group changed since the last call into a batch; after the group's last one is written, commit()
    /// makes it the state.
    void stage(Batch& batch);
    void commit();

    using Communities = std::map<CommunityId, stored::CommunityState>;
    [[nodiscard]] const Communities& communities() const { return communities_; }
    [[nodiscard]] Result<std::optional<Slot>> stored_slot(Partition partition, const CommunityId& community,
                                                          const Entity& entity) const;

private:
    /// Of a slot, without the text of its key: judging looks up some ten of them an event.
    struct Place {
        std::uint32_t community; ///< which of `prefixes_`
        Entity entity;
        friend bool operator==(const Place&, const Place&) = default;
    };
    struct Hash {
        using is_avalanching = void; // entities are hashes
        std::size_t operator()(const Place& place) const { return std::hash<Entity>{}(place.entity) + place.community; }
    };

    struct Met {
        std::optional<Slot> slot; ///< behind the last accept()
        bool changed = false;     ///< and not staged
    };

    [[nodiscard]] const stored::CommunityState* find(const CommunityId& community) const;
    /// The number of the community's slots in this partition, given at its first mention.
    [[nodiscard]] std::uint32_t number_of(Partition partition, const CommunityId& community);
    [[nodiscard]] std::string key_of(const Place& place) const;
    [[nodiscard]] Result<std::optional<Slot>> stored_slot(const std::string& key) const;

    Store& store_;
    Family slots_;
    Family meta_;
    Communities communities_;
    Communities changed_communities_;
    std::map<std::pair<Partition, CommunityId>, std::uint32_t> numbers_;
    std::vector<std::string> prefixes_;               ///< of slot_key, by number
    boost::unordered_flat_map<Place, Met, Hash> met_; ///< of the group under way
    std::vector<Place> changed_;                      ///< of them, not staged, in the order of their first change
    Status status_;
};

} // namespace palabre::log
