// SPDX-License-Identifier: Apache-2.0
// What page handlers show and do.
#include "tests/http/pages/site.hpp"

namespace palabre::http::pages {

using namespace site;

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

TEST_CASE("pages: the parts are shown to developers only") {
    Site site;
    CHECK(site.get("/dev/ui").status == 404);
    site.settings.developer_pages = true;
    const Response page = site.get("/dev/ui");
    CHECK(page.status == 200);
    CHECK(page.body.find("Ada Lovelace-Byron") != std::string::npos);
    CHECK(page.body.find("class=\"avatar\" aria-hidden=\"true\">AL<") != std::string::npos);
    CHECK(page.body.find("noindex") != std::string::npos);
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
    const Response space = site.get("/c/kine/s/genou"); // nobody described it
    CHECK(says(space, "Infirmier, Loire-Atlantique"));
    CHECK(says(space,
               "<meta name=\"description\" content=\"Les discussions de l’espace Genou, dans la communauté Kiné.\">"));
    CHECK(says(site.get("/c/kine/threads?sort=newest"), "?sort=newest&amp;cursor=mzxw6"));
    const Response thread = site.get("/c/kine/t/aaaaaaaaaaaai/titre-co");
    CHECK(says(thread, "<p>Un <em>texte</em></p>"));
    CHECK(says(thread, "<meta name=\"description\" content=\"Un texte\">"));
    CHECK(says(thread, "Titre &amp; co · Kiné</title>"));
    CHECK(says(thread, "/sign-in?next=%2Fc%2Fkine%2Ft%2Faaaaaaaaaaaai%2Ftitre-co"));
    CHECK_FALSE(says(thread, "<textarea"));
}

TEST_CASE("pages: what not everybody may read says nothing of itself to search engines") {
    Site site;
    site.joins(site.ada);
    const Fields member = site.signed_in(site.ada, 3);
    const Response pages[] = {site.get("/c/kine", member), site.get("/c/kine/t/aaaaaaaaaaaai/titre-co", member),
                              site.get("/c/kine/t/aaaaaaaaaaaab"), site.get("/sign-in")};
    for (const Response& page : pages) {
        CHECK(says(page, "<meta name=\"robots\" content=\"noindex\">"));
        for (const char* told : {"name=\"description\"", "property=\"og:", "canonical", "alternate", "ld+json"})
            CHECK_FALSE_MESSAGE(says(page, told), told);
    }
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

TEST_CASE("pages: another language is chosen on the account's page") {
    Site site;
    const Response page = site.get("/account", site.signed_in(site.ada, 3));
    CHECK(page.status == 200);
    CHECK(says(page, "action=\"/account/language\""));
    CHECK(says(page, "<option value=\"fr\" lang=\"fr\">"));
    CHECK(says(page, "<option value=\"en\" lang=\"en\" selected>"));
    const Response chosen = site.send("/account/language", {{"language", "fr"}}, &site.ada);
    CHECK(chosen.status == 303);
    CHECK(header(chosen, "Location") == "/account");
    for (const char* bad : {"de", ""}) {
        const Response refused = site.send("/account/language", {{"language", bad}}, &site.ada);
        CHECK(refused.status == 422);
        CHECK(says(refused, "id=\"language-fault\""));
        CHECK(says(refused, "<option value=\"en\" lang=\"en\" selected>")); // as it is
    }
    CHECK(site.send("/account/language", {{"language", "fr"}}).status == 401);
}

TEST_CASE("pages: a member replies and lands at the reply") {
    Site site;
    site.joins(site.ada);
    const Response page = site.get("/c/kine/t/aaaaaaaaaaaai/titre-co", site.signed_in(site.ada, 3));
    CHECK(says(page, "action=\"/c/kine/t/aaaaaaaaaaaai\""));
    CHECK(says(page, ">Ada</span>"));
    CHECK(header(page, "Content-Language") == "en"); // her account's
    const Response sent =
        site.send("/c/kine/t/aaaaaaaaaaaai", {{"body", "Oui."}, {"page", "1"}, {"idempotency_key", "k1"}}, &site.ada);
    CHECK(sent.status == 303);
    CHECK(header(sent, "Location") == "/c/kine/t/aaaaaaaaaaaai/titre-co#p2");
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
    const Response asked = site.get("/c/kine/join", site.signed_in(site.ada, 3));
    CHECK(asked.status == 200);
    CHECK(says(asked, "value=\"Ada &lt;b&gt;\"")); // as her account is called
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
    // Where the log takes nothing this browser forgets her all the same.
    ends_nowhere = true;
    const Response failed = site.send("/sign-out", {}, &site.ada);
    ends_nowhere = false;
    CHECK(failed.status == 503);
    CHECK(header(failed, "Set-Cookie") == "palabre=; Max-Age=0");
    CHECK(header(failed, "Clear-Site-Data").has_value());
    CHECK(says(failed, "<h1>"));
    CHECK_FALSE(says(failed, "data-account"));
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
