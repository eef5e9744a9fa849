// SPDX-License-Identifier: Apache-2.0
// What decode() refuses: each example with each of its fields spoilt in each way.
#include "tests/events-schema/golden.hpp"

#include "core/base/effects.hpp"
#include "core/limits.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace palabre;
using namespace palabre::test;

namespace {

/// Checks that the value is refused as corrupt, with type and field in the message.
void check_corrupt(const Golden& golden, const std::string& value, const std::string& field) {
    CAPTURE(golden.name);
    CAPTURE(field);
    CAPTURE(value);
    const auto event = events::decode(golden.type, value);
    REQUIRE(event.has_error());
    CHECK(event.error().code == ErrorCode::corrupt);
    CHECK(event.error().message.find(golden.type) != std::string::npos);
    CHECK(event.error().message.find(field) != std::string::npos);
}

void check_accepted(const Golden& golden, const std::string& value) {
    CAPTURE(golden.name);
    CAPTURE(value);
    const auto event = events::decode(golden.type, value);
    REQUIRE_MESSAGE(event.has_value(), event.error().message);
    CHECK(events::encode(*event) == value);
}

/// The example with another value in one field.
std::string with(const Golden& golden, const std::string& field, const Json& value) {
    Json changed = Json::parse(golden.stored);
    changed[field] = value;
    return changed.dump();
}

bool is_of_type(const Json& value, const Json& types) {
    const char* name = value.is_null()             ? "null"
                       : value.is_boolean()        ? "boolean"
                       : value.is_number_integer() ? "integer"
                       : value.is_number()         ? "number"
                       : value.is_string()         ? "string"
                       : value.is_array()          ? "array"
                                                   : "object";
    return std::ranges::find(types, Json(name)) != types.end();
}

/// Calls f(golden, field, property) for each field of each example.
template <class F>
void for_each_field(F f) {
    for (const Golden& golden : goldens()) {
        for (const auto& [field, property] : properties(golden.type).items()) f(golden, field, property);
    }
}

} // namespace

TEST_CASE("decode: an unknown type is unsupported") {
    for (const auto* type : {"", "forum", "forum.post-published", "forum.post-published.v9", "forum.post-published.v1 ",
                             "zzz.unknown.v1", "FORUM.POST-PUBLISHED.V1"}) {
        CAPTURE(type);
        const auto event = events::decode(type, "{}");
        REQUIRE(event.has_error());
        CHECK(event.error().code == ErrorCode::unsupported);
        CHECK(event.error().message.find(type) != std::string::npos);
    }
}

TEST_CASE("decode: a missing, renamed or repeated field is corrupt") {
    for_each_field([](const Golden& golden, const std::string& field, const Json&) {
        Json dropped = Json::parse(golden.stored);
        dropped.erase(field);
        check_corrupt(golden, dropped.dump(), field);
        const std::string key = "\"" + field + "\":";
        std::string renamed = golden.stored;
        renamed.replace(renamed.find(key), key.size(), "\"" + field + "x\":");
        check_corrupt(golden, renamed, field);
        std::string repeated = golden.stored;
        repeated.insert(1, key + "null,");
        check_corrupt(golden, repeated, "");
    });
}

TEST_CASE("decode: an unknown field is corrupt wherever it stands") {
    for (const Golden& golden : goldens()) {
        std::string last = golden.stored;
        last.insert(last.size() - 1, R"(,"surplus":1)");
        check_corrupt(golden, last, "surplus");
        std::string first = golden.stored;
        first.insert(1, R"("surplus":1,)");
        check_corrupt(golden, first, "surplus");
    }
}

TEST_CASE("decode: fields out of order are corrupt") {
    for (const Golden& golden : goldens()) {
        const Json value = Json::parse(golden.stored);
        if (value.size() < 2) continue;
        Json turned = Json::object();
        for (auto member = value.rbegin(); member != value.rend(); ++member) turned[member.key()] = *member;
        check_corrupt(golden, turned.dump(), "");
    }
}

TEST_CASE("decode: a value of another type is corrupt") {
    const std::vector<Json> others = {nullptr, true, 0, -1, 1.5, "?", Json::array(), Json::object()};
    for_each_field([&](const Golden& golden, const std::string& field, const Json& property) {
        for (const Json& other : others) {
            if (property.contains("x-personal") ? other.is_null() : is_of_type(other, property["type"])) continue;
            check_corrupt(golden, with(golden, field, other), field);
        }
        if (property["type"][0] == "array") {
            for (const Json& other : others) {
                if (!is_of_type(other, property["items"]["type"]))
                    check_corrupt(golden, with(golden, field, Json::array({other})), field);
            }
        }
    });
}

TEST_CASE("decode: integers are held to their bounds") {
    int met = 0;
    for_each_field([&](const Golden& golden, const std::string& field, const Json& property) {
        if (property["type"][0] != "integer") return;
        ++met;
        const auto least = property["minimum"].get<std::int64_t>(), most = property["maximum"].get<std::int64_t>();
        check_accepted(golden, with(golden, field, least));
        check_accepted(golden, with(golden, field, most));
        check_corrupt(golden, with(golden, field, least - 1), field);
        check_corrupt(golden, with(golden, field, most + 1), field);
        check_corrupt(golden, with(golden, field, UINT64_MAX), field);
        check_corrupt(golden, with(golden, field, INT64_MIN), field);
        check_corrupt(golden, with(golden, field, 1.0), field);
    });
    CHECK(met > 0);
}

TEST_CASE("decode: lists are held to their sizes") {
    int met = 0;
    for_each_field([&](const Golden& golden, const std::string& field, const Json& property) {
        if (property["type"][0] != "array" || property.contains("x-personal")) return; // personal: personal_test.cpp
        ++met;
        const auto least = property["minItems"].get<std::size_t>(), most = property["maxItems"].get<std::size_t>();
        // An id of the size that its pattern has, else any word.
        const std::string pattern = property["items"].value("pattern", "");
        const std::size_t digits = pattern.find("{51}") != std::string::npos ? 52 : 13;
        const Json item = pattern.empty() ? Json("mot") : Json(std::string(digits, 'a'));
        check_accepted(golden, with(golden, field, Json(least, item)));
        check_accepted(golden, with(golden, field, Json(most, item)));
        check_corrupt(golden, with(golden, field, Json(most + 1, item)), field);
        if (least > 0) check_corrupt(golden, with(golden, field, Json(least - 1, item)), field);
    });
    CHECK(met > 0);
}

TEST_CASE("decode: enums are held to their words") {
    int met = 0;
    for_each_field([&](const Golden& golden, const std::string& field, const Json& property) {
        if (!property.contains("enum")) return;
        ++met;
        for (const auto& word : property["enum"]) {
            check_accepted(golden, with(golden, field, word));
            check_corrupt(golden, with(golden, field, word.get<std::string>() + "s"), field);
        }
        check_corrupt(golden, with(golden, field, ""), field);
    });
    CHECK(met > 0);
}

TEST_CASE("decode: ids and instants are held to their one form") {
    int met = 0;
    for_each_field([&](const Golden& golden, const std::string& field, const Json& property) {
        const std::string pattern = property.value("pattern", "");
        const bool id = pattern.starts_with("^[a-z2-7]{");
        if (id) {
            ++met;
            const std::size_t size = pattern.starts_with("^[a-z2-7]{12}") ? 13 : 26;
            for (const auto& bad : {std::string(), std::string(size - 1, 'a'), std::string(size + 1, 'a'),
                                    std::string(size - 1, 'a') + 'b', std::string(size, 'A'), std::string(size, '1'),
                                    std::string(size, '\0'), std::string(size, '=')})
                check_corrupt(golden, with(golden, field, bad), field);
            Json changed = Json::parse(golden.stored);
            changed.erase("sealed"); // its boxes may be of this id
            changed[field] = std::string(size, 'a');
            check_accepted(golden, changed.dump());
        } else if (property.value("format", "") == "date-time") {
            ++met;
            for (const auto* bad : {"", "2020-01-01", "2020-01-01T00:00:00Z", "2021-02-29T00:00:00.000000Z",
                                    "2020-01-01T00:00:00.000000+", "2020-01-01T24:00:00.000000Z"})
                check_corrupt(golden, with(golden, field, bad), field);
        } else if (pattern == "^[a-z0-9-]{1,64}$") {
            ++met;
            for (const auto& bad : {std::string(), std::string(65, 'a'), std::string("Platform"), std::string("a/b")})
                check_corrupt(golden, with(golden, field, bad), field);
        }
    });
    CHECK(met > 0);
}

TEST_CASE("decode: truncated, prolonged and foreign bytes are corrupt") {
    for (const Golden& golden : goldens()) {
        for (std::size_t size = 0; size < golden.stored.size(); ++size)
            check_corrupt(golden, golden.stored.substr(0, size), "");
        for (const auto* tail : {"x", "}", "{}", ",", "null", "\xff"}) check_corrupt(golden, golden.stored + tail, "");
        for (const auto* other : {"null", "[]", "\"\"", "1", "[{}]", "\xef\xbb\xbf{}"})
            check_corrupt(golden, other, "");
    }
}

TEST_CASE("decode: text must be well-formed Unicode") {
    const auto found = std::ranges::find(goldens(), "spaces.community-founded.v1/full", &Golden::name);
    REQUIRE(found != goldens().end());
    const std::string before = R"("name":")";
    for (const auto* bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", R"(\ud800)",
                            R"(\udc00)", R"(\ud800\u0041)", R"(\x)", R"(\u12)", "\n", "\t"}) {
        std::string value = found->stored;
        value.insert(value.find(before) + before.size(), bad);
        check_corrupt(*found, value, "");
    }
    std::string value = found->stored;
    value.insert(value.find(before) + before.size(), R"(\ud83d\ude00\u00e9\/)");
    const auto event = events::decode(found->type, value);
    REQUIRE(event.has_value());
    CHECK(std::get<events::spaces::CommunityFounded>(*event).name.starts_with("\U0001F600é/"));
}

TEST_CASE("decode: a value past the log's limit is corrupt") {
    const auto found = std::ranges::find(goldens(), "spaces.community-founded.v1/full", &Golden::name);
    REQUIRE(found != goldens().end());
    const std::size_t room = limits::value_bytes - found->stored.size();
    std::string value = found->stored;
    value.insert(value.find(R"("name":")") + 8, std::string(room, 'n'));
    REQUIRE(value.size() == limits::value_bytes);
    check_accepted(*found, value);
    value.insert(value.find(R"("name":")") + 8, "n");
    check_corrupt(*found, value, "");
}

TEST_CASE("decode: boxes are held to their form") {
    const auto found = std::ranges::find(goldens(), "members.joined.v1/full", &Golden::name);
    REQUIRE(found != goldens().end());
    const Json value = Json::parse(found->stored);
    const Json box = value["sealed"][0];
    const auto check = [&](const Json& sealed) { check_corrupt(*found, with(*found, "sealed", sealed), "sealed"); };
    const auto check_box = [&](const char* member, const Json& other) {
        Json changed = box;
        changed[member] = other;
        check(Json::array({changed}));
    };
    check(nullptr);
    check(Json::array());
    check(Json::object());
    check(Json::array({1}));
    check(Json::array({box, box}));
    check(Json::array({Json::object()}));
    check(Json::array({{{"class", box["class"]}, {"of", box["of"]}, {"box", box["box"]}}}));
    check_box("surplus", 1);
    check_box("of", "aaaaaaaaaaaaa");
    check_box("of", 1);
    check_box("class", "content");
    check_box("class", "other");
    check_box("class", nullptr);
    check_box("box", "");
    check_box("box", std::string(53, 'A'));
    check_box("box", std::string(57, 'A'));       // no bytes have so many characters
    check_box("box", std::string(53, 'A') + "B"); // spare bits
    check_box("box", std::string(54, 'A') + "B");
    for (const char foreign : {'+', '/', '=', ' ', '\0'}) check_box("box", std::string(55, 'A') + foreign);
    for (const auto& good :
         {std::string(54, 'A'), std::string(53, 'A') + "Q", std::string(54, '_') + "8", std::string(55, '-') + "B"}) {
        Json changed = box;
        changed["box"] = good;
        check_accepted(*found, with(*found, "sealed", Json::array({changed})));
    }
}

TEST_CASE("decode: an event without personal fields has no boxes") {
    for (const Golden& golden : goldens()) {
        if (!golden.open.empty()) continue;
        std::string value = golden.stored;
        value.insert(value.size() - 1, R"(,"sealed":[])");
        check_corrupt(golden, value, "sealed");
    }
}

TEST_CASE("decode: random damage is refused, or leaves a value that stands") {
    SeededRandom random(20'240'229);
    int accepted = 0;
    for (const Golden& golden : goldens()) {
        for (int round = 0; round < 400; ++round) {
            std::string value = golden.stored;
            for (std::uint64_t changes = random.number() % 3 + 1; changes > 0; --changes) {
                const std::size_t at = random.number() % value.size();
                switch (random.number() % 4) {
                case 0:
                    value[at] = static_cast<char>(random.number());
                    break;
                case 1:
                    value.insert(at, 1, static_cast<char>(random.number() % 96 + 32));
                    break;
                case 2:
                    value.erase(at, random.number() % 4);
                    break;
                default:
                    value[at] = R"({}[],:"\0-9et)"[random.number() % 14];
                    break;
                }
                if (value.empty()) value = " ";
            }
            CAPTURE(golden.name);
            CAPTURE(value);
            const auto event = events::decode(golden.type, value);
            if (event.has_error()) {
                CHECK(event.error().code == ErrorCode::corrupt);
                continue;
            }
            ++accepted;
            CHECK(Json::accept(value));
            const std::string again = events::encode(*event);
            CHECK(events::decode(golden.type, again).value() == *event);
            CHECK(Json::parse(again) == Json::parse(value));
        }
    }
    CHECK(accepted > 0);
}
