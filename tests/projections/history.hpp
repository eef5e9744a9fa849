// SPDX-License-Identifier: Apache-2.0
// A community's history for tests of read models: real events, sealed with real keys, in a real log, told to every
// projection of the registry.
#pragma once

#include "projections/projector.hpp"
#include "projections/registry.hpp"
#include "projections/row.hpp"
#include "tests/core/log/fixture.hpp"

#include <map>
#include <set>
#include <tuple>

namespace palabre::projections::test {

/// An id that reads as its name: alias<PostId>("p1"). At most as many characters as the id has bytes.
template <class T>
T alias(std::string_view name) {
    std::string raw(name);
    raw.resize(T::size, '\0');
    return T::from(raw);
}

inline CommunityId nord() {
    return log::test::community("nord");
}
inline CommunityId sud() {
    return log::test::community("sud");
}

/// Draws a key for whoever is asked for, until it is destroyed.
class DrawnKeys final : public KeyRing {
public:
    std::optional<SecretKey> key(const CommunityId& community, std::string_view member, PersonalClass c) override {
        const Id id{community, std::string(member), c};
        if (destroyed_.contains(id)) return std::nullopt;
        const auto found = keys_.find(id);
        return found != keys_.end() ? found->second : keys_.emplace(id, SecretKey::draw(random_)).first->second;
    }
    void destroy(const CommunityId& community, const MemberId& member, PersonalClass c) {
        destroyed_.insert({community, member.text(), c});
    }

private:
    using Id = std::tuple<CommunityId, std::string, PersonalClass>;
    SeededRandom random_{1};
    std::map<Id, SecretKey> keys_;
    std::set<Id> destroyed_;
};

/// What surrounds an event. Without a time: a second after the last one.
struct How {
    CommunityId community = nord();
    std::optional<Instant> time = {};
    std::optional<Instant> original_time = {};
};

using Rows = std::map<std::string, std::string>;

class History {
public:
    explicit History(std::size_t events_per_batch = 1000) : events_per_batch_(events_per_batch) {
        log_ = log::test::open_log(folder_ / "log", {.durability = log::Durability::unsynced});
        records_.open().found(CommunityId::platform()).found(nord()).found(sud());
        project("views");
    }

    /// Appends an event with its personal fields sealed (dropped where the key is destroyed); its version.
    Version happens(const events::Event& event, const How& how = {}) {
        log::test::Draft draft;
        draft.key = "k" + std::to_string(++commands_);
        draft.of = how.community;
        now_ = how.time.value_or(now_ + std::chrono::seconds(1));
        draft.time = now_;
        draft.type = events::type_of(event);
        draft.value = events::encode(sealed(event, how.community, log::command_id(how.community, "m-1", draft.key)));
        log::Proposal proposal = log::test::propose(draft);
        proposal.original_time = how.original_time;
        const Version version = log::version(log::digest(proposal));
        records_.add(std::move(proposal));
        return version;
    }
    /// Another community beside nord() and sud().
    CommunityId found(const std::string& name) {
        records_.found(log::test::community(name));
        return log::test::community(name);
    }
    [[nodiscard]] DrawnKeys& keys() { return keys_; }

    /// Tells the projections what has happened since.
    void apply() {
        take();
        const auto status = projector_->run();
        REQUIRE_MESSAGE(status.has_value(), (status ? std::string() : status.error().message));
        for (const auto& state : projector_->states())
            REQUIRE_MESSAGE(!state.stopped, state.name << " stopped: " << state.stopped.value_or(""));
    }
    /// Starts over: all projections from the first event on, with the keys that are there now.
    void rebuild() {
        take();
        project("rebuilt-" + std::to_string(++rebuilds_));
        apply();
    }

    [[nodiscard]] View view(const Projection& projection) const { return projector_->view(projection.name); }
    [[nodiscard]] Rows rows(const Projection& projection) const {
        Rows rows;
        const View view = this->view(projection);
        Scan scan = view.scan("", std::string(64, '\xff'));
        for (; scan.valid(); scan.next()) rows.emplace(scan.key(), scan.value());
        REQUIRE(scan.status().has_value());
        return rows;
    }

private:
    events::Event sealed(const events::Event& event, const CommunityId& community, const CommandId& command) {
        const SealContext context{community, command, events::type_of(event)};
        std::vector<SealedBox> boxes;
        for (const auto& part : events::personal_parts(event))
            if (const auto key = keys_.key(community, part.of, part.personal_class))
                boxes.push_back(seal(context, part.of, part.personal_class, *key, random_, part.plain));
        return events::with_sealed(event, std::move(boxes));
    }
    void take() {
        const auto records = records_.take();
        const auto fates = log_->take(records);
        REQUIRE(fates.has_value());
        for (const auto& fate : *fates) REQUIRE_FALSE(log::test::ignored(fate).has_value());
    }
    void project(const std::string& folder) {
        projector_.reset();
        auto views = Store::open(folder_ / folder.c_str(), store_options());
        REQUIRE(views.has_value());
        views_ = std::move(*views);
        const Projector::Options options{.events_per_batch = events_per_batch_, .threads = 1, .background = false};
        projector_ = std::make_unique<Projector>(*views_, *log_, keys_, registry(), options);
        REQUIRE(projector_->open().has_value());
    }

    palabre::test::TempFolder folder_;
    std::size_t events_per_batch_;
    std::unique_ptr<log::LocalLog> log_;
    log::test::Records records_;
    DrawnKeys keys_;
    SeededRandom random_{2};
    std::unique_ptr<Store> views_;
    std::unique_ptr<Projector> projector_;
    Instant now_ = log::test::noon;
    std::uint64_t commands_ = 0;
    int rebuilds_ = 0;
};

/// The value of a Result, or a failed test.
template <class T>
T value(Result<T> result) {
    REQUIRE_MESSAGE(result.has_value(), (result ? std::string() : result.error().message));
    return std::move(*result);
}

} // namespace palabre::projections::test
