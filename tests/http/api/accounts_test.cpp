// SPDX-License-Identifier: Apache-2.0
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::test;

namespace {

const std::string accounts = "/api/v1/accounts", session = "/api/v1/session";
const Json maelle = {{"name", "Maëlle"}, {"email", "maelle@example.org"}, {"password", "correct horse battery"}};
const Json credentials = {{"email", "Maelle@Example.org"}, {"password", "correct horse battery"}};

/// The person whom an answer's cookie makes.
Person signed_in(const Reply& reply) {
    return {.account = *AccountId::parse(reply.json()["account"].get<std::string>())};
}

} // namespace

TEST_CASE("api accounts: register, sign in, be told who one is, sign out") {
    ApiBench bench;
    const Reply registered = bench.post(nobody, accounts, maelle);
    REQUIRE(registered.brief() == "201");
    CHECK(registered.header("Palabre-Position").starts_with("platform/"));
    CHECK(bench.post(nobody, accounts, maelle).brief() == "409 taken /email");

    const Reply begun = bench.post(nobody, session, credentials); // another spelling of the same address
    REQUIRE(begun.brief() == "201");
    CHECK(begun.json()["account"] == registered.json()["id"]);
    CHECK(begun.header("Cache-Control") == "no-store");
    const std::string cookie = begun.header("Set-Cookie");
    CHECK(cookie.find("HttpOnly") != std::string::npos);

    // The cookie itself signs in, and its token lets command.
    const Fields held = {{"cookie", cookie.substr(0, cookie.find(';'))}};
    const Reply who = bench.get(nobody, session, held);
    REQUIRE(who.brief() == "200");
    CHECK(who.json()["account"] == begun.json()["account"]);
    CHECK(who.json()["administrator"] == false);
    CHECK(who.json()["memberships"] == Json::array());
    CHECK(bench.remove(nobody, session, held).brief() == "403 other-origin");
    Fields with_token = held;
    with_token.emplace_back("x-csrf-token", who.json()["csrf"]);
    const Reply ended = bench.remove(nobody, session, with_token);
    CHECK(ended.brief() == "204");
    CHECK(ended.header("Set-Cookie").find("Max-Age=0") != std::string::npos);
    CHECK(bench.get(nobody, session).brief() == "401 sign-in-required");
}

TEST_CASE("api accounts: a wrong password and an unknown address are told alike") {
    ApiBench bench;
    REQUIRE(bench.post(nobody, accounts, maelle).status == 201);
    Json wrong = credentials;
    wrong["password"] = "wrong horse battery";
    const Reply known = bench.post(nobody, session, wrong);
    wrong["email"] = "nobody@example.org";
    const Reply unknown = bench.post(nobody, session, wrong);
    CHECK(known.brief() == "401 sign-in-failed");
    CHECK(known.body() == unknown.body());
    CHECK(known.response.headers == unknown.response.headers);
}

TEST_CASE("api accounts: an account without password, and one of which nothing is known, cannot sign in") {
    ApiBench bench;
    (void)bench.register_account("imported");
    const Reply refused =
        bench.post(nobody, session, {{"email", "imported@example.org"}, {"password", "anything at all"}});
    CHECK(refused.brief() == "401 sign-in-failed");
}

TEST_CASE("api accounts: attempts are bounded by account in any spelling, and registrations by address") {
    ApiBench bench(Flags{{"sign_in_per_minute", "2"}, {"register_per_hour", "2"}});
    Json attempt = {{"email", "a@example.org"}, {"password", "x"}};
    CHECK(bench.post(nobody, session, attempt).brief() == "401 sign-in-failed");
    attempt["email"] = "A@example.org";
    CHECK(bench.post(nobody, session, attempt).brief() == "401 sign-in-failed");
    const Reply third = bench.post(nobody, session, attempt);
    CHECK(third.brief() == "429 too-often");
    CHECK(!third.header("Retry-After").empty());

    // A body that is refused costs no attempt.
    for (int i = 0; i < 5; ++i) CHECK(bench.post(nobody, accounts, {{"name", "Q"}}).status == 422);
    for (const char* name : {"one", "two"})
        CHECK(bench
                  .post(nobody, accounts,
                        {{"name", name}, {"email", std::string(name) + "@example.org"}, {"password", "0123456789"}})
                  .brief() == "201");
    CHECK(bench.post(nobody, accounts, maelle).brief() == "429 too-often");
}

TEST_CASE("api accounts: another spelling is the same account's attempt, from wherever it comes") {
    ApiBench bench(Flags{{"sign_in_per_minute", "4"}});
    int refused = 0;
    for (const char* email : {"a@example.org", "A@example.org", "a@Example.org", "a@EXAMPLE.org", "A@Example.ORG"}) {
        auto answer = bench.answer(nobody, Method::post, session, Json{{"email", email}, {"password", "x"}}.dump(), {});
        if (const auto* response = std::get_if<http::Response>(&answer)) refused += response->status == 429;
    }
    CHECK(refused == 1);
}

TEST_CASE("api accounts: a key makes registering safe to repeat, and is good for one request") {
    ApiBench bench;
    const Fields key = {{"idempotency-key", "k-1"}};
    const Reply first = bench.post(nobody, accounts, maelle, key);
    const Reply again = bench.post(nobody, accounts, maelle, key);
    REQUIRE(first.brief() == "201");
    CHECK(again.brief() == "201");
    CHECK(again.json() == first.json());
    CHECK(again.header("Palabre-Position") == first.header("Palabre-Position"));
    bench.address = "198.51.100.9"; // a repetition from another network
    CHECK(bench.post(nobody, accounts, maelle, key).json() == first.json());
    Json other = maelle;
    other["name"] = "Somebody else";
    CHECK(bench.post(nobody, accounts, other, key).brief() == "422 key-reused");
    other["email"] = "other@example.org"; // a stranger behind the same router, whose client counts from one as well
    CHECK(bench.post(nobody, accounts, other, key).brief() == "201");
    for (const std::string& bad : {std::string(), std::string(256, 'k'), std::string("a b")})
        CHECK(bench.post(nobody, accounts, other, {{"idempotency-key", bad}}).brief() ==
              "400 wrong-value Idempotency-Key");
}

TEST_CASE("api accounts: what is no address is told") {
    ApiBench bench;
    for (const char* email : {"maelle", "@example.org", "maelle@", "ma elle@example.org"}) {
        Json body = maelle;
        body["email"] = email;
        CHECK(bench.post(nobody, accounts, body).brief() == "422 ill-formed /email");
    }
}

TEST_CASE("api accounts: a form does as well as JSON") {
    ApiBench bench;
    const Fields form = {{"content-type", "application/x-www-form-urlencoded"}};
    CHECK(bench
              .send(nobody, Method::post, accounts,
                    "name=Ma%C3%ABlle&email=maelle%40example.org&password=correct+horse+battery&csrf=x", form)
              .brief() == "201");
    const Reply begun =
        bench.send(nobody, Method::post, session, "email=maelle%40example.org&password=correct+horse+battery", form);
    CHECK(begun.brief() == "201");
    CHECK(bench.get(signed_in(begun), session).json()["account"] == begun.json()["account"]);
    CHECK(bench.send(nobody, Method::post, session, "email=a%40b&email=c%40d&password=x", form).brief() ==
          "400 repeated-field /email");
}

TEST_CASE("api accounts: memberships are those of now") {
    Village village;
    const Json who = village.get(village.ada, session).json();
    REQUIRE(who["memberships"].size() == 1);
    CHECK(who["memberships"][0]["member"] == village.ada.member.text());
    CHECK(village.get(village.admin, session).json()["administrator"] == true);
    REQUIRE(village.remove(village.ada, Village::of(village.ada)).status == 204);
    CHECK(village.get(village.ada, session).json()["memberships"] == Json::array());
}

TEST_CASE("api accounts: a session of an earlier password is none") {
    ApiBench bench;
    Person person = bench.register_account("ada");
    person.epoch = 1;
    CHECK(bench.get(person, session).brief() == "401 sign-in-required");
}
