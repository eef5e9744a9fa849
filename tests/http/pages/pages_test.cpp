// SPDX-License-Identifier: Apache-2.0
// Page handlers over an API that answers from constants.
#include "http/pages/pages.hpp"

#include "http/body.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/routes.hpp"
#include "http/server/target.hpp"
#include "http/static_files.hpp"
#include "tests/http/world.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages {
namespace {

using nlohmann::json;
using test::header;
using test::request;

constexpr const char* thread_id = "aaaaaaaaaaaai";
constexpr const char* first_post = "aaaaaaaaaaaae";
constexpr const char* second_post = "aaaaaaaaaaaam";

Answer communities(const Context&) {
    return http::json(200, R"({"communities":[{"slug":"kine","name":"Kiné <1>","promise":null,"language":"fr",
        "demo":false,"counters":{"members":{"total":3},"threads":1,"posts":2}}]})");
}
Answer community(const Context&) {
    return http::json(200, R"({"slug":"kine","name":"Kiné","promise":"Ensemble","language":"fr","demo":true,
        "time_zone":"Europe/Paris","founded":"2024-01-01T00:00:00.000000Z",
        "counters":{"members":{"total":3},"threads":1,"posts":2}})");
}
Answer spaces(const Context&) {
    return http::json(200, R"({"spaces":[{"id":"aaaaaaaaaaaaq","slug":"genou","name":"Genou","visibility":"public",
        "threads":1,"posts":2,"created":"2024-01-01T00:00:00.000000Z"}]})");
}

json thread_row() {
    return {{"id", thread_id},
            {"author", "a1"},
            {"title", "Titre & co"},
            {"kind", "question"},
            {"spaces", {"aaaaaaaaaaaaq"}},
            {"tags", json::array()},
            {"score", 0},
            {"answers", 1},
            {"created", "2024-02-28T09:00:00.000000Z"},
            {"last_activity", "2024-03-01T08:00:00.000000Z"},
            {"accepted", nullptr},
            {"pinned", false},
            {"locked", false},
            {"state", "shown"},
            {"slug", "titre-co"},
            {"opening", first_post}};
}
json post(const char* id, int ordinal) {
    return {{"id", id},
            {"author", "a1"},
            {"ordinal", ordinal},
            {"parent", nullptr},
            {"score", 2},
            {"comments", 0},
            {"created", "2024-02-28T09:00:00.000000Z"},
            {"edited", nullptr},
            {"state", "shown"},
            {"version", "v"},
            {"body_html", "<p>Un <em>texte</em></p>\n"}};
}
Answer threads(const Context& context) {
    if (context.request.parameter("sort") == "oldest") return context.refuse(problem(Fault::wrong_value, "sort"));
    json list = {{"threads", {thread_row()}},
                 {"members", {{"a1", {{"trade", "infirmier"}, {"departement", "44"}}}}},
                 {"next", nullptr}};
    if (!context.request.parameter("limit")) list["next"] = "mzxw6";
    return http::json(200, list.dump());
}
Answer thread(const Context& context) {
    if (context.parameter("id") == "gone") return context.refuse(commands::Reason::gone);
    if (context.parameter("id") != thread_id) return context.refuse(commands::Reason::not_found);
    json viewer = nullptr;
    if (!context.member.none())
        viewer = {{"member", context.member.text()},
                  {"following", true},
                  {"may",
                   {{"reply", true},
                    {"react", true},
                    {"accept", true},
                    {"pin", true},
                    {"lock", true},
                    {"move", true},
                    {"remove", true}}}};
    return http::json(200, json{{"thread", thread_row()},
                                {"posts", {post(first_post, 1), post(second_post, 2)}},
                                {"members", {{"a1", {{"trade", "infirmier"}, {"departement", "44"}}}}},
                                {"viewer", viewer},
                                {"page", 1},
                                {"pages", 1},
                                {"next", nullptr}}
                               .dump());
}
Answer publish(const Context& context) {
    Body body(context.request);
    const std::string text = body.text("body", 1, 20);
    (void)body.optional_id<PostId>("parent");
    if (auto bad = body.problem()) return context.refuse(*bad);
    // As the writer would answer: an act whose outcome becomes the response.
    return Act{{}, [context, text](const commands::Outcome&) -> Answer {
                   if (text == "locked") return context.refuse(commands::Reason::locked);
                   if (text == "unknown") return context.refuse(commands::Reason::outcome_unknown);
                   if (text == "reused") return context.refuse(commands::Reason::key_reused);
                   return http::json(201, json{{"id", second_post}, {"thread", thread_id}}.dump());
               }};
}
Answer open(const Context& context) {
    Body body(context.request);
    const std::string kind = body.line("kind", 1, 20), title = body.line("title", 1, 200),
                      text = body.text("body", 1, 200);
    (void)body.ids<SpaceId>("spaces", 1, 5);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return http::json(201, json{{"id", thread_id}, {"post", first_post}}.dump());
}
/// The first is the viewer's own.
Answer one_post(const Context& context) {
    const bool own = context.parameter("id") == first_post;
    return http::json(200, json{{"thread", thread_row()},
                                {"post", post(own ? first_post : second_post, own ? 1 : 2)},
                                {"members", json::object()},
                                {"body", own ? json("Comme écrit") : json()}}
                               .dump());
}
Answer react(const Context& context) {
    CHECK(context.parameter("kind") == "like");
    CHECK(context.parameter("id") == second_post);
    return Response{.status = 204};
}
/// An act without a body.
Answer acted(const Context& context) {
    CHECK(context.request.body.empty());
    return Response{.status = 204};
}
Answer moved(const Context& context) {
    Body body(context.request);
    (void)body.ids<SpaceId>("spaces", 1, 5);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return Response{.status = 204};
}
Answer accept(const Context& context) {
    Body body(context.request);
    if (body.id<PostId>("post").text() != second_post) return context.refuse(commands::Reason::wrong_kind, "/post");
    return Response{.status = 204};
}
Answer member(const Context& context) {
    return http::json(
        200, json{{"id", context.parameter("id")}, {"name", "Ada"}, {"state", "active"}, {"contributions", 2}}.dump());
}
Answer join(const Context& context) {
    Body body(context.request);
    const std::string name = body.line("name", 1, 100);
    (void)body.flag("show_name", false);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return http::json(201, R"({"id":"x"})");
}
Answer begin(const Context& context) {
    Body body(context.request);
    const std::string email = body.line("email", 3, 100), password = body.exactly("password", 1, 100);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return Work{[context, password]() -> Answer {
        if (password == "often") {
            Problem often = problem(Fault::too_often);
            often.retry_after = std::chrono::seconds(7);
            return context.refuse(often);
        }
        if (password != "right") return context.refuse(problem(Fault::sign_in_failed));
        return http::json(201, "{}").set("Set-Cookie", "palabre=sealed; HttpOnly");
    }};
}
Answer end(const Context&) {
    return Response{.status = 204}.set("Set-Cookie", "palabre=; Max-Age=0");
}
Answer enroll(const Context& context) {
    Body body(context.request);
    const std::string name = body.line("name", 1, 100), email = body.line("email", 3, 100);
    (void)body.line("language", 2, 2);
    const std::string password = body.exactly("password", 5, 100);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return Work{[]() -> Answer { return http::json(201, R"({"id":"x"})"); }};
}

std::vector<Route> api() {
    using enum Method;
    using rights::Action;
    const std::string_view c = "/api/v1/communities/{c}";
    return {
        {get, "/api/v1/communities", Access::anybody, {}, communities},
        {get, c, Access::anybody, Action::see_community, community},
        {get, "/api/v1/communities/{c}/spaces", Access::anybody, Action::see_community, spaces},
        {get, "/api/v1/communities/{c}/threads", Access::anybody, Action::see_community, threads},
        {post, "/api/v1/communities/{c}/threads", Access::member, Action::open_thread, open, 1000},
        {get, "/api/v1/communities/{c}/threads/{id}", Access::anybody, Action::see_community, thread},
        {post, "/api/v1/communities/{c}/threads/{id}/posts", Access::member, Action::reply, publish, 1000},
        {get, "/api/v1/communities/{c}/posts/{id}", Access::anybody, Action::see_community, one_post},
        {put, "/api/v1/communities/{c}/posts/{id}/reactions/{kind}", Access::member, Action::react, react},
        {del, "/api/v1/communities/{c}/posts/{id}/reactions/{kind}", Access::member, Action::react, react},
        {put, "/api/v1/communities/{c}/threads/{id}/accepted-answer", Access::member, Action::reply, accept, 1000},
        {del, "/api/v1/communities/{c}/posts/{id}", Access::member, Action::remove_post, acted},
        {put, "/api/v1/communities/{c}/threads/{id}/pin", Access::member, Action::reply, acted},
        {del, "/api/v1/communities/{c}/threads/{id}/pin", Access::member, Action::reply, acted},
        {put, "/api/v1/communities/{c}/threads/{id}/lock", Access::member, Action::reply, acted},
        {del, "/api/v1/communities/{c}/threads/{id}/lock", Access::member, Action::reply, acted},
        {put, "/api/v1/communities/{c}/threads/{id}/follow", Access::member, Action::follow, acted},
        {del, "/api/v1/communities/{c}/threads/{id}/follow", Access::member, Action::follow, acted},
        {put, "/api/v1/communities/{c}/threads/{id}/spaces", Access::member, Action::reply, moved, 1000},
        {get, "/api/v1/communities/{c}/members/{id}", Access::member, Action::see_member, member},
        {post, "/api/v1/communities/{c}/members", Access::account, Action::see_community, join, 1000},
        {post, "/api/v1/session", Access::anybody, {}, begin, 1000, true},
        {del, "/api/v1/session", Access::account, {}, end},
        {post, "/api/v1/accounts", Access::anybody, {}, enroll, 1000, true},
    };
}

struct Site : test::World {
    std::vector<Route> routes = [] {
        auto all = api();
        const auto rows = page_routes(all);
        all.insert(all.end(), rows.begin(), rows.end());
        return all;
    }();
    StaticFiles files;
    Pages pages = Pages::embedded(messages, routes);
    std::optional<Router> router;

    Site() {
        services.files = &files;
        services.pages = &pages;
        services.problem_page = problem_page;
        router.emplace(routes, services);
    }

    static Response finished(Answer answer) {
        while (!std::holds_alternative<Response>(answer)) {
            if (auto* work = std::get_if<Work>(&answer))
                answer = work->run();
            else if (auto* act = std::get_if<Act>(&answer))
                answer = act->then(commands::Unchanged{});
            else
                FAIL("neither work nor act");
        }
        return std::get<Response>(std::move(answer));
    }
    Response get(const std::string& target, Fields headers = {}) {
        http::Request asked = request(Method::get, target, std::move(headers));
        REQUIRE(parse_target(target, asked));
        return finished(router->answer(asked));
    }
    /// A form of one of our pages.
    Response send(const std::string& target, const Fields& fields, const AccountId* account = nullptr) {
        std::string body;
        Fields headers = account == nullptr ? Fields{} : signed_in(*account, account == &ada ? 3 : 0);
        if (account != nullptr) body = "csrf=" + Sessions::token(*sessions.read(request(Method::get, "/", headers)));
        for (const auto& [name, value] : fields)
            body += (body.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
        headers.emplace_back("content-type", "application/x-www-form-urlencoded");
        return finished(router->answer(request(Method::post, target, headers, body)));
    }
};

bool says(const Response& response, std::string_view text) {
    return response.content().find(text) != std::string_view::npos;
}

} // namespace

TEST_CASE("pages: each has the rights of its resource, and every resource that it needs is there") {
    const auto routes = route_table();
    const auto find = [&](Method method, std::string_view pattern) {
        return std::find_if(routes.begin(), routes.end(),
                            [&](const Route& route) { return route.method == method && route.pattern == pattern; });
    };
    for (const Page& page : page_table()) {
        CAPTURE(page.pattern);
        const auto same = find(page.api_method, page.api);
        const auto route = find(page.method, page.pattern);
        // Editing needs the text as it was written, which the API may not give out.
        if (same == routes.end() && page.pattern == "/c/{c}/edit/{id}") continue;
        REQUIRE(same != routes.end());
        REQUIRE(route != routes.end());
        CHECK(route->access == same->access);
        CHECK(route->action == same->action);
        CHECK(route->without_token == same->without_token);
        CHECK((page.method == Method::get) == (route->body_limit == 0));
    }
}

TEST_CASE("pages: a visitor reads") {
    Site site;
    const Response front = site.get("/");
    CHECK(front.status == 200);
    CHECK(header(front, "Content-Type") == "text/html; charset=utf-8");
    CHECK(header(front, "Content-Language") == "fr");
    CHECK(says(front, "Kiné &lt;1&gt;"));
    CHECK(says(site.get("/", {{"accept-language", "en-GB,fr;q=0.5"}}), "Communities"));
    CHECK(says(site.get("/c/kine"), "Ensemble"));
    CHECK(says(site.get("/c/kine"), "Communauté de démonstration"));
    CHECK(says(site.get("/c/kine/s/genou"), "Infirmier, Loire-Atlantique"));
    CHECK(says(site.get("/c/kine/threads?sort=newest"), "?sort=newest&amp;cursor=mzxw6"));
    const Response thread = site.get("/c/kine/t/aaaaaaaaaaaai/titre-co");
    CHECK(says(thread, "<p>Un <em>texte</em></p>"));
    CHECK(says(thread, "<meta name=\"description\" content=\"Un texte\">"));
    CHECK(says(thread, "Titre &amp; co · Kiné</title>"));
    CHECK(says(thread, "/sign-in?next=%2Fc%2Fkine%2Ft%2Faaaaaaaaaaaai%2Ftitre-co"));
    CHECK_FALSE(says(thread, "<textarea"));
}

TEST_CASE("pages: what has not changed is not sent to a visitor again, a member's page is") {
    Site site;
    const auto tag = header(site.get("/c/kine"), "ETag");
    REQUIRE(tag.has_value());
    const Response same = site.get("/c/kine", {{"if-none-match", *tag}});
    CHECK(same.status == 304);
    CHECK(header(same, "Vary") == "Accept-Encoding, Accept-Language, Cookie");
    site.joins(site.ada);
    CHECK_FALSE(header(site.get("/c/kine", site.signed_in(site.ada, 3)), "ETag").has_value());
}

TEST_CASE("pages: a thread's address is put right, with its page") {
    Site site;
    const Response moved = site.get("/c/kine/t/aaaaaaaaaaaai?page=1");
    CHECK(moved.status == 301);
    CHECK(header(moved, "Cache-Control") == "no-cache"); // a title may change back
    CHECK(header(moved, "Location") == "/c/kine/t/aaaaaaaaaaaai/titre-co?page=1");
    CHECK(site.get("/c/kine/t/aaaaaaaaaaaai/autre").status == 301);
}

TEST_CASE("pages: problems are pages, those of the API are not") {
    Site site;
    const Response nothing = site.get("/c/kine/t/aaaaaaaaaaaaa");
    CHECK(nothing.status == 404);
    CHECK(header(nothing, "Content-Type") == "text/html; charset=utf-8");
    CHECK(says(nothing, "<a href=\"/c/kine\">"));
    CHECK(site.get("/nowhere").status == 404);
    CHECK(says(site.get("/c/nobody"), "<h1>"));
    CHECK(site.get("/c/kine/t/gone").status == 410);
    CHECK(site.get("/c/kine/threads?sort=oldest").status == 400);
    CHECK(site.get("/c/kine/s/nowhere").status == 404);
    const Response closed = site.get("/c/kine/new");
    CHECK(closed.status == 401);
    CHECK(says(closed, "/sign-in?next=%2Fc%2Fkine%2Fnew"));
    const Response stranger = site.get("/c/kine/new", site.signed_in(site.ada, 3));
    CHECK(stranger.status == 403);
    CHECK(says(stranger, "href=\"/c/kine/join\""));
    const Response method = site.finished(site.router->answer(request(Method::put, "/c/kine")));
    CHECK(method.status == 405);
    CHECK(header(method, "Allow").has_value());
    CHECK(header(site.get("/api/v1/nothing"), "Content-Type") == "application/problem+json");
}

TEST_CASE("pages: signing in goes where one came from, and never off the site") {
    Site site;
    const Response in =
        site.send("/sign-in", {{"email", "a@b.fr"}, {"password", "right"}, {"next", "/c/kine?sort=newest"}});
    CHECK(in.status == 303);
    CHECK(header(in, "Location") == "/c/kine?sort=newest");
    CHECK(header(in, "Set-Cookie") == "palabre=sealed; HttpOnly");
    for (const char* elsewhere : {"//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)",
                                  "", "/a\r\nSet-Cookie: x=y", "evil", "/\tx"})
        CHECK(header(site.send("/sign-in", {{"email", "a@b.fr"}, {"password", "right"}, {"next", elsewhere}}),
                     "Location") == "/");
    CHECK(says(site.get("/sign-in?next=//evil.example"), "name=\"next\" value=\"/\""));
}

TEST_CASE("pages: a refused sign-in keeps the address and never the password") {
    Site site;
    const Response out = site.send("/sign-in", {{"email", "a@b.fr"}, {"password", "hunter2!"}, {"next", "/c/kine"}});
    CHECK(out.status == 401);
    CHECK(says(out, "value=\"a@b.fr\""));
    CHECK(says(out, "name=\"next\" value=\"/c/kine\""));
    CHECK(says(out, "role=\"alert\""));
    CHECK_FALSE(says(out, "hunter2"));
    CHECK_FALSE(header(out, "Set-Cookie").has_value());
    const Response missing = site.send("/sign-in", {{"password", "right"}});
    CHECK(missing.status == 422);
    CHECK(says(missing, "id=\"email-fault\""));
}

TEST_CASE("pages: registering signs in") {
    Site site;
    const Response in =
        site.send("/register", {{"name", "Ada"}, {"email", "a@b.fr"}, {"password", "right"}, {"next", "/c/kine"}});
    CHECK(in.status == 303);
    CHECK(header(in, "Set-Cookie") == "palabre=sealed; HttpOnly");
    // Registered, but signing in failed: the sign-in form says so.
    const Response form = site.send("/register", {{"name", "Ada"}, {"email", "a@b.fr"}, {"password", "other"}});
    CHECK(form.status == 401);
    CHECK(says(form, "action=\"/sign-in\""));
    const Response bad = site.send("/register", {{"name", "Ada"}, {"email", "a@b.fr"}, {"password", "x"}});
    CHECK(bad.status == 422);
    CHECK(says(bad, "id=\"password-fault\""));
    CHECK(says(bad, "value=\"Ada\""));
}

TEST_CASE("pages: a member replies and lands at the reply") {
    Site site;
    site.joins(site.ada);
    const Response page = site.get("/c/kine/t/aaaaaaaaaaaai/titre-co", site.signed_in(site.ada, 3));
    CHECK(says(page, "action=\"/c/kine/t/aaaaaaaaaaaai\""));
    CHECK(says(page, ">Ada</a>"));
    CHECK(header(page, "Content-Language") == "en"); // her account's
    const Response sent =
        site.send("/c/kine/t/aaaaaaaaaaaai", {{"body", "Oui."}, {"page", "1"}, {"idempotency_key", "k1"}}, &site.ada);
    CHECK(sent.status == 303);
    CHECK(header(sent, "Location") == "/c/kine/t/aaaaaaaaaaaai/titre-co#p2");
}

TEST_CASE("pages: a refused reply or comment stands where it was written, whole") {
    Site site;
    site.joins(site.ada);
    const std::string text = "Bien trop long </textarea>\n\n  pour cela";
    const Response reply = site.send("/c/kine/t/aaaaaaaaaaaai", {{"body", text}, {"page", "1"}}, &site.ada);
    CHECK(reply.status == 422);
    CHECK(says(reply, "Bien trop long &lt;/textarea&gt;\n\n  pour cela</textarea>"));
    CHECK(says(reply, "id=\"body-fault\""));
    const Response comment = site.send("/c/kine/t/aaaaaaaaaaaai", {{"body", text}, {"parent", second_post}}, &site.ada);
    CHECK(comment.status == 422);
    CHECK(says(comment, "<details class=\"comment-form\" open>"));
    const auto kept = comment.content().find("pour cela");
    CHECK(kept > comment.content().find("id=\"comment-2\""));
    CHECK(kept < comment.content().find("id=\"reply\""));
    const Response locked = site.send("/c/kine/t/aaaaaaaaaaaai", {{"body", "locked"}}, &site.ada);
    CHECK(locked.status == 409);
    CHECK(says(locked, ">\nlocked</textarea>"));
}

TEST_CASE("pages: a refusal that may hide a success keeps the form's key") {
    Site site;
    site.joins(site.ada);
    const std::string target = "/c/kine/t/aaaaaaaaaaaai";
    const Response reply = site.send(target, {{"body", "unknown"}, {"idempotency_key", "first"}}, &site.ada);
    CHECK(reply.status == 503);
    CHECK(header(reply, "Retry-After").has_value());
    CHECK(says(reply, "name=\"idempotency_key\" value=\"first\""));
    const Response comment =
        site.send(target, {{"body", "unknown"}, {"parent", second_post}, {"idempotency_key", "second"}}, &site.ada);
    CHECK(header(comment, "Retry-After").has_value());
    CHECK(says(comment, "name=\"idempotency_key\" value=\"second\""));
    CHECK_FALSE(says(site.send(target, {{"body", "reused"}, {"idempotency_key", "third"}}, &site.ada), "third"));
    const Response account = site.send("/register", {{"name", "Ada"}, {"idempotency_key", "fourth"}});
    CHECK(says(account, "name=\"idempotency_key\" value=\"fourth\""));
    CHECK(header(site.send("/sign-in", {{"email", "a@b.fr"}, {"password", "often"}}), "Retry-After") == "7");
}

TEST_CASE("pages: what was typed comes back with every refusal, in a form that sends it again") {
    Site site;
    const std::string target = "/c/kine/t/aaaaaaaaaaaai", text = "Deux lignes </textarea>\n\n  et plus";
    const Fields typed{{"body", text}, {"page", "2"}, {"idempotency_key", "k"}, {"csrf", "old"}};
    const auto stands = [&](const Response& refused) {
        return says(refused, "Deux lignes &lt;/textarea&gt;\n\n  et plus</textarea>") &&
               says(refused, "<form method=\"post\" action=\"" + target + "\">") &&
               says(refused, "name=\"page\" value=\"2\"") && says(refused, "name=\"idempotency_key\" value=\"k\"") &&
               !says(refused, "value=\"old\"");
    };
    const Response visitor = site.send(target, typed);
    CHECK(visitor.status == 401);
    CHECK(stands(visitor));
    const Response stranger = site.send(target, typed, &site.ada);
    CHECK(stranger.status == 403);
    CHECK(stands(stranger));
    CHECK(says(stranger, "name=\"csrf\""));
    site.joins(site.ada);
    Response often = site.send(target, typed, &site.ada);
    for (unsigned i = 0; i < site.settings.writes_per_minute; ++i) often = site.send(target, typed, &site.ada);
    CHECK(often.status == 429);
    CHECK(header(often, "Retry-After").has_value());
    CHECK(stands(often));
    // A password never, and nothing that another site made up.
    CHECK_FALSE(says(site.send("/register", {{"name", "Ada"}, {"password", "hunter2!"}}), "hunter2"));
    Fields headers{{"content-type", "application/x-www-form-urlencoded"}, {"sec-fetch-site", "cross-site"}};
    const Response foreign = site.finished(site.router->answer(request(Method::post, target, headers, "body=Achetez")));
    CHECK(foreign.status == 403);
    CHECK_FALSE(says(foreign, "Achetez"));
}

TEST_CASE("pages: what the server refuses by itself is a page for browsers, problem details for others") {
    Site site;
    const Response page = site.router->refuse(413, request(Method::post, "/c/kine/new"));
    CHECK(page.status == 413);
    CHECK(header(page, "Content-Type") == "text/html; charset=utf-8");
    CHECK(says(page, "Revenez en arrière"));
    http::Request none;
    none.headers = {{"accept-language", "en"}};
    for (const int status : {400, 408, 413, 414, 417, 429, 431, 500, 501, 503}) {
        const Response refused = site.router->refuse(status, none);
        CHECK(refused.status == status);
        CHECK(header(refused, "Content-Type") == "application/problem+json");
        CHECK(json::parse(refused.body)["type"] != "about:blank");
        CHECK(header(refused, "Content-Language") == "en");
        CHECK(header(refused, "Retry-After").has_value() == (status == 429 || status == 503));
    }
}

TEST_CASE("pages: a site of nothing but demonstrations says so on every page") {
    Site site;
    CHECK_FALSE(says(site.get("/sign-in"), "class=\"demo\""));
    site.directory.communities["kine"].demo = true;
    for (const char* target : {"/", "/sign-in", "/register", "/nowhere", "/c/nobody", "/c/kine"})
        CHECK_MESSAGE(says(site.get(target), "class=\"demo\""), target);
}

TEST_CASE("pages: the form to edit a post is its author's") {
    Site site;
    const std::string target = std::string("/c/kine/edit/") + second_post;
    CHECK(site.get(target).status == 401);
    site.joins(site.ada);
    const Response foreign = site.get(target, site.signed_in(site.ada, 3));
    CHECK(foreign.status == 403);
    CHECK_FALSE(says(foreign, "<textarea"));
    CHECK(says(site.get(std::string("/c/kine/edit/") + first_post, site.signed_in(site.ada, 3)), "Comme écrit"));
}

TEST_CASE("pages: nobody acts without being a member, and the session's token") {
    Site site;
    CHECK(site.send("/c/kine/t/aaaaaaaaaaaai", {{"body", "Oui."}}).status == 401);
    CHECK(site.send("/c/kine/t/aaaaaaaaaaaai", {{"body", "Oui."}}, &site.ada).status == 403);
    site.joins(site.ada);
    Fields headers = site.signed_in(site.ada, 3);
    headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    CHECK(site.finished(site.router->answer(request(Method::post, "/c/kine/t/aaaaaaaaaaaai", headers, "body=Oui.")))
              .status == 403);
    CHECK(site.finished(site.router->answer(request(Method::post, "/sign-out", headers, ""))).status == 403);
}

TEST_CASE("pages: bodies that are no form are refused") {
    Site site;
    CHECK(site.finished(
                  site.router->answer(request(Method::post, "/sign-in", {{"content-type", "application/json"}}, "{}")))
              .status == 415);
    CHECK(site.finished(site.router->answer(request(Method::post, "/sign-in",
                                                    {{"content-type", "application/x-www-form-urlencoded"}}, "a=%FF")))
              .status == 400);
    // The same field twice is not the one value that is asked.
    CHECK(site.send("/sign-in", {{"email", "a@b.fr"}, {"email", "c@d.fr"}, {"password", "right"}}).status == 422);
}

TEST_CASE("pages: a thread is opened in the chosen spaces") {
    Site site;
    site.joins(site.ada);
    const Response form = site.get("/c/kine/new?space=genou", site.signed_in(site.ada, 3));
    CHECK(says(form, "value=\"aaaaaaaaaaaaq\" checked"));
    CHECK(says(form, "value=\"question\" required checked"));
    const Response refused =
        site.send("/c/kine/new", {{"kind", "news"}, {"title", "T \"x\""}, {"body", "a\n\nb"}}, &site.ada);
    CHECK(refused.status == 422);
    CHECK(says(refused, "value=\"T &quot;x&quot;\""));
    CHECK(says(refused, "value=\"news\" required checked"));
    CHECK(says(refused, "a\n\nb</textarea>"));
    const Response opened = site.send(
        "/c/kine/new", {{"kind", "news"}, {"title", "T"}, {"body", "a"}, {"spaces", "aaaaaaaaaaaaq"}}, &site.ada);
    CHECK(opened.status == 303);
    CHECK(header(opened, "Location") == "/c/kine/t/aaaaaaaaaaaai/titre-co#p1");
}

TEST_CASE("pages: one button acts, and ends at the post") {
    Site site;
    site.joins(site.ada);
    const Fields place{{"thread", thread_id}, {"at", "25"}};
    for (const char* act : {"like", "unlike"}) {
        const Response done = site.send(std::string("/c/kine/") + act + "/" + second_post, place, &site.ada);
        CHECK(done.status == 303);
        CHECK(header(done, "Location") == "/c/kine/t/aaaaaaaaaaaai?page=2#p25");
    }
    Fields accepted = place;
    accepted.emplace_back("post", second_post);
    CHECK(site.send(std::string("/c/kine/accept/") + thread_id, accepted, &site.ada).status == 303);
    const Response refused = site.send(std::string("/c/kine/accept/") + thread_id, {{"post", first_post}}, &site.ada);
    CHECK(refused.status == 409);
    CHECK(says(refused, "<h1>"));
    // Places that nobody's page named.
    CHECK(header(site.send(std::string("/c/kine/like/") + second_post, {{"thread", "//evil"}, {"at", "x"}}, &site.ada),
                 "Location") == "/c/kine");
}

TEST_CASE("pages: a thread is followed and moderated by the buttons that its page shows") {
    Site site;
    site.joins(site.ada);
    const Response page = site.get("/c/kine/t/aaaaaaaaaaaai/titre-co", site.signed_in(site.ada, 3));
    for (const char* act : {"unfollow", "pin", "lock", "move"})
        CHECK_MESSAGE(says(page, std::string("action=\"/c/kine/") + act + "/" + thread_id + "\""), act);
    CHECK(says(page, std::string("action=\"/c/kine/remove/") + second_post + "\""));
    for (const char* act : {"follow", "unfollow", "pin", "unpin", "lock", "unlock", "move"}) {
        const Response done = site.send(std::string("/c/kine/") + act + "/" + thread_id,
                                        {{"thread", thread_id}, {"spaces", "aaaaaaaaaaaaq"}}, &site.ada);
        CHECK_MESSAGE(done.status == 303, act);
        CHECK(header(done, "Location") == "/c/kine/t/aaaaaaaaaaaai#p1");
    }
    CHECK(site.send(std::string("/c/kine/move/") + thread_id, {{"thread", thread_id}}, &site.ada).status == 422);
    CHECK(
        header(site.send(std::string("/c/kine/remove/") + second_post, {{"thread", thread_id}, {"at", "2"}}, &site.ada),
               "Location") == "/c/kine/t/aaaaaaaaaaaai#p2");
    CHECK_FALSE(says(site.get("/c/kine/t/aaaaaaaaaaaai/titre-co"), "/c/kine/pin/"));
}

TEST_CASE("pages: joining") {
    Site site;
    CHECK(site.get("/c/kine/join").status == 401);
    CHECK(site.get("/c/kine/join", site.signed_in(site.ada, 3)).status == 200);
    const Response refused = site.send("/c/kine/join", {{"name", ""}}, &site.ada);
    CHECK(refused.status == 422);
    CHECK(says(refused, "id=\"name-fault\""));
    CHECK(header(site.send("/c/kine/join", {{"name", "Ada"}}, &site.ada), "Location") == "/c/kine");
    site.joins(site.ada);
    CHECK(site.get("/c/kine/join", site.signed_in(site.ada, 3)).status == 303);
}

TEST_CASE("pages: signing out") {
    Site site;
    const Response out = site.send("/sign-out", {}, &site.ada);
    CHECK(out.status == 303);
    CHECK(header(out, "Set-Cookie") == "palabre=; Max-Age=0");
}

TEST_CASE("pages: posts know their marks, their places and which acts are open") {
    json answer = post(second_post, 2), comment = post("aaaaaaaaaaaau", 3), removed = post("aaaaaaaaaaaay", 4);
    answer["my"] = {"like"};
    comment["parent"] = second_post;
    comment["author"] = "me";
    removed["state"] = "removed";
    json about = thread_row();
    about["accepted"] = second_post;
    json document = {{"community", {{"slug", "kine"}}}, {"viewer", {{"may", json::object()}}}};
    forum::present_thread(
        document,
        {{"thread", about},
         {"posts", {post(first_post, 1), answer, comment, removed}},
         {"members", json::object()},
         {"viewer", {{"member", "me"}, {"may", {{"reply", true}, {"react", true}, {"accept", true}}}}},
         {"page", 1},
         {"pages", 3}},
        true);
    CHECK(document["question"]["ordinal"] == 1);
    CHECK(document["accepted_post"]["address"] == "#p2");
    REQUIRE(document["posts"].size() == 3);
    const json& first = document["posts"][0];
    CHECK(first["thanked"] == true);
    CHECK(first["may"] == json{{"react", true},
                               {"comment", true},
                               {"edit", false},
                               {"remove", false},
                               {"accept", false},
                               {"withdraw", true}});
    CHECK(document["posts"][1]["to"] == 2);
    CHECK(document["posts"][1]["may"]["edit"] == true);
    CHECK(document["posts"][1]["may"]["remove"] == true);
    CHECK(document["posts"][1]["may"]["accept"] == false); // a comment
    CHECK(document["posts"][2]["may"].empty());
    CHECK(document["pager"] == json{{"number", 1}, {"next", "?page=2"}});
}

} // namespace palabre::http::pages
