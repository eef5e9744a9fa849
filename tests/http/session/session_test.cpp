// SPDX-License-Identifier: Apache-2.0
#include "http/session/session.hpp"

#include "core/limits.hpp"
#include "http/session/passwords.hpp"
#include "tests/http/world.hpp"

using namespace palabre;
using namespace palabre::http;
using test::request;

namespace {

struct Cookies {
    ManualClock clock{Instant{1'700'000'000'000'000}};
    SeededRandom random{1};
    config::Settings settings = test::settings();
    SecretKey key = SecretKey::draw(random);
    Sessions sessions{key, clock, random, settings};

    /// The value between '=' and ';'.
    static std::string value(const std::string& cookie) {
        return cookie.substr(cookie.find('=') + 1, cookie.find(';') - cookie.find('=') - 1);
    }
    std::optional<Session> read(const std::string& cookies) const {
        return sessions.read(request(Method::get, "/", {{"cookie", cookies}}));
    }
};

} // namespace

TEST_CASE("session: what was sealed is read, among other cookies") {
    Cookies all;
    const std::string cookie = all.sessions.issue(request(Method::get, "/"), AccountId(77), 5);
    CHECK(cookie.starts_with("palabre="));
    CHECK(cookie.find("; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000") != std::string::npos);
    CHECK(cookie.find("Secure") == std::string::npos);
    const auto session = all.read("a=b; palabre=" + Cookies::value(cookie) + "; c=d");
    REQUIRE(session.has_value());
    CHECK(session->account == AccountId(77));
    CHECK(session->epoch == 5);
    CHECK(session->issued == all.clock.now());
    CHECK(session->secret != SessionSecret{});
    CHECK(cookie.find(AccountId(77).text()) == std::string::npos);
}

TEST_CASE("session: what was issued before the vault was restored is none") {
    Cookies all;
    const auto read_after = [&](Duration until_restored) {
        const std::string cookie = all.sessions.issue(request(Method::get, "/"), AccountId(77), 5);
        const Sessions after(all.key, all.clock, all.random, all.settings, all.clock.now() + until_restored);
        return after.read(request(Method::get, "/", {{"cookie", "palabre=" + Cookies::value(cookie)}})).has_value();
    };
    CHECK(!read_after(Duration(1)));
    CHECK(read_after(Duration(0)));
    CHECK(read_after(-std::chrono::hours(1)));
}

TEST_CASE("session: a changed, shortened or foreign cookie is none") {
    Cookies all;
    const std::string value = Cookies::value(all.sessions.issue(request(Method::get, "/"), AccountId(77), 5));
    REQUIRE(all.read("palabre=" + value).has_value());
    for (std::size_t i = 0; i < value.size(); i += 7) {
        std::string changed = value;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK(!all.read("palabre=" + changed).has_value());
    }
    CHECK(!all.read("palabre=" + value.substr(1)).has_value());
    CHECK(!all.read("palabre=" + value + "A").has_value());
    CHECK(!all.read("palabre=").has_value());
    CHECK(!all.read("palabre=" + std::string(value.size(), '!')).has_value());
    CHECK(!all.read("__Host-palabre=" + value).has_value());
    Cookies other;
    other.random = SeededRandom(2);
    const Sessions foreign(SecretKey::draw(other.random), all.clock, other.random, all.settings);
    CHECK(!foreign.read(request(Method::get, "/", {{"cookie", "palabre=" + value}})).has_value());
}

TEST_CASE("session: over https the cookie is __Host- and Secure, and no other is read") {
    Cookies all;
    Request https = request(Method::get, "/");
    https.secure = true;
    const std::string cookie = all.sessions.issue(https, AccountId(1), 0);
    CHECK(cookie.starts_with("__Host-palabre="));
    CHECK(cookie.ends_with("; Secure"));
    https.headers = {{"cookie", "palabre=" + Cookies::value(cookie)}};
    CHECK(!all.sessions.read(https).has_value());
    https.headers = {{"cookie", "__Host-palabre=" + Cookies::value(cookie)}};
    CHECK(all.sessions.read(https).has_value());
    CHECK(all.sessions.clear(https) == "__Host-palabre=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");

    const auto secure = [&](config::SecureCookies setting, std::optional<std::string> url) {
        config::Settings settings = all.settings;
        settings.secure_cookies = setting;
        settings.public_url = std::move(url);
        return Sessions(all.key, all.clock, all.random, settings).secure(request(Method::get, "/"));
    };
    CHECK(secure(config::SecureCookies::always, {}));
    CHECK(secure(config::SecureCookies::automatic, "https://example.org"));
    CHECK(!secure(config::SecureCookies::automatic, "http://example.org"));
    CHECK(!secure(config::SecureCookies::never, "https://example.org"));
}

TEST_CASE("session: it lives thirty days, and not from the future") {
    Cookies all;
    const std::string cookie =
        "palabre=" + Cookies::value(all.sessions.issue(request(Method::get, "/"), AccountId(1), 0));
    const Instant issued = all.clock.now();
    all.clock.set(issued + limits::session_life + Duration(-1));
    CHECK(all.read(cookie).has_value());
    all.clock.set(issued + limits::session_life);
    CHECK(!all.read(cookie).has_value());
    all.clock.set(issued + -std::chrono::duration_cast<Duration>(limits::session_ahead));
    CHECK(all.read(cookie).has_value());
    all.clock.set(issued + -std::chrono::duration_cast<Duration>(limits::session_ahead) + Duration(-1));
    CHECK(!all.read(cookie).has_value());
}

TEST_CASE("passwords: the right one, a wrong one, and none at all") {
    const std::string stored = hash_password("correct horse");
    CHECK(stored.starts_with("$argon2id$"));
    CHECK(stored != hash_password("correct horse"));
    CHECK(is_password(stored, "correct horse"));
    CHECK(!is_password(stored, "correct horsf"));
    CHECK(!is_password("nonsense", "correct horse"));
    CHECK(!is_password(std::nullopt, "correct horse"));
}
