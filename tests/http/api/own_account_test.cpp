// SPDX-License-Identifier: Apache-2.0
// Confirming an address, links, terms, and one's own account, where the platform asks for confirmation.
#include "commands/accounts/entities.hpp"
#include "commands/accounts/link.hpp"
#include "commands/accounts/registration.hpp"
#include "core/limits.hpp"
#include "http/legal.hpp"
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::test;
namespace links = palabre::commands::accounts;

namespace {

const std::string accounts = "/api/v1/accounts", session = "/api/v1/session", own = "/api/v1/account";
const std::string resets = "/api/v1/password-resets", terms_page = "/api/v1/legal/terms";
const std::string password = "correct horse battery";

/// A platform that asks, with a community to join.
struct House : Village {
    House() { ask_for_confirmation(); }

    std::string terms() { return get(nobody, terms_page).json()["version"]; }
    Json form(const std::string& email, const std::string& with = password) {
        return {{"name", "Maëlle"}, {"email", email}, {"password", with}, {"terms", terms()}};
    }
    Person applicant(const std::string& email, const std::string& with = password) {
        const Reply registered = post(nobody, accounts, form(email, with));
        REQUIRE(registered.brief() == "201");
        return {.account = *AccountId::parse(registered.json()["id"].get<std::string>())};
    }
    NameHash hash(const std::string& email) { return *links::email_hash(node().vault(), email); }
    std::string token(const links::Link& link) {
        return links::LinkSeal(*node().vault().cookie_key()).seal(link, services().random);
    }
    Instant now() { return services().clock.now(); }
    std::string confirmation(const Person& who, const std::string& email) {
        return token(links::confirm_link(who.account, hash(email), now()));
    }
    std::string reset(const Person& who) {
        const auto account = node().model().get<links::Account>(CommunityId::platform(), who.account);
        return token(links::reset_link(who.account, *account->credential, account->email_hash, now()));
    }
    Person confirmed(const std::string& email) {
        const Person who = applicant(email);
        REQUIRE(put(who, own + "/confirmation", {{"token", confirmation(who, email)}}).brief() == "204");
        return who;
    }
    Reply sign_in(const std::string& email, const std::string& with = password) {
        return post(nobody, session, {{"email", email}, {"password", with}});
    }
    Reply join(const Person& who) { return post(who, "/api/v1/communities/kine/members", {{"name", "Maëlle"}}); }
};

/// All that a client sees, but for what is drawn by chance.
std::string seen(const Reply& reply) {
    std::string text = std::to_string(reply.status);
    for (const auto& [name, value] : reply.response.headers)
        text += "\n" + name + ": " + (name == "ETag" || name == "Palabre-Position" ? "…" : value);
    Json body = Json::parse(reply.response.content(), nullptr, false);
    if (body.is_object() && body.contains("id")) body["id"] = std::string(body["id"].get<std::string>().size(), '.');
    return text + "\n\n" + (body.is_discarded() ? reply.body() : body.dump());
}

} // namespace

TEST_CASE("api own account: register, be told to confirm, confirm, join") {
    House house;
    const Person who = house.applicant("maelle@example.org");
    CHECK(house.sign_in("maelle@example.org").brief() == "201");
    CHECK(house.join(who).brief() == "403 address-unconfirmed");
    CHECK(house.get(who, own).json()["confirmed"] == false);
    CHECK(house.post(who, own + "/confirmation").brief() == "204");
    const std::string token = house.confirmation(who, "maelle@example.org");
    CHECK(house.put(nobody, own + "/confirmation", {{"token", token}}).brief() == "401 sign-in-required");
    CHECK(house.put(house.ada, own + "/confirmation", {{"token", token}}).brief() == "403 not-yours");
    CHECK(house.put(who, own + "/confirmation", {{"token", token + "A"}}).brief() == "410 void-link");
    CHECK(house.put(who, own + "/confirmation", {{"token", house.reset(who)}}).brief() == "410 void-link");
    CHECK(house.put(who, own + "/confirmation", {{"token", token}}).brief() == "204");
    CHECK(house.put(who, own + "/confirmation", {{"token", token}}).brief() == "204"); // done is done
    CHECK(house.get(who, own).json()["confirmed"] == true);
    CHECK(house.join(who).brief() == "201");
}

TEST_CASE("api own account: signing out ends the session, and where it cannot the browser forgets it") {
    House house;
    const Person who = house.applicant("maelle@example.org");
    const Fields key = {{"idempotency-key", "k-1"}};
    CHECK(house.remove(who, own + "/sessions/" + SessionId{}.text(), key).status == 204);
    const Reply refused = house.remove(who, session, key); // the key has served another request
    CHECK(refused.status == 422);
    CHECK(refused.header("Set-Cookie").find("Max-Age=0") != std::string::npos);
    CHECK(house.remove(who, session).brief() == "204");
}

TEST_CASE("api own account: a link that is too old confirms nothing") {
    House house;
    const Person who = house.applicant("maelle@example.org");
    const std::string token = house.confirmation(who, "maelle@example.org");
    house.tick(limits::confirm_life);
    CHECK(house.put(who, own + "/confirmation", {{"token", token}}).brief() == "410 void-link");
}

TEST_CASE("api own account: registering an address that somebody has reads as one that nobody has") {
    House house;
    (void)house.confirmed("known@example.org");
    const Reply known = house.post(nobody, accounts, house.form("known@example.org", "another password"));
    const Reply unknown = house.post(nobody, accounts, house.form("fresh@example.org", "another password"));
    CHECK(seen(known) == seen(unknown));
    // Nor does signing in with what was just chosen tell, nor the page of the new account.
    CHECK(house.sign_in("known@example.org", "another password").status == 201);
    CHECK(house.sign_in("fresh@example.org", "another password").status == 201);
    CHECK(house.sign_in("known@example.org", "wrong password").body() ==
          house.sign_in("nobody@example.org", "wrong password").body());
    // Whose the address was, it still is.
    const Person second{.account = *AccountId::parse(known.json()["id"].get<std::string>())};
    CHECK(house.put(second, own + "/confirmation", {{"token", house.confirmation(second, "known@example.org")}})
              .brief() == "409 taken /email");
    CHECK(house.sign_in("known@example.org").status == 201);
}

TEST_CASE("api own account: asking for a reset reads the same, whoever has the address") {
    House house;
    (void)house.confirmed("known@example.org");
    (void)house.applicant("applied@example.org");
    const Reply known = house.post(nobody, resets, {{"email", "known@example.org"}});
    CHECK(known.brief() == "202");
    for (const char* email : {"unknown@example.org", "applied@example.org"})
        CHECK(seen(house.post(nobody, resets, {{"email", email}})) == seen(known));
    for (const char* bad : {"", "nobody", "@example.org"})
        CHECK(house.post(nobody, resets, {{"email", bad}}).status == 422);
    // So often an hour, alike: registering has written to some of them.
    house.tick(std::chrono::hours(1));
    const auto until_refused = [&](const std::string& email) {
        int taken = 0;
        while (house.post(nobody, resets, {{"email", email}}).status == 202) ++taken;
        return taken;
    };
    CHECK(until_refused("known@example.org") == until_refused("unknown@example.org"));
}

TEST_CASE("api own account: a forgotten password is reset once by a link") {
    House house;
    const Person who = house.confirmed("maelle@example.org");
    const std::string token = house.reset(who);
    CHECK(house.put(nobody, resets, {{"token", token}, {"password", "short"}}).brief() == "422 too-short /password");
    CHECK(house.put(nobody, resets, {{"token", token}, {"password", "a new password"}}).brief() == "204");
    CHECK(house.sign_in("maelle@example.org").brief() == "401 sign-in-failed");
    CHECK(house.sign_in("maelle@example.org", "a new password").brief() == "201");
    CHECK(house.get(who, own).brief() == "401 sign-in-required"); // the session before has ended
    CHECK(house.put(nobody, resets, {{"token", token}, {"password", "another one still"}}).brief() == "410 void-link");
    CHECK(house.put(nobody, resets, {{"token", "x"}, {"password", "another one still"}}).brief() == "410 void-link");
}

TEST_CASE("api own account: a link to reset is void once another address was taken") {
    House house;
    const Person who = house.confirmed("old@example.org");
    const std::string token = house.reset(who); // in a box that somebody else may read by now
    const std::string change =
        house.token(links::address_link(who.account, house.hash("old@example.org"), "new@example.org", house.now()));
    REQUIRE(house.put(who, own + "/address", {{"token", change}}).brief() == "204");
    CHECK(house.put(nobody, resets, {{"token", token}, {"password", "a new password"}}).brief() == "410 void-link");
    CHECK(house.put(nobody, resets, {{"token", house.reset(who)}, {"password", "a new password"}}).brief() == "204");
}

TEST_CASE("api own account: another address holds once its link was opened, and only once") {
    House house;
    const Person who = house.confirmed("old@example.org");
    (void)house.confirmed("taken@example.org");
    const std::string at = own + "/address";
    CHECK(house.post(who, at, {{"email", "new@example.org"}, {"password", "wrong"}}).brief() ==
          "422 wrong-password /password");
    const Reply asked = house.post(who, at, {{"email", "new@example.org"}, {"password", password}});
    CHECK(asked.brief() == "204");
    CHECK(seen(house.post(who, at, {{"email", "taken@example.org"}, {"password", password}})) == seen(asked));
    const auto link = [&](const char* to) {
        return house.token(links::address_link(who.account, house.hash("old@example.org"), to, house.now()));
    };
    const std::string token = link("new@example.org"), other = link("third@example.org");
    CHECK(house.put(who, at, {{"token", link("taken@example.org")}}).brief() == "409 taken /email");
    CHECK(house.put(who, at, {{"token", token}}).brief() == "204");
    CHECK(house.put(who, at, {{"token", token}}).brief() == "410 void-link");
    CHECK(house.put(who, at, {{"token", other}}).brief() == "410 void-link");
    CHECK(house.sign_in("old@example.org").brief() == "401 sign-in-failed");
    CHECK(house.sign_in("new@example.org").brief() == "201");
    CHECK(house.get(who, own).json()["email"] == "new@example.org");
}

TEST_CASE("api own account: the link of another address is of no use without a session of that account") {
    House house;
    const Person who = house.confirmed("old@example.org");
    const Person thief = house.confirmed("thief@example.org");
    const std::string at = own + "/address";
    REQUIRE(house.post(who, at, {{"email", "new@example.org"}, {"password", password}}).brief() == "204");
    const std::string token =
        house.token(links::address_link(who.account, house.hash("old@example.org"), "new@example.org", house.now()));
    const Json change = {{"password", password}, {"new_password", "a new password"}};
    REQUIRE(house.put(who, own + "/password", change).brief() == "204");
    CHECK(house.put(nobody, at, {{"token", token}}).brief() == "401 sign-in-required");
    CHECK(house.put(who, at, {{"token", token}}).brief() == "401 sign-in-required"); // her session before
    CHECK(house.put(thief, at, {{"token", token}}).brief() == "403 not-yours");
    CHECK(house.put(house.admin, at, {{"token", token}}).brief() == "403 not-yours");
    CHECK(house.sign_in("old@example.org", "a new password").brief() == "201");
}

TEST_CASE("api own account: the language that was chosen is the one to answer in, whatever the browser asks for") {
    House house;
    const Person who = house.applicant("maelle@example.org"); // told in French, as nobody asked for another language
    const std::string at = own + "/language";
    const Fields french = {{"accept-language", "fr"}};
    CHECK(house.get(who, own).json()["language"] == "fr");
    CHECK(house.put(nobody, at, {{"language", "en"}}).brief() == "401 sign-in-required");
    CHECK(house.put(who, at, Json::object()).brief() == "422 missing /language");
    CHECK(house.put(who, at, {{"language", "EN"}}).brief() == "422 unknown-code /language");
    const Reply refused = house.put(who, at, {{"language", "de"}});
    CHECK(refused.brief() == "422 unknown-code /language");
    CHECK(refused.header("Content-Language") == "fr");
    const auto events = [&] { return house.node().log().head(CommunityId::platform())->sequence; };
    const auto before = events();
    CHECK(house.put(who, at + "?no_such=1", {{"language", "en"}}).brief() == "400 wrong-value no_such");
    CHECK(house.put(who, at, {{"language", "fr"}}).brief() == "204"); // as it is
    CHECK(events() == before);

    const Reply chosen = house.put(who, at, {{"language", "en"}}, french);
    CHECK(chosen.brief() == "204");
    CHECK_FALSE(chosen.header("ETag").empty());
    CHECK(house.put(who, at, {{"language", "en"}}).brief() == "204");
    CHECK(number(events()) == number(before) + 1);
    CHECK(house.get(who, own).json()["language"] == "en");
    CHECK(house.get(who, session).json()["language"] == "en");
    CHECK(house.get(who, "/api/v1/nowhere", french).header("Content-Language") == "en");
    CHECK(house.get(nobody, "/api/v1/nowhere", french).header("Content-Language") == "fr");
    CHECK(house.get(house.ada, own).json()["language"] == "fr"); // nobody else's
}

TEST_CASE("api own account: a password is changed by who knows it, and every other session ends") {
    House house;
    const Person who = house.confirmed("maelle@example.org");
    const std::string at = own + "/password";
    CHECK(house.put(who, at, {{"password", "wrong"}, {"new_password", "a new password"}}).brief() ==
          "422 wrong-password /password");
    const Reply changed = house.put(who, at, {{"password", password}, {"new_password", "a new password"}});
    CHECK(changed.brief() == "204");
    const std::string cookie = changed.header("Set-Cookie");
    CHECK(house.get(who, own).brief() == "401 sign-in-required");
    CHECK(house.get(nobody, own, {{"cookie", cookie.substr(0, cookie.find(';'))}}).brief() == "200");
}

TEST_CASE("api own account: sessions are listed, and all end at once") {
    House house;
    const Person who = house.confirmed("maelle@example.org");
    const Reply listed = house.get(who, own + "/sessions", {{"user-agent", "Mozilla/5.0 (Android 14) Firefox/128.0"}});
    REQUIRE(listed.brief() == "200");
    const Json sessions = listed.json()["sessions"];
    REQUIRE(!sessions.empty());
    CHECK(sessions[0]["device"] == "Firefox · Android");
    CHECK(sessions[0]["current"] == true);
    const Reply ended = house.remove(who, own + "/sessions");
    CHECK(ended.brief() == "204");
    CHECK(ended.header("Set-Cookie").find("Max-Age=0") != std::string::npos);
    CHECK(house.get(who, own).brief() == "401 sign-in-required");
    Person again = who;
    again.epoch = 1;
    CHECK(house.get(again, own + "/sessions").json()["sessions"].size() == 1);
}

TEST_CASE("api own account: terms are accepted as they stand, and asked again when they change") {
    House house;
    Json without = house.form("maelle@example.org");
    without.erase("terms");
    CHECK(house.post(nobody, accounts, without).brief() == "422 missing /terms");
    without["terms"] = http::legal::version_of("other words").text();
    CHECK(house.post(nobody, accounts, without).brief() == "412 version-conflict /terms");

    const Person who = house.confirmed("maelle@example.org");
    REQUIRE(house.join(who).brief() == "201");
    const std::string before = house.terms(), at = "/api/v1/communities/kine/threads";
    const Json thread = {
        {"kind", "question"}, {"title", "Attelle"}, {"body", "Laquelle ?"}, {"spaces", {house.public_space}}};
    CHECK(house.post(who, at, thread).brief() == "201");
    const Json edit = {{"language", "fr"}, {"text", "# Nouvelles conditions"}, {"version", before}};
    const auto fr = [&] { return house.get(nobody, terms_page + "?language=fr").json(); };
    CHECK(house.put(who, terms_page, edit).brief() == "403 role-required");
    Json stale = edit;
    stale["version"] = http::legal::version_of("other words").text();
    CHECK(house.put(house.admin, terms_page, stale).brief() == "412 version-conflict");
    Json right = edit;
    right["version"] = fr()["version"];
    CHECK(house.put(house.admin, terms_page, right).brief() == "204");
    CHECK(fr()["text_html"].get<std::string>().find("Nouvelles conditions") != std::string::npos);
    CHECK(house.get(nobody, "/api/v1/legal/nowhere").brief() == "404 not-found");
    CHECK(house.get(nobody, terms_page + "?language=de").brief() == "400 wrong-value language");

    // Whoever accepted the other language's text, which stands, is not asked.
    const bool accepted_french =
        before ==
        http::legal::version_of(http::legal::starter(http::legal::LegalPage::terms, events::Language::fr)).text();
    CHECK(house.post(who, at, thread).brief() == (accepted_french ? "403 terms-not-accepted" : "201"));
    right["language"] = "en";
    right["version"] = nullptr;
    CHECK(house.put(house.admin, terms_page, right).brief() == "204");
    CHECK(house.post(who, at, thread).brief() == "403 terms-not-accepted");
    CHECK(house.put(who, own + "/terms", {{"version", before}}).brief() == "412 version-conflict /version");
    CHECK(house.put(who, own + "/terms", {{"version", fr()["version"]}}).brief() == "204");
    CHECK(house.post(who, at, thread).brief() == "201");
}

TEST_CASE("api own account: whoever may not act may still go") {
    House house;
    const Reply left = house.remove(house.ada, Village::of(house.ada)); // has accepted no terms: made at the machine
    CHECK(left.brief() == "204");
}

TEST_CASE("api own account: erasing oneself takes the account and all that it is and was a member of") {
    House house;
    const Person who = house.confirmed("maelle@example.org");
    const std::string first = house.join(who).json()["id"];
    REQUIRE(house.remove(who, "/api/v1/communities/kine/members/" + first).brief() == "204");
    const std::string second = house.join(who).json()["id"];
    CHECK(house.post(who, own + "/erasure", {{"password", "wrong"}}).brief() == "422 wrong-password /password");
    CHECK(house.post(who, own + "/erasure", {{"password", password}}).brief() == "204");
    house.catch_up();
    CHECK(house.get(who, own).brief() == "401 sign-in-required");
    CHECK(house.sign_in("maelle@example.org").brief() == "401 sign-in-failed");
    for (const std::string& member : {first, second})
        CHECK(house.get(house.ada, "/api/v1/communities/kine/members/" + member).json()["state"] == "erased");
    // The address is free again.
    (void)house.confirmed("maelle@example.org");
}

TEST_CASE("api own account: a joining that is not applied yet, or comes meanwhile, is erased with the account") {
    for (const bool meanwhile : {false, true}) {
        CAPTURE(meanwhile);
        House house;
        const Person who = house.confirmed("maelle@example.org");
        auto joining = house.answer(who, Method::post, "/api/v1/communities/kine/members", R"({"name":"Maëlle"})",
                                    {{"content-type", "application/json"}});
        auto& submission = std::get<http::Act>(joining).submission;
        const std::string member = std::get<commands::members::Join>(submission.command).member.text();
        const auto join = [&] {
            const auto outcome = house.node().writer().run(submission);
            REQUIRE(std::holds_alternative<commands::Accepted>(outcome));
        };
        const auto erased = [&] {
            return house.node().model().get<links::Account>(CommunityId::platform(), who.account)->erased;
        };
        if (!meanwhile) join();
        const std::string body = Json{{"password", password}}.dump();
        auto answer = house.answer(who, Method::post, own + "/erasure", body, {{"content-type", "application/json"}});
        for (bool joined = !meanwhile; !std::holds_alternative<http::Response>(answer);) {
            if (auto* wait = std::get_if<http::Wait>(&answer)) {
                house.catch_up();
                answer = http::Answer(wait->then(true));
            } else {
                answer = http::Answer(std::get<http::Work>(answer).run());
            }
            if (joined || !erased()) continue;
            join();
            joined = true;
        }
        CHECK(std::get<http::Response>(answer).status == 204);
        house.catch_up();
        CHECK(house.get(house.ada, "/api/v1/communities/kine/members/" + member).json()["state"] == "erased");
    }
}

TEST_CASE("api own account: wrong passwords wait longer and longer, for known and unknown addresses alike") {
    ApiBench bench(Flags{{"registration", "confirm"}, {"sign_in_per_minute", "8"}});
    (void)bench.register_account("ada");
    const auto tries = [&](const std::string& email) {
        std::string told;
        for (int i = 0; i < 8; ++i) {
            const Reply reply = bench.post(nobody, session, {{"email", email}, {"password", "wrong"}});
            told += std::to_string(reply.status) + " " + reply.header("Retry-After") + "\n";
        }
        return told;
    };
    const std::string known = tries("ada@example.org");
    bench.address = "198.51.100.9";
    bench.tick(std::chrono::minutes(2));
    CHECK(tries("nobody@example.org") == known);
    CHECK(known.find("429") != std::string::npos);
}

TEST_CASE("api own account: a household counts once, whichever of its IPv6 addresses it takes") {
    ApiBench bench(Flags{{"registration", "confirm"}, {"register_per_hour", "3"}, {"sign_in_per_minute", "4"}});
    const std::string terms = bench.get(nobody, terms_page).json()["version"];
    int asked = 0;
    const auto from_many = [&](const std::function<Reply()>& ask) {
        int taken = 0;
        while (true) {
            bench.address = "2001:db8:0:1::" + std::to_string(++asked);
            if (ask().brief() == "429 too-often") return taken;
            if (++taken == 10) return taken;
        }
    };
    const auto email = [&] { return "somebody" + std::to_string(asked) + "@example.org"; };
    const auto sign_in = [&] { return bench.post(nobody, session, {{"email", email()}, {"password", "wrong"}}); };
    const auto forget = [&] { return bench.post(nobody, resets, {{"email", email()}}); };
    const auto apply = [&] {
        const Json form = {{"name", "Maëlle"}, {"email", email()}, {"password", password}, {"terms", terms}};
        return bench.post(nobody, accounts, form);
    };
    CHECK(from_many(sign_in) == 4);
    CHECK(from_many(forget) == 3);
    CHECK(from_many(apply) == 0); // of the same
    bench.address = "2001:db8:0:2::1";
    CHECK(apply().brief() == "201");
    CHECK(sign_in().brief() == "401 sign-in-failed");
}

TEST_CASE("api own account: an address is written to so often, whoever applies with it") {
    House house;
    const std::string hers = "stranger@example.org";
    const Person first = house.applicant(hers), second = house.applicant(hers);
    std::uint32_t written = 2;
    while (house.post(first, own + "/confirmation").brief() == "204" && written < 100) ++written;
    CHECK(written == limits::mails_per_address);
    CHECK(house.post(second, own + "/confirmation").brief() == "429 too-often");
}

TEST_CASE("api own account: strangers who guess do not lock out who is signed in, nor who has reset the password") {
    House house;
    const Person who = house.confirmed("maelle@example.org");
    Instant at = house.now();
    for (Duration wait{}; wait < std::chrono::minutes(2); at = at + wait)
        wait = house.services().rates.guesses.attempt("maelle@example.org", at).value_or(Duration{});
    CHECK(house.sign_in("maelle@example.org").brief() == "429 too-often");
    const Json wrong = {{"password", "wrong"}, {"new_password", "a new password"}};
    CHECK(house.put(who, own + "/password", wrong).brief() == "422 wrong-password /password");
    const Json right = {{"password", password}, {"new_password", "a new password"}};
    CHECK(house.put(who, own + "/password", right).brief() == "204");
    CHECK(house.sign_in("maelle@example.org", "a new password").brief() == "429 too-often");
    const Json forgotten = {{"token", house.reset(who)}, {"password", "the third password"}};
    CHECK(house.put(nobody, resets, forgotten).brief() == "204");
    CHECK(house.sign_in("maelle@example.org", "the third password").brief() == "201");
}
