// SPDX-License-Identifier: Apache-2.0
// Personal fields: opened for projections while the key is there, absent when it is gone, and never guessed.
#include "tests/projections/world.hpp"

namespace palabre::projections::test {
namespace {

/// The content key of each member, until it is taken away.
class Keys final : public KeyRing {
public:
    std::optional<SecretKey> key(const CommunityId&, std::string_view member, PersonalClass personal_class) override {
        if (unreachable) throw std::runtime_error("the vault cannot be read");
        const auto found = keys.find(member);
        if (found == keys.end() || personal_class != PersonalClass::content) return std::nullopt;
        return found->second;
    }
    std::map<std::string, SecretKey, std::less<>> keys;
    std::atomic<bool> unreachable = false;
};

/// 100 posts of members 1 and 2 in turn, each sealed with its author's key.
void sealed_history(World& world, Keys& keys) {
    SeededRandom random(1);
    for (const std::uint64_t member : {1U, 2U}) keys.keys[MemberId(member).text()] = SecretKey::draw(random);
    for (std::uint64_t i = 0; i < 100; ++i) {
        events::forum::PostPublished post;
        post.thread = ThreadId(1);
        post.post = PostId(i + 1);
        post.author = MemberId(i % 2 + 1);
        post.body = "words " + std::to_string(i);
        const CommunityId community = World::north();
        const CommandId command = world.next_command();
        const SealContext context{community, command, events::forum::PostPublished::type};
        std::vector<SealedBox> boxes;
        for (const auto& part : events::personal_parts(post))
            boxes.push_back(seal(context, part.of, part.personal_class, keys.keys.at(part.of), random, part.plain));
        world.add(events::with_sealed(post, std::move(boxes)));
    }
}

/// How many rows hold words, and how many say that they are closed.
std::pair<int, int> words_and_closed(const Projector& projector) {
    std::pair<int, int> found;
    const View view = projector.view("posts");
    for (Scan scan = view.scan("", "~"); scan.valid(); scan.next()) {
        found.first += scan.value().find("words ") != std::string_view::npos ? 1 : 0;
        found.second += scan.value().find("(closed)") != std::string_view::npos ? 1 : 0;
    }
    return found;
}

const std::vector<Projection> only_posts{posts};
const Projector::Options threaded{.events_per_batch = 1000, .threads = 3, .background = false};

} // namespace

TEST_CASE("personal: opened with the key, and after erasure a rebuild is what it would be without the key") {
    World world;
    Keys keys;
    sealed_history(world, keys);
    const auto store = world.open_views();
    Projector projector(*store, world.log(), keys, only_posts, threaded);
    open(projector);
    run(projector);
    CHECK(words_and_closed(projector) == std::pair(100, 0));

    keys.keys.erase(MemberId(1).text());
    REQUIRE(projector.rebuild("posts", {}).has_value());
    CHECK(words_and_closed(projector) == std::pair(50, 50));

    keys.keys.clear();
    REQUIRE(projector.rebuild("posts", {}).has_value());
    CHECK(digests(projector, only_posts) == reference_digests(world, only_posts));
}

TEST_CASE("personal: a key ring that cannot tell stops everything, and nothing is taken for erased") {
    World world;
    Keys keys;
    sealed_history(world, keys);
    const auto store = world.open_views();
    keys.unreachable = true;
    {
        Projector projector(*store, world.log(), keys, only_posts, threaded);
        open(projector);
        const auto status = projector.run();
        REQUIRE(status.has_error());
        CHECK(status.error().message.find("the vault cannot be read") != std::string::npos);
        CHECK(words_and_closed(projector) == std::pair(0, 0));
    }
    keys.unreachable = false;
    Projector projector(*store, world.log(), keys, only_posts, threaded);
    open(projector);
    run(projector);
    CHECK(words_and_closed(projector) == std::pair(100, 0));
}

TEST_CASE("personal: a box that does not open under the key that is there stops everything, named") {
    World world;
    Keys keys;
    sealed_history(world, keys);
    const SecretKey right = keys.keys.at(MemberId(1).text());
    keys.keys.at(MemberId(1).text()) = keys.keys.at(MemberId(2).text());
    const auto store = world.open_views();
    {
        Projector projector(*store, world.log(), keys, only_posts, threaded);
        open(projector);
        const auto status = projector.run();
        REQUIRE(status.has_error());
        CHECK(status.error().message.find("forum.post-published.v3 at north/1:") != std::string::npos);
        CHECK(status.error().message.find("does not open") != std::string::npos);
        CHECK(words_and_closed(projector).second == 0);
    }
    keys.keys.at(MemberId(1).text()) = right;
    Projector projector(*store, world.log(), keys, only_posts, threaded);
    open(projector);
    run(projector);
    CHECK(words_and_closed(projector) == std::pair(100, 0));
}

} // namespace palabre::projections::test
