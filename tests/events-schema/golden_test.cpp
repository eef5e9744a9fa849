// SPDX-License-Identifier: Apache-2.0
#include "tests/events-schema/golden.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace palabre;
using namespace palabre::test;

TEST_CASE("golden: every released version has two examples") {
    for (const auto& info : events::catalogue()) {
        CAPTURE(info.type);
        CHECK(std::ranges::count(goldens(), info.type, &Golden::type) >= 2);
    }
}

TEST_CASE("golden: decoded and encoded back byte for byte") {
    for (const Golden& golden : goldens()) {
        CAPTURE(golden.name);
        const auto event = events::decode(golden.type, golden.stored);
        REQUIRE_MESSAGE(event.has_value(), event.error().message);
        CHECK(events::type_of(*event) == golden.type);
        CHECK(events::encode(*event) == golden.stored);
        CHECK(events::decode(golden.type, golden.stored).value() == *event);
    }
}

TEST_CASE("golden: restored from its parts it is the open example") {
    for (const Golden& golden : goldens()) {
        if (golden.open.empty()) continue;
        CAPTURE(golden.name);
        auto event = events::decode(golden.type, golden.stored).value();
        // The parts of the open example are what its boxes hold.
        const Json open = Json::parse(golden.open);
        for (const auto& box : Json::parse(golden.stored).value("sealed", Json::array())) {
            Json plain = Json::object();
            for (const auto& [name, property] : properties(golden.type).items()) {
                if (!property.contains("x-personal")) continue;
                const auto& personal = property["x-personal"];
                if (personal["class"] == box["class"] && open[personal["of"].get<std::string>().substr(1)] == box["of"])
                    plain[name] = open[name];
            }
            const auto its_class = box["class"] == "identity" ? PersonalClass::identity : PersonalClass::content;
            const auto status = events::restore(event, box["of"].get<std::string>(), its_class, plain.dump());
            REQUIRE_MESSAGE(status.has_value(), status.error().message);
        }
        CHECK(events::encode_open(event) == golden.open);
        CHECK(events::encode(event) == golden.stored);
    }
}

TEST_CASE("catalogue: ascends by type and stands at each event's index") {
    const auto infos = events::catalogue();
    CHECK(infos.size() == std::variant_size_v<events::Event>);
    CHECK(std::ranges::is_sorted(infos, {}, &events::EventInfo::type));
    const events::Event event = events::forum::PostPublished{};
    CHECK(infos[event.index()].type == "forum.post-published.v3");
    CHECK(infos[event.index()].context == "forum");
    CHECK(infos[event.index()].has_personal);
    CHECK_FALSE(infos[events::Event(events::members::Left{}).index()].has_personal);
}
