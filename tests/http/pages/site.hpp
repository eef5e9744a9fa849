// SPDX-License-Identifier: Apache-2.0
// A site of real pages over an API that answers from constants.
#pragma once

#include "http/pages/pages.hpp"

#include "http/body.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/routes.hpp"
#include "http/server/target.hpp"
#include "http/static_files.hpp"
#include "tests/http/world.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages::site {

using nlohmann::json;
using test::header;
using test::request;

constexpr const char* thread_id = "aaaaaaaaaaaai";
constexpr const char* first_post = "aaaaaaaaaaaae";
constexpr const char* second_post = "aaaaaaaaaaaam";

inline Answer communities(const Context&) {
    return http::json(200, R"({"communities":[{"slug":"kine","name":"Kiné <1>","promise":null,"language":"fr",
        "demo":false,"counters":{"members":{"total":3},"threads":1,"posts":2}}]})");
}
inline Answer community(const Context&) {
    return http::json(200, R"({"slug":"kine","name":"Kiné","promise":"Ensemble","language":"fr","demo":true,
        "time_zone":"Europe/Paris","founded":"2024-01-01T00:00:00.000000Z",
        "counters":{"members":{"total":3},"threads":1,"posts":2}})");
}
inline Answer spaces(const Context&) {
    return http::json(200, R"({"spaces":[{"id":"aaaaaaaaaaaaq","slug":"genou","name":"Genou","visibility":"public",
        "threads":1,"posts":2,"created":"2024-01-01T00:00:00.000000Z"}]})");
}

inline json thread_row() {
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
inline json post(const char* id, int ordinal) {
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
inline Answer threads(const Context& context) {
    if (context.request.parameter("sort") == "oldest") return context.refuse(problem(Fault::wrong_value, "sort"));
    json list = {{"threads", {thread_row()}},
                 {"members", {{"a1", {{"trade", "infirmier"}, {"departement", "44"}}}}},
                 {"next", nullptr}};
    if (!context.request.parameter("limit")) list["next"] = "mzxw6";
    return http::json(200, list.dump());
}
inline Answer thread(const Context& context) {
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
inline Answer publish(const Context& context) {
    Body body(context.request);
    const std::string text = body.text("body", 1, 20);
    (void)body.optional_id<PostId>("parent");
    (void)body.ids<FileId>("attachments", 0, 10);
    if (auto bad = body.problem()) return context.refuse(*bad);
    // As the writer would answer: an act whose outcome becomes the response.
    return Act{{}, [context, text](const commands::Outcome&) -> Answer {
                   if (text == "locked") return context.refuse(commands::Reason::locked);
                   if (text == "unknown") return context.refuse(commands::Reason::outcome_unknown);
                   if (text == "reused") return context.refuse(commands::Reason::key_reused);
                   return http::json(201, json{{"id", second_post}, {"thread", thread_id}}.dump());
               }};
}
inline Answer open(const Context& context) {
    Body body(context.request);
    const std::string kind = body.line("kind", 1, 20), title = body.line("title", 1, 200),
                      text = body.text("body", 1, 200);
    (void)body.ids<SpaceId>("spaces", 1, 5);
    (void)body.ids<FileId>("attachments", 0, 10);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return http::json(201, json{{"id", thread_id}, {"post", first_post}}.dump());
}
/// The first is the viewer's own.
inline Answer one_post(const Context& context) {
    const bool own = context.parameter("id") == first_post;
    return http::json(200, json{{"thread", thread_row()},
                                {"post", post(own ? first_post : second_post, own ? 1 : 2)},
                                {"members", json::object()},
                                {"body", own ? json("Comme écrit") : json()}}
                               .dump());
}
inline Answer react(const Context& context) {
    CHECK(context.parameter("kind") == "like");
    CHECK(context.parameter("id") == second_post);
    return Response{.status = 204};
}
/// An act without a body.
inline Answer acted(const Context& context) {
    CHECK(context.request.body.empty());
    return Response{.status = 204};
}
inline Answer moved(const Context& context) {
    Body body(context.request);
    (void)body.ids<SpaceId>("spaces", 1, 5);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return Response{.status = 204};
}
inline Answer accept(const Context& context) {
    Body body(context.request);
    if (body.id<PostId>("post").text() != second_post) return context.refuse(commands::Reason::wrong_kind, "/post");
    return Response{.status = 204};
}
inline Answer member(const Context& context) {
    return http::json(
        200, json{{"id", context.parameter("id")}, {"name", "Ada"}, {"state", "active"}, {"contributions", 2}}.dump());
}
inline Answer join(const Context& context) {
    Body body(context.request);
    const std::string name = body.line("name", 1, 100);
    (void)body.flag("show_name", false);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return http::json(201, R"({"id":"x"})");
}
inline Answer begin(const Context& context) {
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
/// What the API says to whoever signs out while the log takes nothing.
inline thread_local bool ends_nowhere = false;
inline Answer end(const Context& context) {
    Response response = ends_nowhere ? context.refuse(commands::Reason::overloaded) : Response{.status = 204};
    return response.set("Set-Cookie", "palabre=; Max-Age=0");
}
inline Answer enroll(const Context& context) {
    Body body(context.request);
    const std::string name = body.line("name", 1, 100), email = body.line("email", 3, 100);
    (void)body.line("language", 2, 2);
    (void)body.optional_line("terms", 26);
    const std::string password = body.exactly("password", 5, 100);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return Work{[]() -> Answer { return http::json(201, R"({"id":"x"})"); }};
}

inline Answer account(const Context&) {
    return http::json(200, json{{"name", "Ada <b>"}, {"language", "en"}}.dump());
}
inline Answer seen_sessions(const Context&) {
    return http::json(200, R"({"since":"2026-03-01T08:00:00.000000Z","sessions":[]})");
}
inline Answer choose_language(const Context& context) {
    Body body(context.request);
    (void)body.one_of("language", events::parse<events::Language>);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return Response{.status = 204};
}
inline Answer legal(const Context& context) {
    return http::json(200, json{{"page", context.parameter("page")},
                                {"language", "fr"},
                                {"version", "mzxw6ytboi2dgmzxw6ytboi2da"},
                                {"edited", nullptr},
                                {"text_html", "<p>Soyez humains.</p>"}}
                               .dump());
}

inline std::vector<Route> api() {
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
        {get, "/api/v1/account", Access::account, {}, account},
        {get, "/api/v1/account/sessions", Access::account, {}, seen_sessions},
        {put, "/api/v1/account/language", Access::account, {}, choose_language, 1000},
        {get, "/api/v1/legal/{page}", Access::anybody, {}, legal},
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

inline bool says(const Response& response, std::string_view text) {
    return response.content().find(text) != std::string_view::npos;
}

} // namespace palabre::http::pages::site
