// SPDX-License-Identifier: Apache-2.0
// The topic judged a second time, simply and in memory: rule 1 by the letter of the log rule, and every entity's value
// at every place of its community. What the nodes came to is held against it.
#pragma once

#include "commands/decide.hpp"
#include "core/log/sim_log.hpp"

#include <map>
#include <set>
#include <unordered_map>

namespace palabre::sim {

/// A check did not hold. `check` is its name in README.md.
struct Broken {
    std::string check;
    std::string what;
};

struct Accepted {
    Offset offset{};
    Sequence sequence{};
    Instant time;
    Digest digest;
    Digest link;
    log::Proposal proposal;
    events::Event event;
};

class Reference {
public:
    explicit Reference(const log::SimTopic& topic) : topic_(topic), taken_(topic.partitions(), 0) {}

    /// Judges what has landed since the last time. Throws Broken where an accepted event does not evolve as it says.
    void catch_up();

    [[nodiscard]] const std::vector<Accepted>& events(const CommunityId& community) const;
    [[nodiscard]] const Accepted* find(const CommunityId& community, const CommandId& id) const;
    /// How many events of the community stand before this offset.
    [[nodiscard]] Sequence sequence_before(const CommunityId& community, std::int64_t offset) const;
    [[nodiscard]] std::vector<CommunityId> communities() const;

    /// All entities as they were when the community had so many events.
    class At final : public commands::EntitySource {
    public:
        At(const Reference& reference, Sequence sequence) : reference_(reference), sequence_(sequence) {}
        std::optional<commands::Versioned> find(const Entity& entity) override;

    private:
        const Reference& reference_;
        Sequence sequence_;
    };
    [[nodiscard]] At at(Sequence sequence) const { return {*this, sequence}; }

private:
    struct Community {
        Partition partition{};
        std::vector<Accepted> events;
        std::unordered_map<CommandId, std::size_t> by_id;
    };
    struct Written {
        Sequence sequence{};
        commands::Versioned value;
    };

    void take(const log::Record& record);
    void judge(const log::Record& record, const log::Proposal& proposal);
    void accept(Community& community, Accepted accepted);

    const log::SimTopic& topic_;
    std::vector<std::int64_t> taken_; ///< by partition
    std::map<CommunityId, Community> communities_;
    std::unordered_map<Entity, std::vector<Written>> entities_; ///< ascending by sequence
};

} // namespace palabre::sim
