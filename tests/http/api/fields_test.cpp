// SPDX-License-Identifier: Apache-2.0
// Every field of every body at its bounds and one past, of other types, missing, unknown: the OpenAPI document says
// what there is, the handlers must agree. Nothing is run: what is not refused at once has passed.
#include "tests/http/api/contract.hpp"
#include "tests/http/api/examples.hpp"

using namespace palabre;
using namespace palabre::test;

namespace {

/// One operation with a body, and somebody who may.
struct Door {
    Village& village;
    const http::Route& route;
    Person who;
    std::string address;
    Json body;

    /// "passes", or the refusal in brief.
    std::string brief(const std::string& content, Fields headers = {}) const {
        const auto refused = village.refusal(who, route.method, address, content, std::move(headers));
        return refused ? refused->brief() : "passes";
    }
    std::string with(const std::string& name, const Json& value) const {
        Json changed = body;
        changed[name] = value;
        return brief(changed.dump());
    }
};

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

/// An address as long as this that can be written to: 64 before the @, and no part of the host longer than 63.
std::string address_of_length(std::size_t length) {
    std::string address = repeated("a", 64) + '@';
    while (address.size() < length - 2) address += (address.size() - 64) % 61 == 0 ? '.' : 'b';
    if (address.back() == '.') address.back() = 'b';
    return address + ".c";
}

/// What only a sealed link, a text's version or a place in a thread lets pass: own_account_test, legal_test, reads and
/// notices tests have these.
bool has_tests_of_its_own(std::string_view pattern) {
    static constexpr std::string_view apart[] = {"/api/v1/account/confirmation",
                                                 "/api/v1/account/terms",
                                                 "/api/v1/account/address",
                                                 "/api/v1/password-resets",
                                                 "/api/v1/legal/{page}",
                                                 "/api/v1/communities/{c}/members/{id}/claim",
                                                 "/api/v1/communities/{c}/preview",
                                                 "/api/v1/communities/{c}/threads/{id}/read",
                                                 "/api/v1/communities/{c}/notices/read",
                                                 "/api/v1/unsubscribe/{token}"};
    return std::ranges::find(apart, pattern) != std::end(apart);
}

/// Text of this many code points that the schema lets pass.
std::string text_of(const Json& schema, std::size_t length) {
    if (schema.value("format", "") == "idn-email") return address_of_length(length);
    if (schema.value("format", "") == "place") return "47." + repeated("0", length - 5) + ",1";
    return repeated(schema.contains("pattern") ? "a" : "é", length);
}

void check_text(const Door& door, const std::string& name, const Json& schema) {
    const std::string at = " /" + name;
    const std::size_t most = schema["maxLength"];
    CHECK(door.with(name, text_of(schema, most)) == "passes");
    const auto past = door.village.refusal(door.who, door.route.method, door.address, [&] {
        Json body = door.body;
        body[name] = text_of(schema, most + 1);
        return body.dump();
    }());
    REQUIRE(past.has_value());
    CHECK(past->brief() == "422 too-long" + at);
    CHECK(past->json()["limit"] == most);
    if (const std::size_t least = schema.value("minLength", 0); least > 1) {
        CHECK(door.with(name, text_of(Json::object(), least - 1)).starts_with("422 "));
        CHECK(door.with(name, text_of(Json::object(), least - 1)).ends_with(at));
    }
}

void check_list(const Door& door, const std::string& name, const Json& schema) {
    const std::string at = " /" + name;
    const Json& item = Contract::of_document().schema(schema["items"]);
    const bool ids = item.contains("pattern");
    Json many = Json::array();
    for (std::size_t i = 0; i < schema["maxItems"]; ++i)
        many.push_back(ids ? MemberId(i + 1).text() : std::to_string(i));
    CHECK(door.with(name, many) == "passes");
    many.push_back(ids ? MemberId(1000).text() : "x");
    CHECK(door.with(name, many) == "422 too-many" + at);
    CHECK(door.with(name, "x") == "422 wrong-type" + at);
    CHECK(door.with(name, Json::array({5})) == "422 wrong-type" + at + "/0");
    if (ids) {
        CHECK(door.with(name, Json::array({"x"})) == "422 ill-formed" + at + "/0");
    } else {
        const std::size_t most = item["maxLength"];
        CHECK(door.with(name, Json::array({repeated("é", most)})) == "passes");
        CHECK(door.with(name, Json::array({"a", repeated("é", most + 1)})) == "422 too-long" + at + "/1");
        CHECK(door.with(name, Json::array({""})) == "422 missing" + at + "/0");
    }
    if (schema.value("minItems", 0) > 0) CHECK(door.with(name, Json::array()) == "422 missing" + at);
}

void check_number(const Door& door, const std::string& name, const Json& schema) {
    const std::string at = " /" + name;
    const std::int64_t least = schema["minimum"], most = schema["maximum"];
    CHECK(door.with(name, least) == "passes");
    CHECK(door.with(name, most) == "passes");
    CHECK(door.with(name, least - 1) == "422 ill-formed" + at);
    CHECK(door.with(name, most + 1) == "422 ill-formed" + at);
    CHECK(door.with(name, 1.5) == "422 wrong-type" + at);
    CHECK(door.with(name, "x") == "422 wrong-type" + at);
}

void check_field(const Door& door, const std::string& name, const Json& declared, bool required) {
    CAPTURE(name);
    const std::string at = " /" + name;
    Json schema = Contract::of_document().schema(declared);
    if (schema.contains("anyOf")) schema = Contract::of_document().schema(schema["anyOf"][0]);
    const Json types = schema["type"];
    const std::string type = types.is_array() ? types[0] : types;

    Json without = door.body;
    without.erase(name);
    const std::string wanted = required ? "422 missing" + at : "passes";
    CHECK(door.brief(without.dump()) == wanted);
    CHECK(door.with(name, nullptr) == wanted);
    if (type != "integer") CHECK(door.with(name, 5) == "422 wrong-type" + at);
    CHECK(door.with(name, Json::object()) == "422 wrong-type" + at);
    if (type == "array") return check_list(door, name, schema);
    if (type == "integer") return check_number(door, name, schema);
    if (type == "boolean") {
        CHECK(door.with(name, true) == "passes");
        CHECK(door.with(name, "true") == "422 wrong-type" + at);
        return;
    }
    REQUIRE(type == "string");
    CHECK(door.with(name, "") == wanted);
    CHECK(door.with(name, true) == "422 wrong-type" + at);
    CHECK(door.with(name, Json::array({"x"})) == "422 wrong-type" + at);
    if (schema.contains("enum")) {
        for (const auto& word : schema["enum"]) CHECK(door.with(name, word) == "passes");
        CHECK(door.with(name, "no-such-word") == "422 unknown-code" + at);
    } else if (schema.contains("maxLength")) {
        check_text(door, name, schema);
    } else {
        const bool long_id = schema.value("pattern", "").find("{25}") != std::string::npos;
        const std::string named = door.with(name, long_id ? repeated("a", 26) : MemberId(7).text());
        // Well formed; but these two must name what is there.
        if (door.route.pattern == "/api/v1/accounts" && name == "terms")
            CHECK(named == "412 version-conflict /terms");
        else if (door.route.pattern == "/api/v1/communities/{c}/invitations")
            CHECK_MESSAGE(named == (name == "ad" ? "404 not-found /ad" : "404 not-found /thread"), named);
        else
            CHECK(named == "passes");
        CHECK(door.with(name, "x") == "422 ill-formed" + at);
    }
}

void check_whole(const Door& door) {
    const std::string good = door.body.dump();
    CHECK(door.brief(good) == "passes");
    CHECK(door.with("no_such_field", 1) == "422 unknown-field /no_such_field");
    CHECK(door.brief("{\"a\": 1, \"a\": 2}") == "400 repeated-field /a");
    for (const std::string& wrong : {std::string("{"), std::string("[]"), std::string("5"), std::string("\"\xff\""),
                                     repeated("{\"a\":", 50) + "1" + repeated("}", 50)})
        CHECK(door.brief(wrong) == "400 malformed");
    CHECK(door.brief("{\"name\": \"\xc3\x28\"}") == "400 malformed /name");
    CHECK(door.brief(good, {{"content-type", "text/plain"}}) == "415 unsupported-media");
    CHECK(door.brief("a=%zz", {{"content-type", "application/x-www-form-urlencoded"}}) == "400 malformed /a");
    CHECK(door.brief(good) == "passes"); // and all of that left nothing behind
}

} // namespace

TEST_CASE("api fields: every field of every body at its bounds and past them") {
    Village village;
    Targets targets{.thread = village.open(village.manager, {village.public_space}),
                    .answer = {},
                    .member = village.manager.member.text(),
                    .space = village.public_space,
                    .another_space = village.members_space};
    targets.answer = village.reply(village.ben, targets.thread);
    std::size_t fields = 0;
    for (const http::Route& route : village.router().routes()) {
        const Json* const operation = Contract::of_document().operation(route.method, route.pattern);
        if (operation == nullptr || !operation->contains("requestBody") || route.files > 0 ||
            has_tests_of_its_own(route.pattern))
            continue;
        CAPTURE(route.pattern);
        const Person who = route.access == http::Access::administrator ? village.admin : village.manager;
        const Door door{village, route, who, address_of(route.pattern, targets), example_body(route, targets)};
        const Json& schema =
            Contract::of_document().schema((*operation)["requestBody"]["content"]["application/json"]["schema"]);
        const auto bad = Contract::of_document().fault(schema, door.body);
        CHECK_MESSAGE(!bad, bad.value_or(""));
        check_whole(door);
        const Json required = schema.value("required", Json::array());
        for (const auto& [name, property] : schema["properties"].items()) {
            check_field(door, name, property, std::find(required.begin(), required.end(), name) != required.end());
            ++fields;
        }
    }
    CHECK(fields >= 35);
    CHECK(village.logged().empty());
}

TEST_CASE("api fields: a parameter that an operation does not declare is refused") {
    Village village;
    const Targets targets{.thread = village.open(village.manager, {village.public_space}),
                          .answer = "mzxw6ytboi2dg",
                          .member = village.manager.member.text(),
                          .space = village.public_space,
                          .another_space = village.members_space};
    for (const http::Route& route : village.router().routes()) {
        if (Contract::of_document().operation(route.method, route.pattern) == nullptr ||
            !route.pattern.starts_with("/api/v1/") || route.pattern == "/api/v1/openapi.yaml" ||
            has_tests_of_its_own(route.pattern))
            continue;
        const Person who = route.access == http::Access::administrator ? village.admin : village.manager;
        const Json body = example_body(route, targets);
        const auto refused = village.refusal(who, route.method, address_of(route.pattern, targets) + "?no_such=1",
                                             body.is_null() ? "" : body.dump());
        REQUIRE_MESSAGE(refused.has_value(), route.pattern);
        CHECK_MESSAGE(refused->brief() == "400 wrong-value no_such", route.pattern);
    }
}
