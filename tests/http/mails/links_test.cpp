// SPDX-License-Identifier: Apache-2.0
#include "http/mails/links.hpp"

#include "core/base/base64url.hpp"
#include "core/base/effects.hpp"

using namespace palabre;
using namespace palabre::http::mails;

namespace {

SecretKey key(std::uint64_t seed) {
    SeededRandom random(seed);
    return SecretKey::draw(random);
}

const Unsubscription meant{*CommunityId::parse("c-test"), MemberId(7), Ends::daily};

} // namespace

TEST_CASE("mail links: a token says what it was made for") {
    const Links links(key(1));
    const auto read = links.read(links.token(meant));
    REQUIRE(read);
    CHECK(read->community == meant.community);
    CHECK(read->member == meant.member);
    CHECK(read->ends == meant.ends);
    CHECK(links.token(meant) == links.token(meant));
}

TEST_CASE("mail links: what this house did not seal is no token") {
    const Links links(key(1));
    const std::string token = links.token(meant);
    CHECK_FALSE(Links(key(2)).read(token));
    for (const std::string& bad : {std::string(), std::string("x"), std::string(10'000, 'A'), token + "A",
                                   token.substr(1), "!" + token.substr(1), base64url::encode(std::string(40, 'x'))}) {
        CAPTURE(bad);
        CHECK_FALSE(links.read(bad));
    }
    const std::string bytes = *base64url::decode(token);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CHECK_FALSE(links.read(base64url::encode(changed)));
    }
}
