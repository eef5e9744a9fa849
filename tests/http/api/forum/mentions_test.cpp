// SPDX-License-Identifier: Apache-2.0
// Names behind an "@", as somebody may type them who means no good. What mentions are is in posts_test.cpp.
#include "core/limits.hpp"
#include "tests/http/api/village.hpp"

#include <chrono>

using namespace palabre;
using namespace palabre::test;

namespace {

std::string times(std::size_t count, const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
}

struct Fixture : Village {
    Reply preview(const std::string& body) { return post(ada, at("/preview"), {{"body", body}}); }
    std::string shown(const std::string& body) { return preview(body).json()["body_html"]; }
    bool mentions(const std::string& body) { return shown(body).find("class=\"mention\"") != std::string::npos; }

    /// Of the shortest of three.
    std::chrono::nanoseconds cost(const std::string& body) {
        auto best = std::chrono::nanoseconds::max();
        for (int i = 0; i < 3; ++i) {
            const auto begun = std::chrono::steady_clock::now();
            CHECK(preview(body).status == 200);
            best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - begun);
        }
        return best;
    }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "api mentions: no text costs many times what an ordinary one of its length does") {
    constexpr std::size_t half = limits::body / 2 - 500;
    const auto ordinary = cost(times(2 * half / 13, "Bonjour Maël "));
    CHECK(cost(times(half, "@") + times(half, "…")) < 50 * ordinary);
    CHECK(cost(times(half, "@…")) < 50 * ordinary);
    CHECK(cost(times(half / 100, "@" + times(99, "a "))) < 50 * ordinary);
}

TEST_CASE_FIXTURE(Fixture, "api mentions: a name of the greatest length is found, and not where it goes on") {
    const std::string longest = times(limits::name - 1, "é") + "z";
    (void)join(register_account("long"), longest, true);
    CHECK(mentions("@" + longest));
    CHECK(mentions("@" + longest + ", voyez"));
    CHECK(mentions("@" + longest + "\nvoyez"));
    CHECK(!mentions("@" + longest + "z"));
    // Four bytes a letter: the name ends where no more is looked at.
    const std::string widest = times(limits::name, "𝔞");
    (void)join(register_account("wide"), widest, true);
    CHECK(mentions("@" + widest));
    CHECK(mentions("@" + widest + " voyez"));
    CHECK(!mentions("@" + widest + "𝔞"));
    CHECK(!mentions("@" + widest + "a"));
}

TEST_CASE_FIXTURE(Fixture, "api mentions: past as many as are looked at, text stays text") {
    (void)join(register_account("zoe"), "Zoé Kerbrat", true);
    CHECK(mentions(times(40, "@\n") + "@Zoé Kerbrat"));
    CHECK(!mentions(times(limits::names_tried, "@\n") + "@Zoé Kerbrat"));
}
