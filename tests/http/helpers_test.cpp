// SPDX-License-Identifier: Apache-2.0
#include "http/command_key.hpp"
#include "http/conditional.hpp"
#include "http/links.hpp"
#include "http/server/target.hpp"
#include "tests/http/world.hpp"

using namespace palabre;
using namespace palabre::http;
using test::request;

TEST_CASE("etag: equal parts give equal tags, and no two splits of a text meet") {
    CHECK(etag({"a", "bc"}) == etag({"a", "bc"}));
    CHECK(etag({"a", "bc"}) != etag({"ab", "c"}));
    CHECK(etag({"a"}).front() == '"');
}

TEST_CASE("etag: If-None-Match is compared weakly and past our own suffix") {
    const auto matches = [](std::string header) {
        return not_modified(request(Method::get, "/", {{"if-none-match", std::move(header)}}), "\"abc\"");
    };
    CHECK(matches("\"abc\""));
    CHECK(matches("W/\"abc\""));
    CHECK(matches("\"abc-gzip\""));
    CHECK(matches("\"x\" , \"abc\""));
    CHECK(matches("*"));
    CHECK(!matches("\"abd\""));
    CHECK(!matches("abc"));
    CHECK(!matches(""));
    CHECK(!not_modified(request(Method::get, "/"), "\"abc\""));
}

TEST_CASE("etag: what the client holds is not sent again, unless nobody may keep it") {
    const Request held = request(Method::get, "/", {{"if-none-match", "\"abc\""}});
    Response answer = html(200, "<p>");
    CHECK(!not_modified(held, answer)); // no tag
    answer.set("ETag", "\"abc\"").set("Cache-Control", "private").set("Vary", "Accept-Language");
    const auto response = not_modified(held, answer);
    REQUIRE(response.has_value());
    CHECK(response->status == 304);
    CHECK(response->content().empty());
    CHECK(test::header(*response, "ETag") == "\"abc\"");
    CHECK(test::header(*response, "Cache-Control") == "private");
    CHECK(test::header(*response, "Vary") == "Accept-Encoding, Accept-Language");
    CHECK(!not_modified(request(Method::get, "/"), answer));
    answer.status = 404;
    CHECK(!not_modified(held, answer));
    answer.status = 200;
    answer.set("Cache-Control", "no-store");
    CHECK(!not_modified(held, answer));
}

TEST_CASE("If-Match: a version, anything, or a conflict") {
    SeededRandom random(3);
    const auto version = random.draw<Version>();
    const auto read = [](Fields headers) { return if_match(request(Method::put, "/", std::move(headers))); };
    CHECK(std::get<0>(read({})) == std::nullopt);
    CHECK(std::get<0>(read({{"if-match", "*"}})) == std::nullopt);
    CHECK(std::get<0>(read({{"if-match", "\"" + version.text() + "\""}})) == version);
    for (const std::string& wrong :
         {std::string("\"x\""), "W/\"" + version.text() + "\"", version.text(), std::string()})
        CHECK(std::get<1>(read({{"if-match", wrong}})).status == 412);
}

TEST_CASE("lists: the link to what follows") {
    Request asked = request(Method::get, "/a%20b?space=x%26y&cursor=old&sort=new");
    asked.query = {{"space", "x&y"}, {"cursor", "old"}, {"sort", "new"}};
    Response response;
    add_next_link(response, asked, "n=1");
    CHECK(test::header(response, "Link") == "</a%20b?space=x%26y&cursor=n%3D1&sort=new>; rel=\"next\"");
    CHECK(with_parameter(request(Method::get, "http://h/p"), "cursor", "c") == "/p?cursor=c");
}

TEST_CASE("command key: from the header, from a form, drawn, or refused") {
    test::World world;
    const auto key = [&](const Request& asked, std::string_view actor = "m") {
        const Context context{.request = asked, .services = world.services};
        return command_key(context, world.kine, actor);
    };
    const auto with = [](std::string value, std::string body = "b") {
        return request(Method::post, "/x", {{"idempotency-key", std::move(value)}}, std::move(body));
    };
    const auto given = std::get<CommandKey>(key(with("k1")));
    CHECK(given.id == log::command_id(world.kine, "m", "k1"));
    CHECK(given.request == "POST\n/x\nb");
    CHECK(std::get<CommandKey>(key(with("k1"), "n")).id != given.id);
    CHECK(std::get<CommandKey>(key(with("k2"))).id != given.id);
    CHECK(std::get<CommandKey>(key(with("k1", "other"))).request != given.request);
    const auto drawn = std::get<CommandKey>(key(request(Method::post, "/x")));
    CHECK(!drawn.request.has_value());
    CHECK(drawn.id != std::get<CommandKey>(key(request(Method::post, "/x"))).id);
    const auto form =
        request(Method::post, "/x", {{"content-type", "application/x-www-form-urlencoded"}}, "a=1&idempotency_key=k1");
    CHECK(std::get<CommandKey>(key(form)).id == given.id);
    // Without a member the account stands in, without both nobody: never the address.
    const auto asked = with("k1");
    Context context{.request = asked, .services = world.services};
    const auto id = [&] { return std::get<CommandKey>(command_key(context, world.kine, "")).id; };
    CHECK(id() != id());
    context.viewer.emplace();
    context.viewer->account = AccountId(7);
    CHECK(id() == log::command_id(world.kine, AccountId(7).text(), "k1"));
    CHECK(std::holds_alternative<CommandKey>(key(with(std::string(limits::idempotency_key, 'k')))));
    for (const std::string& wrong : {std::string(), std::string(limits::idempotency_key + 1, 'k'), std::string("a b"),
                                     std::string("é"), std::string("a\tb")})
        CHECK(std::get<Problem>(key(with(wrong))).field == "Idempotency-Key");
}

TEST_CASE("percent-encoding goes both ways") {
    std::string all;
    for (int i = 1; i < 128; ++i) all += static_cast<char>(i);
    all += "é—𝄞";
    CHECK(percent_decoded(percent_encoded(all)) == all);
    CHECK(percent_encoded("a/b c") == "a%2Fb%20c");
    CHECK(percent_decoded("a+b", true) == "a b");
    CHECK(percent_decoded("a+b") == "a+b");
    CHECK(!percent_decoded("%0").has_value());
    CHECK(!percent_decoded("a%00").has_value());
    CHECK(!percent_decoded(std::string_view("a\0", 2)).has_value()); // a form's body may hold one as it is
    CHECK(percent_decoded_bytes("a%00%ff+", true) == std::string("a\0\xff ", 4));
    CHECK(!percent_decoded_bytes("a%0").has_value());
    CHECK(!percent_decoded_bytes("%g0").has_value());
    CHECK(!parse_form(std::string_view("password=12345\0", 15), 9).has_value());
    CHECK(parse_form("a=1&&b&=c&d=e=f", 4) == Fields{{"a", "1"}, {"b", ""}, {"", "c"}, {"d", "e=f"}});
    CHECK(!parse_form("a&b&c", 2).has_value());
}
