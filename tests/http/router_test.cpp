// SPDX-License-Identifier: Apache-2.0
#include "http/routes.hpp"
#include "tests/core/log/fixture.hpp"
#include "tests/http/world.hpp"

#include <nlohmann/json.hpp>
#include <set>

using namespace palabre;
using namespace palabre::http;
using test::header;
using test::request;
using test::response;
using test::World;

namespace {

/// Tells what was resolved.
Answer tell(const Context& context) {
    std::string text(context.route->pattern);
    for (std::size_t i = 0; i < context.parameters.count; ++i)
        text += " " + std::string(context.parameters.values[i].first) + "=" +
                std::string(context.parameters.values[i].second);
    text += " as " + (context.caller().actor.empty() ? "nobody" : context.caller().actor);
    return html(200, text + " in " + std::string(events::text(context.language)));
}

Answer throws(const Context&) {
    throw std::runtime_error("a bug");
}

std::vector<Route> table() {
    using rights::Action;
    return {
        {Method::get, "/", Access::anybody, {}, &tell},
        {Method::get, "/a/b", Access::anybody, {}, &tell},
        {Method::get, "/a/{x}/c", Access::anybody, {}, &tell},
        {Method::get, "/a/b/{y}", Access::anybody, {}, &tell},
        {Method::get, "/files/{name*}", Access::anybody, {}, &tell},
        {Method::get, "/c/{c}", Access::anybody, Action::see_community, &tell},
        {Method::get, "/c/{c}/members/{id}", Access::anybody, Action::see_member, &tell},
        {Method::put, "/c/{c}/members/{member}", Access::member, Action::edit_profile, &tell, 100},
        {Method::post, "/c/{c}/spaces", Access::member, Action::create_space, &tell, 10},
        {.method = Method::get,
         .pattern = "/c/{c}/looked-for",
         .access = Access::anybody,
         .action = Action::see_community,
         .handler = &tell,
         .searches = true},
        {Method::get, "/me", Access::account, {}, &tell},
        {Method::post, "/admin", Access::administrator, Action::administer, &tell},
        {Method::post, "/sign-in", Access::anybody, {}, &tell, 100, true},
        {Method::get, "/bug", Access::anybody, {}, &throws},
    };
}

struct Routed : World {
    Router router{table(), services};
    Response ask(Method method, const std::string& target, Fields headers = {}, std::string body = {}) {
        return response(router.answer(request(method, target, std::move(headers), std::move(body))));
    }
    std::string get(const std::string& target, Fields headers = {}) { return ask(Method::get, target, headers).body; }
    std::string reason(const Response& response) {
        return nlohmann::json::parse(response.body)["type"].get<std::string>().substr(10);
    }
};

} // namespace

TEST_CASE("router: words go before parameters, parameters before tails, and dead ends are left again") {
    Routed world;
    CHECK(world.get("/") == "/ as nobody in fr");
    CHECK(world.get("/a/b") == "/a/b as nobody in fr");
    CHECK(world.get("/a/b/c") == "/a/b/{y} y=c as nobody in fr");
    CHECK(world.get("/a/z/c") == "/a/{x}/c x=z as nobody in fr");
    CHECK(world.get("/files/x/y.css") == "/files/{name*} name=x/y.css as nobody in fr");
    for (const char* none : {"/a", "/a/z", "/a/z/d", "/a//c", "/files", "/files/", "//", "/b", "/a/b/c/d"}) {
        CAPTURE(none);
        CHECK(world.ask(Method::get, none).status == 404);
    }
}

TEST_CASE("router: 405 names the methods, HEAD is GET, OPTIONS tells, a slash too many is led away") {
    Routed world;
    const auto refused = world.ask(Method::del, "/c/kine/members/1");
    CHECK(refused.status == 405);
    CHECK(header(refused, "Allow") == "GET, HEAD, PUT, OPTIONS");
    CHECK(world.ask(Method::head, "/a/b").status == 200);
    const auto options = world.ask(Method::options, "/a/b");
    CHECK(options.status == 204);
    CHECK(header(options, "Allow") == "GET, HEAD, OPTIONS");
    const auto moved = world.ask(Method::get, "/a/b/?q=1");
    CHECK(moved.status == 308);
    CHECK(header(moved, "Location") == "/a/b?q=1");
    CHECK(header(world.ask(Method::get, "/a/é/c/"), "Location") == "/a/%C3%A9/c");
}

TEST_CASE("router: a body may be as long as its route says") {
    Routed world;
    CHECK(world.router.body_limit(Method::put, "/c/kine/members/1") == 100);
    CHECK(world.router.body_limit(Method::get, "/a/b") == 0);
    CHECK(world.router.body_limit(Method::post, "/nowhere") == limits::body_bytes);
}

TEST_CASE("router: the community is resolved, unknown ones are not found") {
    Routed world;
    CHECK(world.get("/c/kine") == "/c/{c} c=kine as nobody in fr");
    CHECK(world.ask(Method::get, "/c/other").status == 404);
    CHECK(world.get("/c/kine", {{"accept-language", "en-GB,fr;q=0.5"}}) == "/c/{c} c=kine as nobody in en");
}

TEST_CASE("router: what no row is for is refused in the language of a page beside it") {
    Routed world;
    world.directory.communities["care"] = {
        .id = CommunityId::from_number(43), .slug = "care", .name = "Care", .language = events::Language::en};
    const auto language = [&](const std::string& target, const Fields& headers = {}, Method method = Method::get) {
        const Response refused = world.ask(method, target, headers);
        CHECK(refused.status == (method == Method::get ? 404 : 405));
        return header(refused, "Content-Language").value_or("none");
    };
    for (const char* below : {"/nothing-here", "/members", "/members/1/2", "//"}) {
        CAPTURE(below);
        CHECK(language("/c/care" + std::string(below)) == "en");
        CHECK(language("/c/kine" + std::string(below)) == "fr");
        CHECK(language("/c/care" + std::string(below), {{"accept-language", "fr"}}) == "fr");
        CHECK(language("/c/care" + std::string(below), world.signed_in(world.boss, 0)) == "fr");
        CHECK(language("/c/kine" + std::string(below), world.signed_in(world.ada, 3)) == "en");
        // One that is not there has no language to answer in, whatever of it is asked for.
        CHECK(language("/c/other" + std::string(below)) == "fr");
    }
    CHECK(language("/c/other/members/1") == "fr");
    CHECK(language("/nowhere") == "fr");
    CHECK(language("/nowhere", world.signed_in(world.ada, 3)) == "en");
    CHECK(language("/a/care") == "fr"); // another row's parameter
    CHECK(language("/c/care/members/1", {}, Method::del) == "en");
    CHECK(language("/c/other/members/1", {}, Method::del) == "fr");
    world.directory.failure = error(ErrorCode::busy, "the view directory is being built");
    CHECK(language("/c/care/nothing-here", world.signed_in(world.ada, 3)) == "fr");
}

TEST_CASE("router: while nobody can be looked up, only what is for anybody is answered") {
    Routed world;
    world.joins(world.ada);
    const auto signed_in = world.signed_in(world.ada, 3);
    world.directory.failure = error(ErrorCode::busy, "the view directory is being built");
    for (const char* needs : {"/c/kine", "/me", "/c/kine/members/aaaaaaaaaaaaa"}) {
        CAPTURE(needs);
        const Response later = world.ask(Method::get, needs, signed_in);
        CHECK(later.status == 503);
        CHECK(header(later, "Retry-After").has_value());
    }
    CHECK(world.ask(Method::post, "/admin", world.commanding(world.ada, 3)).status == 503);
    CHECK(world.get("/", signed_in) == "/ as nobody in fr");
    CHECK(world.get("/") == "/ as nobody in fr");
    world.directory.failure.reset();
    CHECK(world.ask(Method::get, "/c/kine", signed_in).status == 200);
}

TEST_CASE("router: access and rights are checked before the handler") {
    Routed world;
    CHECK(world.reason(world.ask(Method::get, "/me")) == "sign-in-required");
    CHECK(world.ask(Method::get, "/me").status == 401);
    CHECK(world.get("/me", world.signed_in(world.ada, 3)) == "/me as " + world.ada.text() + " in en");

    CHECK(world.reason(world.ask(Method::get, "/c/kine/members/1")) == "sign-in-required");
    CHECK(world.reason(world.ask(Method::get, "/c/kine/members/1", world.signed_in(world.ada, 3))) == "not-a-member");
    const auto put = [&](const Fields& headers) { return world.ask(Method::put, "/c/kine/members/1", headers); };
    CHECK(put({}).status == 401);
    CHECK(world.reason(put(world.commanding(world.ada, 3))) == "not-a-member");
    world.joins(world.ada, rights::Membership::left);
    CHECK(world.reason(put(world.commanding(world.ada, 3))) == "not-a-member");
    world.joins(world.ada);
    CHECK(put(world.commanding(world.ada, 3)).body ==
          "/c/{c}/members/{member} c=kine member=1 as " + MemberId(101).text() + " in en");
    CHECK(world.reason(world.ask(Method::post, "/c/kine/spaces", world.commanding(world.ada, 3))) == "role-required");

    CHECK(world.reason(world.ask(Method::post, "/admin", world.commanding(world.ada, 3))) == "role-required");
    CHECK(world.ask(Method::post, "/admin", world.commanding(world.boss, 0)).status == 200);
}

TEST_CASE("router: a session of an earlier epoch or past its time is nobody's") {
    Routed world;
    CHECK(world.ask(Method::get, "/me", world.signed_in(world.ada, 2)).status == 401);
    CHECK(world.ask(Method::get, "/me", world.signed_in(AccountId(9), 0)).status == 401);
    const auto headers = world.signed_in(world.ada, 3);
    const Instant issued = world.clock.now();
    world.clock.set(issued + limits::session_life + std::chrono::microseconds(-1));
    CHECK(world.ask(Method::get, "/me", headers).status == 200);
    world.clock.set(issued + limits::session_life);
    CHECK(world.ask(Method::get, "/me", headers).status == 401);
}

TEST_CASE("router: commands need the session's token and our own origin") {
    Routed world;
    world.joins(world.ada);
    const std::string path = "/c/kine/members/1";
    const auto put = [&](Fields headers, std::string body = {}) {
        return world.ask(Method::put, path, std::move(headers), std::move(body)).status;
    };
    const auto with = [](Fields headers, std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return headers;
    };
    const auto cookie = world.signed_in(world.ada, 3);
    const auto all = world.commanding(world.ada, 3);
    CHECK(put(all) == 200);
    CHECK(put(cookie) == 403);
    CHECK(put(with(cookie, "x-csrf-token", "")) == 403);
    CHECK(put(with(cookie, "x-csrf-token", "guessguessguessguessguessg")) == 403);
    // Another session's token is no good.
    CHECK(put(with(cookie, "x-csrf-token", world.commanding(world.ada, 3).back().second)) == 403);
    CHECK(put(with(all, "sec-fetch-site", "cross-site")) == 403);
    CHECK(put(with(all, "sec-fetch-site", "same-site")) == 403);
    CHECK(put(with(all, "sec-fetch-site", "same-origin")) == 200);
    CHECK(put(with(with(all, "host", "h"), "origin", "http://h")) == 200);
    CHECK(put(with(with(all, "host", "h"), "origin", "http://evil")) == 403);
    CHECK(put(with(with(all, "host", "h"), "origin", "null")) == 403);
    // A form carries it as a field; the same bytes as another type do not count.
    const auto session = world.sessions.read(request(Method::get, "/", cookie));
    const std::string form = "a=1&csrf=" + Sessions::token(*session);
    CHECK(put(with(cookie, "content-type", "application/x-www-form-urlencoded"), form) == 200);
    CHECK(put(with(cookie, "content-type", "text/plain"), form) == 403);
    // Signing in has no session yet, but must come from our own page.
    CHECK(world.ask(Method::post, "/sign-in", {{"sec-fetch-site", "same-origin"}}).status == 200);
    CHECK(world.ask(Method::post, "/sign-in", {{"sec-fetch-site", "cross-site"}}).status == 403);
    CHECK(world.ask(Method::post, "/sign-in", cookie).status == 200);
}

TEST_CASE("router: one account's commands are bounded, with Retry-After") {
    Routed world;
    world.joins(world.ada);
    Response last;
    for (unsigned i = 0; i <= world.settings.writes_per_minute; ++i)
        last = world.ask(Method::put, "/c/kine/members/1", world.commanding(world.ada, 3));
    CHECK(last.status == 429);
    CHECK(header(last, "Retry-After"));
    CHECK(world.ask(Method::get, "/me", world.signed_in(world.ada, 3)).status == 200);
}

TEST_CASE("router: a handler's bug is a 500 and tells nothing") {
    Routed world;
    const auto refused = world.ask(Method::get, "/bug");
    CHECK(refused.status == 500);
    CHECK(refused.body.find("a bug") == std::string::npos);
}

TEST_CASE("router: pages may have their own problems, the API keeps JSON") {
    World world;
    world.services.problem_page = [](const Context&, const Problem& problem) {
        return std::optional(html(problem.status, "page: " + std::string(problem.reason)));
    };
    const Router router(table(), world.services);
    CHECK(response(router.answer(request(Method::get, "/none"))).body == "page: not-found");
    CHECK(header(response(router.answer(request(Method::get, "/api/none"))), "Content-Type") ==
          "application/problem+json");
}

TEST_CASE("router: a table that is wrong is noticed at start") {
    World world;
    const auto refuses = [&](std::vector<Route> routes) {
        CHECK_THROWS_AS(Router(std::move(routes), world.services), std::invalid_argument);
    };
    const Route good{Method::get, "/x/{c}", Access::anybody, rights::Action::see_community, &tell};
    const auto changed = [&](auto change) {
        Route route = good;
        change(route);
        return std::vector<Route>{route};
    };
    CHECK_NOTHROW(Router({good}, world.services));
    refuses({good, good});
    refuses(changed([](Route& route) { route.action.reset(); }));
    refuses(changed([](Route& route) { route.handler = nullptr; }));
    refuses(changed([](Route& route) { route.method = Method::head; }));
    refuses(changed([](Route& route) { route.pattern = "x"; }));
    refuses(changed([](Route& route) { route.pattern = "/x//y"; }));
    refuses(changed([](Route& route) { route.pattern = "/x/{"; }));
    refuses(changed([](Route& route) { route.pattern = "/x/{a*}/y"; }));
    refuses(changed([](Route& route) { route.pattern = "/{a}/{b}/{d}/{e}/{f}/{g}/{h}"; }));
}

TEST_CASE("router: a read that carries a position waits for it, or says that it is stale") {
    test::World world;
    test::TempFolder folder;
    const auto log = log::test::open_log(folder.path());
    log::test::Records records;
    REQUIRE(log->take(records.open().found().add(log::test::propose({})).take()).has_value());
    const Position position = log->read(log::test::community(), Sequence{1})->position;
    world.services.log = log.get();
    const Router router(table(), world.services);
    const auto ask = [&](Method method, const std::string& place) {
        return router.answer(request(method, "/a/b", {{"palabre-position", place}}));
    };
    auto waits = ask(Method::get, "c-test/1");
    REQUIRE(std::holds_alternative<Wait>(waits));
    CHECK(std::get<Wait>(waits).position == position);
    CHECK(response(std::get<Wait>(waits).then(true)).body == "/a/b as nobody in fr");
    const auto ahead = response(ask(Method::get, "c-test/2"));
    CHECK(ahead.status == 200);
    CHECK(header(ahead, "Palabre-Stale") == "true");
    CHECK(header(response(ask(Method::get, "c-other/1")), "Palabre-Stale") == "true");
    for (const char* wrong : {"", "c-test", "c-test/", "c-test/0", "c-test/x", "c-test/1x", "C!/1", "/1"}) {
        CAPTURE(wrong);
        CHECK(response(ask(Method::get, wrong)).status == 400);
    }
}

TEST_CASE("router: what searches is answered by the pool for that, and no other read is") {
    Routed world;
    const auto wanted = request(Method::get, "/c/kine/looked-for"), other = request(Method::get, "/c/kine");
    Answer answer = world.router.answer(wanted);
    auto* work = std::get_if<Work>(&answer);
    REQUIRE(work != nullptr);
    CHECK(work->kind == Work::Kind::search);
    CHECK(std::get<Response>(work->run()).body.starts_with("/c/{c}/looked-for"));
    CHECK(std::holds_alternative<Response>(world.router.answer(other)));

    std::set<std::string_view> searching;
    for (const Route& route : route_table())
        if (route.searches) searching.insert(route.pattern);
    CHECK(searching == std::set<std::string_view>{"/api/v1/communities/{c}/ads", "/api/v1/communities/{c}/search",
                                                  "/api/v1/communities/{c}/suggest", "/c/{c}/ads", "/c/{c}/search"});
}
