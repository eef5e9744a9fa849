// SPDX-License-Identifier: Apache-2.0
// The known answers of log rule 1.
#include "tests/core/log/fixture.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

TEST_CASE("log rule: known answers") {
    const auto file = palabre::test::shared_file("log-rule-vectors.json");
    if (!file) return;
    const auto known = nlohmann::json::parse(std::ifstream(*file));
    const auto str = [](const nlohmann::json& value) { return value.get<std::string>(); };

    const auto& command = known["command_id"];
    CHECK(command_id(community(str(command["community"])), str(command["actor"]), str(command["key"])).text() ==
          str(command["id"]));
    const auto& e = known["entity"];
    CHECK(entity(community(str(e["community"])), str(e["kind"]), str(e["key"])).text() == str(e["entity"]));
    const CommunityId demo = community("c-demo");
    CHECK(first_link(demo).text() == str(known["link0"]));

    const TempFolder folder;
    const auto local = open_log(folder / "log");
    Records records;
    REQUIRE(local->take(records.open().found(demo).take()));
    for (const auto& step : known["log"]) {
        CAPTURE(str(step["name"]));
        std::vector<Header> names;
        for (const auto& [name, value] : step["headers"].items()) names.emplace_back(name, str(value));
        const auto proposal = parse(names, str(step["value"]));
        std::optional<Instant> timestamp;
        if (!step["timestamp_us"].is_null()) timestamp = Instant{step["timestamp_us"].get<std::int64_t>()};
        records.add(proposal ? Body(*proposal) : Body(Malformed{}), timestamp);
        const auto fates = local->take(records.take());
        REQUIRE(fates);
        if (proposal) CHECK(digest(*proposal).text() == str(step["digest"]));
        const auto* got = accepted(fates->front());
        REQUIRE((got != nullptr) == !step["accepted"].is_null());
        if (got == nullptr) continue;
        CHECK(number(got->sequence) == step["accepted"]["sequence"].get<std::uint64_t>());
        CHECK(got->accepted.text() == str(step["accepted"]["time"]));
        CHECK(got->link.text() == str(step["accepted"]["link"]));
    }
    const auto head = local->head(demo);
    REQUIRE(head);
    CHECK(number(head->sequence) == known["head"]["sequence"].get<std::uint64_t>());
    CHECK(head->link.text() == str(known["head"]["link"]));
}
