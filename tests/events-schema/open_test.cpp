// SPDX-License-Identifier: Apache-2.0
// Boxes of the golden examples, which events-schema/generator/sealed.py sealed, opened by the platform's own code.
#include "tests/events-schema/golden.hpp"

#include "core/base/effects.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace palabre;
using namespace palabre::test;

namespace {

/// The keys with which the examples are sealed (events-schema/generator/golden.py), as far as it holds them.
struct GoldenRing final : KeyRing {
    std::map<PersonalClass, SecretKey> keys = {
        {PersonalClass::identity, SecretKey::from(std::string(SecretKey::size, '\x11'))},
        {PersonalClass::content, SecretKey::from(std::string(SecretKey::size, '\x22'))}};

    std::optional<SecretKey> key(const CommunityId&, std::string_view, PersonalClass personal_class) override {
        const auto found = keys.find(personal_class);
        return found == keys.end() ? std::nullopt : std::optional(found->second);
    }
};

CommunityId community_of(const Golden& golden) {
    return golden.type.starts_with("accounts.") ? CommunityId::platform() : *CommunityId::parse("golden");
}

const CommandId command = *CommandId::parse("goldengoldengoldengoldenga");

} // namespace

TEST_CASE("open: every golden box opens to the open example") {
    int opened = 0;
    for (const Golden& golden : goldens()) {
        if (golden.open.empty()) continue;
        CAPTURE(golden.name);
        const auto community = community_of(golden);
        auto event = events::decode(golden.type, golden.stored).value();
        GoldenRing ring;
        REQUIRE(events::open(event, {community, command, golden.type}, ring).has_value());
        CHECK(events::encode_open(event) == golden.open);
        CHECK(events::encode(event) == golden.stored);
        ++opened;
    }
    CHECK(opened > 0);
}

TEST_CASE("open: without the key fields stay absent, and a box that does not open under its key is damage") {
    for (const Golden& golden : goldens()) {
        if (golden.open.empty()) continue;
        CAPTURE(golden.name);
        const auto stored = events::decode(golden.type, golden.stored).value();
        const auto community = community_of(golden);
        const auto other_community = *CommunityId::parse("other");
        const auto other_command = *CommandId::parse("aaaaaaaaaaaaaaaaaaaaaaaaaa");
        const bool sealed = golden.stored.find("\"sealed\":[") != std::string::npos;
        const auto refused = [&](const SealContext& context, KeyRing& ring) {
            auto event = stored;
            const auto opened = events::open(event, context, ring);
            REQUIRE(opened.has_error() == sealed);
            if (sealed) CHECK(opened.error().code == ErrorCode::corrupt);
            if (sealed) CHECK(opened.error().message.starts_with(golden.type + ": sealed: the "));
        };
        GoldenRing ring, empty, swapped;
        empty.keys.clear();
        std::swap(swapped.keys.at(PersonalClass::identity), swapped.keys.at(PersonalClass::content));
        auto event = stored;
        REQUIRE(events::open(event, {community, command, golden.type}, empty).has_value());
        CHECK(event == stored);
        refused({community, command, golden.type}, swapped);
        refused({other_community, command, golden.type}, ring);
        refused({community, other_command, golden.type}, ring);
        refused({community, command, "forum.other.v1"}, ring);
    }
}

TEST_CASE("open: what was sealed comes back, also by way of stored bytes") {
    const MemberId author(42);
    const auto community = CommunityId::from_number(7);
    const events::Event event = events::forum::ThreadOpened{
        .author = author, .spaces = {SpaceId(1)}, .title = "Un titre \"cité\"", .body = "Un corps\n\u2028 🙂"};
    const SealContext context{community, command, events::type_of(event)};
    GoldenRing ring;
    SeededRandom random(1);
    std::vector<SealedBox> boxes;
    for (const auto& part : events::personal_parts(event))
        boxes.push_back(seal(context, part.of, part.personal_class, *ring.key(community, part.of, part.personal_class),
                             random, part.plain));
    const auto sealed = events::with_sealed(event, boxes);
    auto again = events::decode(events::type_of(event), events::encode(sealed)).value();
    CHECK(again == sealed);
    REQUIRE(events::open(again, context, ring).has_value());
    CHECK(events::encode_open(again) == events::encode_open(event));
}

TEST_CASE("open: a box that opens and holds something else is damage") {
    const auto community = CommunityId::from_number(7);
    const MemberId author(42);
    events::Event event = events::forum::PostPublished{.author = author, .body = "Un corps"};
    const SealContext context{community, command, events::type_of(event)};
    GoldenRing ring;
    SeededRandom random(1);
    for (const char* plain : {"", "{}", R"({"title":"T"})", R"({"body":1})"}) {
        CAPTURE(plain);
        auto sealed = events::with_sealed(
            event, {seal(context, author.text(), PersonalClass::content,
                         *ring.key(community, author.text(), PersonalClass::content), random, plain)});
        const auto opened = events::open(sealed, context, ring);
        REQUIRE(opened.has_error());
        CHECK(opened.error().code == ErrorCode::corrupt);
    }
}
