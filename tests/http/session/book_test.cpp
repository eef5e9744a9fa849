// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "http/session/book.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using namespace palabre::http;
using namespace std::chrono_literals;

namespace {

const Instant start = *Instant::parse("2026-03-01T09:00:00.000000Z");
constexpr std::string_view phone = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0";

Session session(std::uint64_t account, unsigned char secret, std::uint32_t epoch = 0) {
    Session made{.account = AccountId(account), .epoch = epoch, .issued = start, .secret = {}};
    made.secret.bytes[0] = secret;
    return made;
}

} // namespace

TEST_CASE("session book: what browsers say of themselves becomes names, and nothing else") {
    CHECK(device_words(phone) == "Firefox · Android");
    CHECK(device_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                       "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0") == "Edge · Windows");
    CHECK(device_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                       "Chrome/130.0.0.0 Safari/537.36") == "Chrome · Windows");
    CHECK(
        device_words("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                     "Version/18.0 Mobile/15E148 Safari/604.1") == "Safari · iPhone");
    CHECK(device_words("curl/8.0") == "");
    CHECK(device_words("<script>Linux</script>") == "Linux");
    CHECK(device_words("") == "");
}

TEST_CASE("session book: each session once, the one seen last first, by days") {
    SessionBook book(start, 10);
    book.note(session(1, 1), phone, start);
    book.note(session(1, 2), "curl/8.0", start + 1h);
    book.note(session(1, 1), "another by now", start + 20h);
    book.note(session(2, 3), phone, start);
    const auto seen = book.seen(session(1, 2));
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].device == "Firefox · Android"); // as it was seen first
    CHECK(seen[0].last_day.text() == "2026-03-02T00:00:00.000000Z");
    CHECK_FALSE(seen[0].current);
    CHECK(seen[1].last_day.text() == "2026-03-01T00:00:00.000000Z");
    CHECK(seen[1].current);
}

TEST_CASE("session book: what ended is not shown, what is forgotten is gone") {
    SessionBook book(start, 10);
    book.note(session(1, 1, 0), phone, start);
    book.note(session(1, 2, 1), phone, start);
    CHECK(book.seen(session(1, 2, 1)).size() == 1);
    book.forget(AccountId(1));
    book.forget(AccountId(1));
    CHECK(book.seen(session(1, 2, 1)).empty());
    CHECK(book.accounts() == 0);
}

TEST_CASE("session book: one that ended goes alone") {
    SessionBook book(start, 10);
    book.note(session(1, 1), phone, start);
    book.note(session(1, 2), phone, start);
    book.forget(AccountId(1), Sessions::id(session(1, 2)));
    book.forget(AccountId(2), Sessions::id(session(1, 1)));
    const auto seen = book.seen(session(1, 1));
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].id == Sessions::id(session(1, 1)));
    CHECK(seen[0].id.view() != session(1, 1).secret.view()); // it opens nothing
}

TEST_CASE("session book: it never holds more than it may") {
    SessionBook book(start, 3);
    for (std::uint64_t account = 1; account <= 20; ++account) book.note(session(account, 1), phone, start);
    CHECK(book.accounts() == 3);
    CHECK(book.seen(session(20, 1)).size() == 1);
    CHECK(book.seen(session(1, 1)).empty());
    for (unsigned char secret = 0; secret < 200; ++secret) book.note(session(20, secret), phone, start + 1h);
    CHECK(book.seen(session(20, 1)).size() == limits::book_sessions);
}
