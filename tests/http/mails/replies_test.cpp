// SPDX-License-Identifier: Apache-2.0
#include "http/mails/replies.hpp"

#include "core/base/effects.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/mails/aliases.hpp"
#include "tests/core/temp_folder.hpp"

#include <fstream>

using namespace palabre;
using namespace palabre::http::mails;
using palabre::test::TempFolder;

namespace {

SecretKey key(std::uint64_t seed) {
    SeededRandom random(seed);
    return SecretKey::draw(random);
}

const Answering meant{CommunityId::from_number(7), ConversationId(8), Party::correspondent};

std::string mail_to(const std::string& address, const std::string& body = "Oui, jeudi.\n",
                    const std::string& more = {}) {
    return more + "From: Rosa <rosa@example.net>\nTo: <" + address + ">\nMessage-ID: <1@example.net>\n\n" + body;
}

const mail::Alias alias = *Aliases(key(1)).alias(meant);
const std::string address = mail::ReplyAddress::parse("reponses@example.org")->with(alias).text();

} // namespace

TEST_CASE("aliases: one says what it was made for, and nothing to others") {
    const Aliases aliases(key(1));
    CHECK(aliases.read(alias) == meant);
    CHECK(aliases.alias(meant) == alias);
    Answering other = meant;
    other.party = Party::advertiser;
    CHECK(aliases.alias(other) != alias);
    CHECK(aliases.read(*aliases.alias(other)) == other);
    CHECK_FALSE(Aliases(key(2)).read(alias));
    CHECK(alias.view().find(meant.conversation.view()) == std::string_view::npos);
    CHECK_FALSE(aliases.alias({CommunityId::platform(), ConversationId(8), Party::advertiser}));
    for (std::size_t i = 0; i < mail::Alias::size; ++i) {
        mail::Alias changed = alias;
        changed.bytes[i] = static_cast<unsigned char>(changed.bytes[i] ^ 1);
        CHECK_FALSE(aliases.read(changed));
    }
}

TEST_CASE("replies: a mail to an alias says who answers what") {
    const auto reply = read_reply(mail_to(address));
    REQUIRE(reply);
    CHECK(reply->sender.text() == "rosa@example.net");
    CHECK(reply->aliases == std::vector{alias});
    CHECK(reply->text == "Oui, jeudi.");
    CHECK(read_reply(mail_to(address, "Autre chose.\n"))->key == reply->key);
    CHECK(read_reply(mail_to("reponses@example.org"), address)->aliases == std::vector{alias});
    const auto long_one = read_reply(mail_to(address, std::string(40'000, 'x')));
    REQUIRE(long_one);
    CHECK(text::length(long_one->text) == limits::message + 1);
    CHECK(read_reply(mail_to(address, "Oui.\nhttps://palabre.example/unsubscribe/abc\nNon.\n"))->text == "Oui.\nNon.");
}

TEST_CASE("replies: any other mail says nothing") {
    for (const std::string& other :
         {std::string(), std::string("x"), mail_to("reponses@example.org"), mail_to("reponses+x@example.org"),
          mail_to(address, ""), mail_to(address, "\n \n"), mail_to(address, "> tout est cité\n"),
          mail_to(address, "Oui.\n", "Auto-Submitted: auto-replied\n"), mail_to(address, "Oui.\n", "Return-Path: <>\n"),
          "To: " + address + "\n\nOui.\n", "From: nobody\nTo: " + address + "\n\nOui.\n"}) {
        CAPTURE(other);
        CHECK_FALSE(read_reply(other));
    }
}

TEST_CASE("replies: what was left is taken once, and stays while it cannot be decided") {
    const TempFolder folder;
    const auto place = folder / "mail";
    int taken = 0;
    CHECK(take_replies(place, [](const Reply&) { return Status(); }) == 0); // no folder yet
    const Reply reply = *read_reply(mail_to(address, "Oui,\n\njeudi à 14 h.\n"));
    REQUIRE(leave_reply(place, reply));
    REQUIRE(leave_reply(place, reply)); // the same once more
    for (const std::string& odd :
         {std::string(), std::string("\xff"), std::string(100'000, ' '), reply.key.text() + " x\n\nOui",
          reply.key.text() + " rosa@example.net\n\n \n", reply.key.text() + " rosa@example.net"})
        std::ofstream(place / "replies" / (std::to_string(odd.size()) + ".reply"), std::ios::binary) << odd;
    CHECK(take_replies(place, [](const Reply&) -> Status { return error(ErrorCode::busy, "not now"); }) == 1);
    CHECK(take_replies(place, [&](const Reply& found) -> Status {
              CHECK(found.key == reply.key);
              CHECK(found.sender == reply.sender);
              CHECK(found.aliases == reply.aliases);
              CHECK(found.text == "Oui,\n\njeudi à 14 h.");
              ++taken;
              return {};
          }) == 0);
    CHECK(taken == 1);
    CHECK(std::filesystem::is_empty(place / "replies"));
    CHECK(std::filesystem::is_empty(place / "tmp"));
}
