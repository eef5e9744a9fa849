// SPDX-License-Identifier: Apache-2.0
// The decider pattern. Each context gives, for each command C and event E:
//     Decision decide(Lookup&, const Caller&, const C&);   pure: what should happen?
//     void     evolve(Evolution&, const E&);               total: what is so after it happened
// No I/O, clock or chance inside: time, ids and draws come with the command. Lookups are by key only, never a scan; the
// Lookup records each one, which makes the proposal's read set; the Evolution records each change: the write set.
#pragma once

#include "commands/entity.hpp"
#include "commands/outcome.hpp"
#include "core/log/proposal.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace palabre::commands {

/// Who commands, and how the command came to be.
struct Caller {
    std::string actor = {}; ///< the member's id as text (platform: the account's); empty: nobody yet (registering)
    log::Origin origin = log::Origin::live;
    bool administrator = false; ///< of the platform: checked at the edge from the platform's view
    [[nodiscard]] bool live() const { return origin == log::Origin::live; }
    [[nodiscard]] MemberId member() const { return MemberId::parse(actor).value_or(MemberId{}); }
};

/// Nothing to do.
struct NoOp {};
/// The event to propose, and the id of what it is about (ce_subject).
struct Happens {
    events::Event event;
    std::string subject;
};
using Decision = std::variant<Happens, NoOp, Problem>;

inline Problem refuse(Reason reason, std::string field = {}) {
    return Problem{reason, std::move(field)};
}

/// An entity's bytes with the version they belong to, both from one place.
struct Versioned {
    Version version;
    std::string value;
};

/// Where entities are read: the accepted model, or it with the pending proposals over it.
class EntitySource {
public:
    virtual ~EntitySource() = default;
    [[nodiscard]] virtual std::optional<Versioned> find(const Entity& entity) = 0;
};

/// What a decider may ask, recorded.
class Lookup {
public:
    Lookup(EntitySource& source, const CommunityId& community, Instant now)
        : source_(source), community_(community), now_(now) {}

    /// The entity's value, or nothing if it was never written.
    template <class E>
    [[nodiscard]] std::optional<E> get(const typename E::Key& key) {
        const auto& found = find(E::kind, key_text(key));
        return found ? codec::decode<E>(found->value) : std::nullopt;
    }
    /// Its version; nothing if it was never written.
    template <class E>
    [[nodiscard]] std::optional<Version> version(const typename E::Key& key) {
        const auto& found = find(E::kind, key_text(key));
        return found ? std::optional(found->version) : std::nullopt;
    }
    template <class E>
    [[nodiscard]] bool exists(const typename E::Key& key) {
        return find(E::kind, key_text(key)).has_value();
    }

    [[nodiscard]] const CommunityId& community() const { return community_; }
    /// The decided time.
    [[nodiscard]] Instant now() const { return now_; }
    /// Everything that was asked, ascending, without repeats.
    [[nodiscard]] std::vector<log::Read> reads() const;

private:
    /// What was found; asked again, the same is told: a decision stands on one state.
    const std::optional<Versioned>& find(std::string_view kind, const std::string& key);

    EntitySource& source_;
    const CommunityId& community_;
    Instant now_;
    std::map<Entity, std::optional<Versioned>> found_;
};

/// What an event changes, recorded. Reads see the state at the event's place.
class Evolution {
public:
    Evolution(EntitySource& source, const CommunityId& community, Sequence sequence, Instant decided)
        : source_(source), community_(community), sequence_(sequence), decided_(decided) {}

    template <class E>
    [[nodiscard]] std::optional<E> get(const typename E::Key& key) {
        auto value = find(log::entity(community_, E::kind, key_text(key)));
        return value ? codec::decode<E>(*value) : std::nullopt;
    }
    template <class E>
    void put(const typename E::Key& key, const E& value) {
        write(log::entity(community_, E::kind, key_text(key)), codec::encode(value));
    }
    /// Changes what is there; an entity that was never written starts from its defaults (evolve is total).
    template <class E, class Change>
    void update(const typename E::Key& key, Change&& change) {
        E value = get<E>(key).value_or(E{});
        std::forward<Change>(change)(value);
        put<E>(key, value);
    }

    [[nodiscard]] const CommunityId& community() const { return community_; }
    [[nodiscard]] Sequence sequence() const { return sequence_; } ///< 0 while pending
    [[nodiscard]] Instant decided() const { return decided_; }
    /// The written entities with their values, ascending.
    [[nodiscard]] const std::vector<std::pair<Entity, std::string>>& writes() const { return writes_; }

private:
    std::optional<std::string> find(const Entity& entity);
    void write(const Entity& entity, std::string value);

    EntitySource& source_;
    const CommunityId& community_;
    Sequence sequence_;
    Instant decided_;
    std::vector<std::pair<Entity, std::string>> writes_;
};

} // namespace palabre::commands
