// SPDX-License-Identifier: Apache-2.0
// What pages say when something is refused, and what becomes of what was typed.
#include "http/assets.hpp"
#include "tests/http/pages/site.hpp"

#include <map>
#include <regex>
#include <set>

namespace palabre::http::pages {

using namespace site;

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

/// The names of all fields into which a person writes, as the templates have them; passwords are not given back.
std::set<std::string> typed_fields() {
    static const std::regex part(R"re(\{\{>parts/field\w* name=(\w+) [^}]*type=(\w+))re");
    static const std::regex area(R"re(<textarea[^>]* name="(\w+)")re");
    std::set<std::string> names;
    for (const Asset& asset : assets()) {
        if (!asset.path.starts_with("pages/")) continue;
        const std::string text(asset.bytes);
        const std::sregex_iterator end;
        for (std::sregex_iterator found(text.begin(), text.end(), part); found != end; ++found)
            if ((*found)[2] != "password") names.insert((*found)[1]);
        for (std::sregex_iterator found(text.begin(), text.end(), area); found != end; ++found)
            names.insert((*found)[1]);
    }
    return names;
}

TEST_CASE("pages: each field that a person writes into is given back by a problem page, under its label") {
    Site site;
    const std::set<std::string> names = typed_fields();
    CHECK(names.size() >= 5);
    for (const std::string& name : names) {
        CAPTURE(name); // is_typed() in frame.cpp and the labels in problem.tpl
        const Response refused = site.send("/c/kine/t/aaaaaaaaaaaai", {{name, "Ce qui est là"}});
        REQUIRE(refused.status == 401);
        CHECK(std::regex_search(refused.body, std::regex("<label>\\s*[^<\\s][^<]*<textarea name=\"" + name + "\"")));
    }
}

TEST_CASE("pages: what the server refuses by itself is a page for browsers, problem details for others") {
    Site site;
    const Response page = site.router->refuse(413, request(Method::post, "/c/kine/new"));
    CHECK(page.status == 413);
    CHECK(header(page, "Content-Type") == "text/html; charset=utf-8");
    CHECK(says(page, "Revenez en arrière"));
    // What may work a moment later can be asked for again; what would fail again, and a form, are not.
    for (const auto& [status, retry] :
         std::map<int, bool>{{413, false}, {414, false}, {429, true}, {500, true}, {503, true}})
        for (const Method method : {Method::get, Method::post})
            CHECK(says(site.router->refuse(status, request(method, "/c/kine/threads?sort=newest&page=2")),
                       "<a class=\"button\" href=\"\">Réessayer</a>") == (retry && method == Method::get));
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

} // namespace palabre::http::pages
