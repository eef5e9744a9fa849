// SPDX-License-Identifier: Apache-2.0
// A real log and real views in a temporary folder, a small history of real events, and a toy table of projections.
#pragma once

#include "projections/projector.hpp"
#include "projections/registry.hpp"
#include "tests/core/log/fixture.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <random>
#include <thread>

namespace palabre::projections::test {

using palabre::test::TempFolder;

/// The key of nobody.
class NoKeys final : public KeyRing {
public:
    std::optional<SecretKey> key(const CommunityId&, std::string_view, PersonalClass) override { return std::nullopt; }
};

inline constexpr std::string_view poison_id = "poison";

/// The name under which a toy projection counts an event.
inline std::string counter(const Applied& at, const events::Event& event) {
    return at.community.text() + " " + std::string(events::type_of(event));
}

/// How many events of each type a community has.
inline Status apply_counts(Stage& stage, const Applied& at, const events::Event& event) {
    const std::string key = counter(at, event);
    stage.put(key, std::to_string(std::stoi(stage.get(key).value_or("0")) + 1));
    return {};
}
/// The same, otherwise written: what a new version of a projection is like.
inline Status apply_counts_in_words(Stage& stage, const Applied& at, const events::Event& event) {
    const std::string key = counter(at, event);
    stage.put(key, stage.get(key).value_or("") + "I");
    return {};
}

/// The posts of each thread; locking marks all of them, removing takes one away.
inline Status apply_posts(Stage& stage, const Applied& at, const events::Event& event) {
    if (const auto* published = std::get_if<events::forum::PostPublished>(&event)) {
        stage.put(published->thread.text() + published->post.text(),
                  at.time.text() + " " + published->body.value_or("(closed)"));
    } else if (const auto* removed = std::get_if<events::forum::PostRemoved>(&event)) {
        stage.remove(removed->thread.text() + removed->post.text());
    } else if (const auto* locked = std::get_if<events::forum::ThreadLocked>(&event)) {
        return stage.walk(locked->thread.text(), locked->thread.text() + "~",
                          [&](std::string_view key, std::string_view value) {
                              stage.put(std::string(key), std::string(value) + (locked->locked ? " locked" : " open"));
                              return Status{};
                          });
    }
    return {};
}

/// As posts, but refuses the poison post after it has already staged something for it.
inline Status apply_fragile(Stage& stage, const Applied& at, const events::Event& event) {
    PALABRE_CHECK(apply_posts(stage, at, event));
    if (const auto* e = std::get_if<events::forum::PostPublished>(&event); e != nullptr && e->source_id == poison_id) {
        stage.put("half done", "must never be stored");
        return error(ErrorCode::corrupt, "cannot digest this");
    }
    return {};
}
inline Status apply_throwing(Stage& stage, const Applied& at, const events::Event& event) {
    PALABRE_CHECK(apply_posts(stage, at, event));
    if (const auto* e = std::get_if<events::forum::PostPublished>(&event); e != nullptr && e->source_id == poison_id)
        throw std::logic_error("a bug");
    return {};
}

inline constexpr Projection counts{"counts", 1, apply_counts};
inline constexpr Projection counts2{"counts", 2, apply_counts_in_words};
inline constexpr Projection posts{"posts", 1, apply_posts};
inline constexpr Projection fragile{"fragile", 1, apply_fragile};
inline constexpr Projection fragile_mended{"fragile", 1, apply_posts};
inline constexpr Projection throwing{"throwing", 1, apply_throwing};

inline const std::vector<Projection> table{counts, posts, fragile};

/// The log and what the tests put into it.
class World {
public:
    explicit World(const log::LocalLog::Options& how = {.durability = log::Durability::unsynced}) {
        log_ = log::test::open_log(folder_ / "log", how);
        records_.open().found(north()).found(south());
        take();
    }

    static CommunityId north() { return log::test::community("north"); }
    static CommunityId south() { return log::test::community("south"); }

    [[nodiscard]] const log::LocalLog& log() const { return *log_; }
    [[nodiscard]] log::LocalLog& log() { return *log_; }
    [[nodiscard]] KeyRing& keys() { return keys_; }
    [[nodiscard]] std::filesystem::path views_folder() const { return folder_ / "views"; }
    [[nodiscard]] std::unique_ptr<Store> open_views(const char* name = "views") const {
        auto store = Store::open(folder_ / name, store_options());
        REQUIRE(store.has_value());
        return std::move(*store);
    }

    /// Appends one event; its position.
    Position add(const events::Event& event, const CommunityId& of = north()) {
        return add(std::string(events::type_of(event)), events::encode(event), of);
    }
    Position add(std::string type, std::string value, const CommunityId& of = north()) {
        log::test::Draft draft;
        draft.key = command_key(++commands_);
        draft.of = of;
        draft.time = log::test::noon + Duration(commands_);
        draft.type = std::move(type);
        draft.value = std::move(value);
        records_.add(log::test::propose(draft));
        return take();
    }
    /// The command id of what add() will append next.
    [[nodiscard]] CommandId next_command(const CommunityId& of = north()) const {
        return log::command_id(of, "m-1", command_key(commands_ + 1));
    }
    Position publish(std::uint64_t post, std::optional<std::string> source = {}, const CommunityId& of = north()) {
        events::forum::PostPublished e;
        e.thread = ThreadId(post % 5 + 1);
        e.post = PostId(post);
        e.author = MemberId(post % 3 + 1);
        e.source_id = std::move(source);
        return add(e, of);
    }
    /// A control record: it has a position, and no reader ever sees it.
    Position barrier() {
        records_.add(log::Barrier{});
        return take();
    }
    /// `count` events of two communities, always the same ones.
    void history(int count) {
        std::mt19937 chance(7); // NOLINT(cert-msc51-cpp): the same every time
        for (int i = 0; i < count; ++i) {
            const CommunityId of = chance() % 2 == 0 ? north() : south();
            const std::uint64_t post = ++posts_;
            switch (chance() % 8) {
            case 0: {
                events::forum::PostRemoved e;
                e.post = PostId(chance() % post + 1);
                e.thread = ThreadId(e.post.number() % 5 + 1);
                e.by = MemberId(1);
                add(e, of);
                break;
            }
            case 1: {
                events::forum::ThreadLocked e;
                e.thread = ThreadId(chance() % 5 + 1);
                e.locked = chance() % 2 == 0;
                e.by = MemberId(1);
                add(e, of);
                break;
            }
            default:
                publish(post, {}, of);
            }
        }
    }

private:
    static std::string command_key(std::uint64_t command) { return "k" + std::to_string(command); }
    Position take() {
        const auto records = records_.take();
        const auto fates = log_->take(records);
        REQUIRE(fates.has_value());
        for (const auto& fate : *fates) REQUIRE_FALSE(log::test::ignored(fate).has_value());
        return log_->end();
    }

    TempFolder folder_;
    std::unique_ptr<log::LocalLog> log_;
    log::test::Records records_;
    NoKeys keys_;
    std::uint64_t commands_ = 0;
    std::uint64_t posts_ = 0;
};

inline const Projector::Options by_hand{.events_per_batch = 50, .threads = 1, .background = false};
inline const Projector::Options in_background{.events_per_batch = 50, .threads = 1, .background = true};

inline void open(Projector& projector) {
    const auto status = projector.open();
    REQUIRE(status.has_value());
}
inline void run(Projector& projector) {
    const auto status = projector.run();
    REQUIRE(status.has_value());
}

/// The digest, or a failed test.
inline std::string digest(const Projector& projector, std::string_view name) {
    const auto found = projector.digest(name);
    REQUIRE(found.has_value());
    return found->text();
}
inline std::vector<std::string> digests(const Projector& projector, const std::vector<Projection>& of = table) {
    std::vector<std::string> all;
    for (const auto& projection : of) all.push_back(digest(projector, projection.name));
    return all;
}
/// What the table gives over the whole log, built in a folder of its own.
inline std::vector<std::string> reference_digests(World& world, const std::vector<Projection>& of = table) {
    const auto store = world.open_views("reference");
    Projector projector(*store, world.log(), world.keys(), of, by_hand);
    open(projector);
    run(projector);
    return digests(projector, of);
}

inline State state(const Projector& projector, std::string_view name, bool building = false) {
    for (auto& state : projector.states())
        if (state.name == name && state.building == building) return state;
    FAIL("no state of " << name);
    return {};
}

/// Waits until the projector has applied everything, or fails the test.
inline void catch_up(World& world, Projector& projector) {
    std::promise<bool> done;
    projector.when_applied(world.log().end(), std::chrono::seconds(60), [&](bool applied) { done.set_value(applied); });
    REQUIRE(done.get_future().get());
}

} // namespace palabre::projections::test
