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
        events::open(event, {community, command, golden.type}, ring);
        CHECK(events::encode_open(event) == golden.open);
        CHECK(events::encode(event) == golden.stored);
        ++opened;
    }
    CHECK(opened > 0);
}

TEST_CASE("open: without the key, or bound to something else, fields stay absent") {
    for (const Golden& golden : goldens()) {
        if (golden.open.empty()) continue;
        CAPTURE(golden.name);
        const auto stored = events::decode(golden.type, golden.stored).value();
        const auto community = community_of(golden);
        const auto other_community = *CommunityId::parse("other");
        const auto other_command = *CommandId::parse("aaaaaaaaaaaaaaaaaaaaaaaaaa");
        const auto unopened = [&](const SealContext& context, KeyRing& ring) {
            auto event = stored;
            events::open(event, context, ring);
            CHECK(event == stored);
        };
        GoldenRing ring, empty, swapped;
        empty.keys.clear();
        std::swap(swapped.keys.at(PersonalClass::identity), swapped.keys.at(PersonalClass::content));
        unopened({community, command, golden.type}, empty);
        unopened({community, command, golden.type}, swapped);
        unopened({other_community, command, golden.type}, ring);
        unopened({community, other_command, golden.type}, ring);
        unopened({community, command, "forum.other.v1"}, ring);
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
    events::open(again, context, ring);
    CHECK(events::encode_open(again) == events::encode_open(event));
}
