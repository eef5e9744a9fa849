// SPDX-License-Identifier: Apache-2.0
// Older versions become the newest after they were opened.
#include "tests/events-schema/golden.hpp"

#include "core/base/effects.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace palabre;
using namespace palabre::test;

namespace {

struct ContentRing final : KeyRing {
    std::optional<SecretKey> key(const CommunityId&, std::string_view, PersonalClass personal_class) override {
        if (personal_class != PersonalClass::content) return std::nullopt;
        return SecretKey::from(std::string(SecretKey::size, '\x22'));
    }
};

/// What a field is for whoever spoke before it was there, where that is more than nothing.
Json unsaid(std::string_view field) {
    static const std::map<std::string_view, Json> all{{"ad_shown", true},      {"ad_mail", "now"},
                                                      {"message_shown", true}, {"message_mail", "now"},
                                                      {"alert_shown", true},   {"alert_mail", "daily"}};
    const auto found = all.find(field);
    return found == all.end() ? Json() : found->second;
}

bool is_newest(std::string_view type) {
    const std::string_view name = type.substr(0, type.rfind('v') + 1);
    return std::ranges::none_of(events::catalogue(), [&](const events::EventInfo& other) {
        return other.type.starts_with(name) && other.type.size() >= type.size() && other.type > type;
    });
}

} // namespace

TEST_CASE("upcast: the newest version stays as it is") {
    int met = 0;
    for (const Golden& golden : goldens()) {
        if (!is_newest(golden.type)) continue;
        ++met;
        CAPTURE(golden.name);
        const auto stored = events::decode(golden.type, golden.stored).value();
        auto event = stored;
        events::upcast(event);
        CHECK(event == stored);
    }
    CHECK(met > 0);
}

TEST_CASE("upcast: an older version becomes the newest, with all that it said and nothing besides") {
    int met = 0;
    for (const Golden& golden : goldens()) {
        if (is_newest(golden.type)) continue;
        ++met;
        CAPTURE(golden.name);
        auto event = events::decode(golden.type, golden.stored).value();
        ContentRing ring;
        const CommandId command = *CommandId::parse("goldengoldengoldengoldenga");
        REQUIRE(events::open(event, {*CommunityId::parse("golden"), command, golden.type}, ring).has_value());
        events::upcast(event);
        CHECK(is_newest(events::type_of(event)));
        CHECK(Json::parse(events::encode(event)).value("sealed", Json()) ==
              Json::parse(golden.stored).value("sealed", Json()));
        const Json before = Json::parse(golden.open.empty() ? golden.stored : golden.open),
                   after = Json::parse(events::encode_open(event));
        for (const auto& [name, value] : after.items()) {
            CAPTURE(name);
            if (before.contains(name))
                CHECK(value == before[name]);
            else
                CHECK((value.is_null() || value == Json::array() || value == unsaid(name)));
        }
        for (const auto& [name, value] : before.items()) CHECK(after.contains(name));
    }
    CHECK(met > 0);
}

TEST_CASE("upcast: without its key an older version is as silent as the newest") {
    for (const Golden& golden : goldens()) {
        if (is_newest(golden.type)) continue;
        CAPTURE(golden.name);
        auto event = events::decode(golden.type, golden.stored).value();
        events::upcast(event);
        CHECK(events::personal_parts(event).empty());
    }
}
