// SPDX-License-Identifier: Apache-2.0
#include "core/log/cloudevent.hpp"

#include "core/base/effects.hpp"
#include "tests/core/log/fixture.hpp"
#include "tests/core/log/python.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

TEST_CASE("cloudevent: the members, in their order") {
    Event e;
    e.sequence = Sequence{42};
    e.accepted = noon + Duration(1);
    e.proposal = propose({.value = "{\"a\":null,\"sealed\":[{\"of\":\"m\",\"class\":\"content\",\"box\":\"x\"}]}"});
    const std::string id = e.proposal.id.text();
    CHECK(
        cloudevent_line(e) ==
        R"({"specversion":"1.0","id":")" + id +
            R"(","source":"c-test","type":"forum.post-published.v1","time":"2026-01-02T03:00:00.000001Z",)"
            R"("datacontenttype":"application/json","sequence":"00000000000000000042","origin":"live","data":{"a":null}})");
    CHECK(cloudevent_line(e, "{\"a\":\"opened\"}").ends_with(R"("origin":"live","data":{"a":"opened"}})"));
    e.proposal.subject = "p\"1";
    e.proposal.actor = "m";
    e.proposal.correlation = "c";
    e.proposal.original_time = Instant{0};
    e.proposal.origin = Origin::demo;
    CHECK(
        cloudevent_line(e) ==
        R"({"specversion":"1.0","id":")" + id +
            R"(","source":"c-test","type":"forum.post-published.v1","subject":"p\"1","time":"2026-01-02T03:00:00.000001Z",)"
            R"("datacontenttype":"application/json","sequence":"00000000000000000042","actor":"m","correlationid":"c",)"
            R"("originaltime":"1970-01-01T00:00:00.000000Z","origin":"demo","data":{"a":null}})");
}

TEST_CASE("cloudevent: only a last member \"sealed\" is left out") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"{}", "{}"},
        {"{\"a\":1}", "{\"a\":1}"},
        {"{\"sealed\":[]}", "{}"},
        {"{ \"sealed\" : [] }", "{}"},
        {"{\"a\":1,\"sealed\":[{\"box\":\"x,y\"}]}", "{\"a\":1}"},
        {"{\"a\":1 , \"sealed\":[1]}", "{\"a\":1 }"},
        {"{\"a\":1,\n\"sealed\":[1]\n}", "{\"a\":1}"},
        {"{\"a\":1,\n\"b\":2}\n", "{\"a\":1, \"b\":2} "},
        {"{\"sealed\":[1],\"a\":1}", "{\"sealed\":[1],\"a\":1}"},
        {"{\"a\":{\"b\":1,\"sealed\":[1]}}", "{\"a\":{\"b\":1,\"sealed\":[1]}}"},
        {"{\"a\":[1,\"sealed\"]}", "{\"a\":[1,\"sealed\"]}"},
        {"{\"a\":\"x,\\\"sealed\\\":[1]\"}", "{\"a\":\"x,\\\"sealed\\\":[1]\"}"},
        {"{\"a\":\"\\\\\",\"sealed\":[1]}", "{\"a\":\"\\\\\"}"},
        {"{\"a\":\"\\\"\",\"sealed\":[\"]}\"]}", "{\"a\":\"\\\"\"}"},
        {"{\"sealed2\":[1]}", "{\"sealed2\":[1]}"},
        {"{\"a\":1,\"Sealed\":[1]}", "{\"a\":1,\"Sealed\":[1]}"},
        {"[1,\"sealed\",2]", "[1,\"sealed\",2]"},
        {"\"sealed\"", "\"sealed\""},
        {"", ""},
        {"{\"sealed\"", "{\"sealed\""},
        {"{\"sealed\"}", "{\"sealed\"}"},
        {"{\"a\":\"unclosed,\"sealed\":}", "{\"a\":\"unclosed,\"sealed\":}"}};
    for (const auto& [value, expected] : cases) {
        CAPTURE(value);
        CHECK(public_value(value) == expected);
    }
}

TEST_CASE("cloudevent: the reference reader makes the same public, of values that are no JSON too") {
    constexpr std::string_view parts[] = {
        "{",  "}", "[", "]",      "\"",   "\"",         "\\",           ",",       ":",           " ",   "\t", "\n",
        "\r", "a", "é", "\u2028", "\x7f", "\"sealed\"", ",\"sealed\":", "\"a\":1", "\"x,\\\"y\"", "\\\""};
    SeededRandom random(11);
    std::vector<std::string> values;
    std::string file;
    for (int i = 0; i < 4000; ++i) {
        std::string value = random.number() % 8 == 0 ? "" : "{";
        for (auto left = random.number() % 16; left > 0; --left) value += parts[random.number() % std::size(parts)];
        if (random.number() % 8 != 0) value += '}';
        file += nlohmann::json(value).dump() + "\n";
        values.push_back(std::move(value));
    }
    const TempFolder folder;
    palabre::test::write_file(folder / "values", file);
    const auto ran = palabre::test::python("tests/core/log/public_values.py", (folder / "values").string());
    REQUIRE_MESSAGE(ran.status == 0, ran.out);
    const auto there = palabre::test::lines(ran.out);
    REQUIRE(there.size() == values.size());
    std::size_t shortened = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string here = public_value(values[i]);
        REQUIRE_MESSAGE(here == nlohmann::json::parse(there[i]).get<std::string>(), values[i]);
        shortened += here.size() < values[i].size() ? 1 : 0;
    }
    CHECK(shortened > 50);
}

TEST_CASE("cloudevent: lines hold to the naming of attributes") {
    const auto replay = palabre::test::read_file(PALABRE_SOURCE_DIR "/tests/golden/log/small.replay.ndjson");
    for (const auto& line : palabre::test::lines(replay)) {
        const auto event = nlohmann::json::parse(line);
        for (const char* needed : {"id", "source", "specversion", "type"})
            CHECK(!event.at(needed).get<std::string>().empty());
        for (const auto& [name, value] : event.items()) {
            CAPTURE(name);
            CHECK(name.size() <= 20);
            CHECK(std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }));
            if (name != "data") CHECK((value.is_string() && !value.get<std::string>().empty()));
        }
    }
}

TEST_CASE("cloudevent: lines hold to the CloudEvents schema") {
    const auto schema = palabre::test::shared_file("data/cloudevents/cloudevents.schema.json");
    if (!schema) return;
    const auto ran =
        palabre::test::python("tests/core/log/validate_lines.py",
                              schema->string() + " " PALABRE_SOURCE_DIR "/tests/golden/log/small.replay.ndjson");
    CHECK_MESSAGE(ran.status == 0, ran.out);
}
