// SPDX-License-Identifier: Apache-2.0
// What find_violation() finds: nothing in the examples, each bound of each field when it is passed by one.
#include "tests/events-schema/golden.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using namespace palabre::test;
using events::Fault;
using events::Violation;

namespace {

/// The example as it was before sealing: personal fields in place.
events::Event opened(const Golden& golden) {
    auto event = events::decode(golden.type, golden.stored);
    REQUIRE(event.has_value());
    if (golden.open.empty()) return *event;
    std::map<std::pair<std::string, std::string>, Json> parts;
    const Json open = Json::parse(golden.open);
    for (const auto& [field, property] : properties(golden.type).items()) {
        if (!property.contains("x-personal")) continue;
        const auto of = property["x-personal"]["of"].get<std::string>().substr(1);
        parts[{open[of], property["x-personal"]["class"]}][field] = open[field];
    }
    for (const auto& [whose, fields] : parts)
        REQUIRE(events::restore(*event, whose.first,
                                whose.second == "identity" ? PersonalClass::identity : PersonalClass::content,
                                fields.dump())
                    .has_value());
    return *event;
}

/// The opened example with another text in one field.
events::Event with_text(const Golden& golden, const std::string& field, const Json& value) {
    Golden changed = golden;
    const bool personal = properties(golden.type)[field].contains("x-personal");
    std::string& json = personal ? changed.open : changed.stored;
    Json object = Json::parse(json);
    object[field] = value;
    json = object.dump();
    return opened(changed);
}

std::string text(std::size_t code_points) {
    std::string made;
    for (std::size_t i = 0; i < code_points; ++i) made += "é";
    return made;
}

} // namespace

TEST_CASE("violation: none in the examples") {
    for (const Golden& golden : goldens()) {
        CAPTURE(golden.name);
        CHECK_FALSE(events::find_violation(opened(golden)).has_value());
    }
}

TEST_CASE("violation: every text is held to its bounds, in code points") {
    int met = 0;
    for (const Golden& golden : goldens()) {
        for (const auto& [field, property] : properties(golden.type).items()) {
            if (!property.contains("maxLength") || property.contains("enum")) continue;
            ++met;
            CAPTURE(golden.name);
            CAPTURE(field);
            const auto least = property.value("minLength", std::size_t{0});
            const auto most = property["maxLength"].get<std::size_t>();
            CHECK_FALSE(events::find_violation(with_text(golden, field, text(most))).has_value());
            CHECK(events::find_violation(with_text(golden, field, text(most + 1))) ==
                  Violation{field, Fault::too_long});
            CHECK_FALSE(events::find_violation(with_text(golden, field, text(least))).has_value());
            if (least > 0)
                CHECK(events::find_violation(with_text(golden, field, text(least - 1))) ==
                      Violation{field, Fault::too_short});
        }
    }
    CHECK(met > 30);
}

TEST_CASE("violation: lists are held to their number, their items to theirs, and to be different") {
    events::accounts::PersonalDataRead read;
    for (int i = 0; i < 50; ++i) read.types.push_back("type-" + std::to_string(i));
    CHECK_FALSE(events::find_violation(read).has_value());
    auto wrong = read;
    wrong.types.emplace_back("one more");
    CHECK(events::find_violation(wrong) == Violation{"types", Fault::too_many});
    CHECK(events::decode(events::type_of(wrong), events::encode(wrong)).has_error()); // what it must keep out
    wrong = read;
    wrong.types[7] = text(101);
    CHECK(events::find_violation(wrong) == Violation{"types/7", Fault::too_long});
    wrong.types[7].clear();
    CHECK(events::find_violation(wrong) == Violation{"types/7", Fault::too_short});
    wrong.types[7] = wrong.types[3];
    CHECK(events::find_violation(wrong) == Violation{"types/7", Fault::repeated});
    wrong = read;
    for (std::uint64_t i = 0; i < 101; ++i) wrong.communities.push_back(CommunityId::from_number(i + 1));
    CHECK(events::find_violation(wrong) == Violation{"communities", Fault::too_many});

    CHECK(events::find_violation(events::forum::ThreadMoved{}) == Violation{"spaces", Fault::too_few});
}

TEST_CASE("violation: integers and ill-formed text") {
    events::forum::PostPublished post;
    post.body = "x";
    CHECK_FALSE(events::find_violation(post).has_value());
    post.length = 40'001;
    CHECK(events::find_violation(post) == Violation{"length", Fault::out_of_range});
    post.length = 1;
    post.body = "\xff";
    CHECK(events::find_violation(post) == Violation{"body", Fault::not_utf8});
    post.body.reset();
    post.source_id = "\xc3";
    CHECK(events::find_violation(post) == Violation{"source_id", Fault::not_utf8});
}
