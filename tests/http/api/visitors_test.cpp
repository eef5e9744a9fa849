// SPDX-License-Identifier: Apache-2.0
// Visitors get answers that were made for other visitors: never one that is not theirs, or no longer true.
#include "tests/http/api/village.hpp"
#include "tests/http/world.hpp"

#include "http/conditional.hpp"

using namespace palabre;
using namespace palabre::http;
using namespace palabre::test;

namespace {

int calls = 0;

/// Tells how often it was called, and in which language.
Answer counted(const Context& context) {
    Response response = html(200, std::to_string(++calls) + std::string(events::text(context.language)));
    response.set("ETag", etag({response.body}));
    return response;
}
Answer unstored(const Context& context) {
    return std::get<Response>(counted(context)).set("Cache-Control", "no-store");
}
Answer untagged(const Context&) {
    return html(200, std::to_string(++calls));
}

} // namespace

TEST_CASE("api visitors: get what the last one got, until something happens") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const std::string where = Village::thread(opened);
    const Reply first = village.get(nobody, where);
    CHECK(village.get(nobody, where).body() == first.body());
    CHECK(village.get(nobody, where, {{"if-none-match", first.header("ETag")}}).brief() == "304");
    CHECK(village.get(nobody, where + "?page=2").brief() == "404 not-found");

    village.reply(village.ben, opened, "Ben répond.");
    const Reply second = village.get(nobody, where, {{"if-none-match", first.header("ETag")}});
    CHECK(second.status == 200);
    CHECK(second.json()["posts"].size() == 2);
    // Another projection's rows: what authors are called.
    const Reply edited =
        village.put(village.ben, Village::of(village.ben, "/profile"), {{"name", "Ben"}, {"departement", "44"}});
    CHECK(edited.status == 204);
    CHECK(village.get(nobody, where).body() != second.body());
}

TEST_CASE("api visitors: get nothing of what members get") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const std::string where = Village::thread(opened);
    const std::string of_ada = village.get(village.ada, where).body();
    const std::string of_nobody = village.get(nobody, where).body();
    CHECK(of_nobody.find(village.ada.member.text()) == std::string::npos);
    CHECK(village.get(village.ada, where).body() == of_ada);
    CHECK(village.get(nobody, where).body() == of_nobody);

    const Opened hidden = village.open(village.ada, {village.members_space});
    CHECK(village.get(village.ada, Village::thread(hidden)).status == 200);
    CHECK(village.get(nobody, Village::thread(hidden)).brief() == "401 sign-in-required");
}

TEST_CASE("api visitors: what is kept is kept by target and language, for a while, and only what may be kept") {
    Village village;
    using rights::Action;
    const Router router({{Method::get, "/c/{c}", Access::anybody, Action::see_community, &counted},
                         {Method::get, "/c/{c}/unstored", Access::anybody, Action::see_community, &unstored},
                         {Method::get, "/c/{c}/untagged", Access::anybody, Action::see_community, &untagged}},
                        village.services());
    const auto get = [&](const std::string& target, Fields headers = {}) {
        return std::string(response(router.answer(request(Method::get, target, std::move(headers)))).content());
    };
    calls = 0;
    CHECK(get("/c/kine", {{"accept-language", "fr"}}) == "1fr");
    CHECK(get("/c/kine", {{"accept-language", "fr"}}) == "1fr");
    CHECK(get("/c/kine", {{"accept-language", "en"}}) == "2en");
    CHECK(get("/c/kine?page=2", {{"accept-language", "en"}}) == "3en");
    CHECK(get("/c/kine", {{"accept-language", "fr"}}) == "1fr");
    village.tick(limits::visitor_answer_age);
    CHECK(get("/c/kine", {{"accept-language", "fr"}}) == "4fr"); // pages say how long ago things were
    CHECK(get("/c/kine/unstored") != get("/c/kine/unstored"));
    CHECK(get("/c/kine/untagged") != get("/c/kine/untagged"));
}
