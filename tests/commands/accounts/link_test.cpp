// SPDX-License-Identifier: Apache-2.0
#include "commands/accounts/link.hpp"
#include "core/limits.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using namespace palabre::commands::accounts;

namespace {

struct Fixture {
    SeededRandom random{11};
    LinkSeal seal{SecretKey::draw(random)};
    Instant now = *Instant::parse("2026-03-01T09:00:00.000000Z");
    AccountId account{42};
    NameHash hash = random.draw<NameHash>();
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "links: what was sealed is opened, by its kind alone, until it is too old") {
    const Link link = address_link(account, hash, "maëlle@example.org", now);
    const std::string token = seal.seal(link, random);
    CHECK(token.find("example") == std::string::npos);
    CHECK(token.size() <= limits::link_token);
    const auto opened = seal.open(token, LinkKind::address, now);
    REQUIRE(opened.has_value());
    CHECK(AccountId(opened->subject) == account);
    CHECK(NameHash::from(opened->bound.view()) == hash);
    CHECK(opened->text == "maëlle@example.org");
    for (const LinkKind other : {LinkKind::confirm, LinkKind::reset, LinkKind::claim})
        CHECK_FALSE(seal.open(token, other, now).has_value());
    CHECK(seal.open(token, LinkKind::address, now + (limits::confirm_life - Duration(1))).has_value());
    CHECK_FALSE(seal.open(token, LinkKind::address, now + limits::confirm_life).has_value());
}

TEST_CASE_FIXTURE(Fixture, "links: a changed, shortened or foreign token is none") {
    const std::string token = seal.seal(reset_link(account, random.draw<RecordId>(), hash, now), random);
    REQUIRE(seal.open(token, LinkKind::reset, now).has_value());
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(seal.open(changed, LinkKind::reset, now).has_value());
        CHECK_FALSE(seal.open(token.substr(0, i), LinkKind::reset, now).has_value());
    }
    CHECK_FALSE(seal.open(token + "A", LinkKind::reset, now).has_value());
    CHECK_FALSE(seal.open(std::string(limits::link_token + 1, 'A'), LinkKind::reset, now).has_value());
    CHECK_FALSE(LinkSeal(SecretKey::draw(random)).open(token, LinkKind::reset, now).has_value());
}

TEST_CASE_FIXTURE(Fixture, "links: the longest address makes a token that is still taken") {
    const std::string email(limits::email * 4, 'e'); // as many bytes as code points may have
    const std::string token = seal.seal(address_link(account, hash, email, now), random);
    CHECK(token.size() <= limits::link_token);
    CHECK(seal.open(token, LinkKind::address, now).has_value());
}

TEST_CASE_FIXTURE(Fixture, "links: each kind has a page") {
    CHECK(link_path(confirm_link(account, hash, now), "t") == "/confirm/t");
    CHECK(link_path(reset_link(account, RecordId{}, hash, now), "t") == "/reset/t");
    CHECK(link_path(address_link(account, hash, "a@b", now), "t") == "/account/address/t");
    CHECK(link_path(claim_link(CommunityId::from_number(7), MemberId(42), now), "t", "soins") ==
          "/c/soins/claim/" + MemberId(42).text() + "/t");
}
