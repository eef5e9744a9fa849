// SPDX-License-Identifier: Apache-2.0
#include "http/body.hpp"

#include "core/limits.hpp"
#include "tests/http/world.hpp"

#include <nlohmann/json.hpp>

using namespace palabre;
using namespace palabre::http;
using test::request;

namespace {

Request json_request(std::string body) {
    return request(Method::post, "/", {{"content-type", "application/json"}}, std::move(body));
}
Request form_request(std::string body) {
    return request(Method::post, "/", {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}},
                   std::move(body));
}

/// "reason /field" of the first fault, or "".
std::string fault(Body& body) {
    const auto problem = body.problem();
    return problem ? std::string(problem->reason) + " " + problem->field : "";
}

/// The fault of a body that should be {"title": text of 2 to 5 characters}.
std::string fault_of_title(const Request& request) {
    Body body(request);
    (void)body.line("title", 2, 5);
    return fault(body);
}

} // namespace

TEST_CASE("body: JSON and forms read the same") {
    const auto read = [](const Request& request) {
        Body body(request);
        std::string all = body.line("title", 1, 10) + "|" + body.text("text", 1, 100) + "|";
        for (const auto& id : body.ids<SpaceId>("spaces", 1, 2)) all += id.text() + ",";
        all += body.flag("on", false) ? "|on|" : "|off|";
        all += std::string(events::text(body.one_of("language", events::parse<events::Language>)));
        all += body.optional_line("none", 5).has_value() ? "|some" : "|none";
        CHECK(fault(body) == "");
        return all;
    };
    const std::string a = SpaceId(1).text(), b = SpaceId(2).text();
    const std::string expected = "  Où\t? |1\n2|" + a + "," + b + ",|on|fr|none";
    CHECK(read(json_request(R"({"title":"  Où\t? ","text":"1\n2","spaces":[")" + a + R"(",")" + b +
                            R"("],"on":true,"language":"fr","none":null})")) == expected);
    CHECK(read(form_request("title=++O%C3%B9%09?+&text=1%0D%0A2&spaces=" + a + "&spaces=" + b +
                            "&on=on&language=fr&none=&csrf=x&idempotency_key=y")) == expected);
}

TEST_CASE("body: text at its limits and one past, in characters, not bytes") {
    CHECK(fault_of_title(json_request(R"({"title":"éé"})")) == "");
    CHECK(fault_of_title(json_request(R"({"title":"ééééé"})")) == "");
    CHECK(fault_of_title(json_request(R"({"title":"é"})")) == "too-short /title");
    CHECK(fault_of_title(json_request(R"({"title":"éééééé"})")) == "too-long /title");
    CHECK(fault_of_title(json_request(R"({"title":"e\u0301e\u0301e"})")) == "");
    CHECK(fault_of_title(json_request(R"({"title":"e\u0301e\u0301e\u0301"})")) == "too-long /title");
    Body body(json_request(R"({"title":"éééééé"})"));
    (void)body.line("title", 2, 5);
    CHECK(body.problem()->limit == 5);
    CHECK(body.problem()->status == 422);
}

TEST_CASE("body: what is missing, of another type, unknown or repeated is named") {
    for (const char* missing : {"{}", R"({"title":null})", R"({"title":""})", R"({"title":"  \n "})"})
        CHECK(fault_of_title(json_request(missing)) == "missing /title");
    for (const char* other : {R"({"title":1})", R"({"title":true})", R"({"title":["ab"]})", R"({"title":{}})"})
        CHECK(fault_of_title(json_request(other)) == "wrong-type /title");
    CHECK(fault_of_title(json_request(R"({"title":"abc","Title":"abc"})")) == "unknown-field /Title");
    CHECK(fault_of_title(json_request(R"({"title":"abc","a/b~c":1})")) == "unknown-field /a~1b~0c");
    CHECK(fault_of_title(json_request(R"({"title":"abc","title":"abc"})")) == "repeated-field /title");
    CHECK(fault_of_title(json_request(R"({"title":"abc","x":{"y":1,"y":2}})")) == "repeated-field /y");
    CHECK(fault_of_title(form_request("title=abc&title=abc")) == "repeated-field /title");
    CHECK(fault_of_title(form_request("title=abc&x=1")) == "unknown-field /x");
    CHECK(fault_of_title(request(Method::post, "/")) == "missing /title");
}

TEST_CASE("body: what cannot be read is malformed") {
    for (const char* text :
         {"{", "[]", "1", "null", "\"x\"", R"({"title":"abc"}x)", R"({"title":"abc",})", "{'title':1}",
          R"({"title":"\ud800"})", "{\"title\":\"\xff\xff\xff\"}", "{\"title\":\"\xc3\x28 \"}", "\xef\xbb\xbf"}) {
        CAPTURE(text);
        const auto problem = [&] {
            Body body(json_request(text));
            (void)body.line("title", 2, 5);
            return body.problem();
        }();
        REQUIRE(problem.has_value());
        CHECK(problem->reason == "malformed");
        CHECK(problem->status == 400);
    }
    CHECK(fault_of_title(form_request("title=%ff")) == "malformed /title");
    CHECK(fault_of_title(form_request("title=%4")) == "malformed /title");
    CHECK(fault_of_title(request(Method::post, "/", {{"content-type", "text/plain"}}, "title=abc")) ==
          "unsupported-media ");
}

TEST_CASE("body: nesting is bounded") {
    const auto nested = [](std::size_t depth) {
        return R"({"title":"abc","x":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    CHECK(fault_of_title(json_request(nested(limits::json_depth))) == "unknown-field /x");
    CHECK(fault_of_title(json_request(nested(limits::json_depth + 1))) == "malformed ");
    CHECK(fault_of_title(json_request(nested(100'000))) == "malformed ");
}

TEST_CASE("body: lists are bounded, and name the item at fault") {
    const auto read = [](const std::string& list) {
        Body body(json_request(R"({"tags":)" + list + "}"));
        const auto tags = body.labels("tags", 1, 2, 3);
        return fault(body);
    };
    CHECK(read(R"(["a","bcd"])") == "");
    CHECK(read(R"(["a","b","c"])") == "too-many /tags");
    CHECK(read("[]") == "missing /tags");
    CHECK(read(R"("a")") == "wrong-type /tags");
    CHECK(read(R"(["a",1])") == "wrong-type /tags/1");
    CHECK(read(R"(["a","bcde"])") == "too-long /tags/1");
    CHECK(read(R"(["a"," "])") == "missing /tags/1");
    Body ids(json_request(R"({"spaces":[")" + SpaceId(1).text() + R"(","nonsense"]})"));
    (void)ids.ids<SpaceId>("spaces", 1, 5);
    CHECK(fault(ids) == "ill-formed /spaces/1");
}

TEST_CASE("body: flags and words") {
    Body form(form_request("on=true"));
    CHECK(form.flag("on", false));
    CHECK(!form.flag("off", true));
    CHECK(fault(form) == "");
    Body flag(json_request(R"({"on":"true"})"));
    (void)flag.flag("on", false);
    CHECK(fault(flag) == "wrong-type /on");
    Body word(json_request(R"({"language":"de"})"));
    (void)word.one_of("language", events::parse<events::Language>);
    CHECK(fault(word) == "unknown-code /language");
}

TEST_CASE("body: text of nothing but white space is no text") {
    for (const char* blank : {R"({"text":""})", R"({"text":" \n\t\r\n "})", "{}"}) {
        Body body(json_request(blank));
        CHECK(body.text("text", 1, 10) == "");
        CHECK(fault(body) == "missing /text");
    }
    Body kept(json_request(R"({"text":"\n  a\n"})"));
    CHECK(kept.text("text", 1, 10) == "\n  a\n");
}

TEST_CASE("body: bytes that are no UTF-8 are told by the first member that holds them") {
    const auto json = [](const std::string& text) {
        Body body(json_request(text));
        return fault(body);
    };
    CHECK(json("{\"title\":\"a\",\"text\":\"b\xff\",\"on\":\"\xff\"}") == "malformed /text");
    CHECK(json("{\"tags\":[\"a\",{\"b\":\"\xc3\x28\"}]}") == "malformed /tags");
    CHECK(json("{\"a/b\":\xff}") == "malformed /a~1b");
    CHECK(json("{\"a\":1,\"\xff\":2}") == "malformed ");
    CHECK(json("{\"a\":{\"b\":1}} \xff") == "malformed ");
    CHECK(json("\xff") == "malformed ");
    const auto form = [](const std::string& text) {
        Body body(form_request(text));
        return fault(body);
    };
    CHECK(form("title=a&text=%ff&on=%ff") == "malformed /text");
    CHECK(form("title=a&%ff=b") == "malformed ");
    CHECK(form("title=%zz") == "malformed /title");
}

TEST_CASE("body: passwords are taken exactly as they are") {
    Body body(json_request(R"({"password":"  a\u0000\tb  "})"));
    CHECK(body.exactly("password", 5, 10) == std::string("  a\0\tb  ", 8));
    CHECK(fault(body) == "");
}

TEST_CASE("body: what a person wrote comes out byte for byte, or is ill-formed") {
    const auto read = [](const std::string& escaped, bool line) {
        Body body(json_request(R"({"x":")" + escaped + "\"}"));
        const std::string got = line ? body.line("x", 1, 20) : body.text("x", 1, 20);
        return std::pair(got, fault(body));
    };
    using Read = std::pair<std::string, std::string>;
    for (const bool line : {true, false}) {
        CHECK(read("  e\u0301\u00a0\\t\u3000x ", line) == Read("  e\u0301\u00a0\t\u3000x ", ""));
        CHECK(read("\ufeff\u200b\ufffe\ue000", line) == Read("\ufeff\u200b\ufffe\ue000", ""));
        for (const char* control : {"a\\u0000", "\\u0008", "a\\u000eb", "\\u001f", "\u007f", "a\u0080", "\u009f"})
            CHECK(read(control, line).second == "ill-formed /x");
    }
    for (const char* end : {"\\n", "\\r\\n", "\\r", "\\u000b", "\\u000c", "\\u0085", "\\u2028", "\\u2029"}) {
        CAPTURE(end);
        CHECK(read("a" + std::string(end), true).second == "ill-formed /x");
        const auto kept = nlohmann::json::parse("\"a" + std::string(end) + "\"").get<std::string>();
        CHECK(read("a" + std::string(end), false) == Read(kept, ""));
        CHECK(read(end, false).second == "missing /x");
    }
}

TEST_CASE("body: a form's CR LF is its encoding's line end") {
    Body body(form_request("x=a%0D%0Ab%0D%0A%0D%0Ac%0Dd%0A&y=%0D%0A"));
    CHECK(body.text("x", 1, 20) == "a\nb\n\nc\rd\n");
    CHECK(body.text("y", 0, 20) == "");
    CHECK(fault(body) == "");
}

TEST_CASE("body: a key's ends do not count, a label is in one form") {
    Body body(json_request(R"({"key":" a@b.c\u00a0","tags":[" e\u0301te\u0301  x "]})"));
    CHECK(body.key("key", 3, 5) == "a@b.c");
    CHECK(body.labels("tags", 1, 1, 5) == std::vector<std::string>{"été x"});
    CHECK(fault(body) == "");
    Body refused(json_request(R"({"tags":["a","b\u0000"]})"));
    (void)refused.labels("tags", 1, 2, 5);
    CHECK(fault(refused) == "ill-formed /tags/1");
}
