// SPDX-License-Identifier: Apache-2.0
// Accepting answers, keeping house, following.
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::test;

TEST_CASE("api acts: the asker, a moderator or a manager marks the answer that helped") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const std::string answer = village.reply(village.ben, opened), other = village.reply(village.ben, opened);
    const std::string comment = village.reply(village.ben, opened, "c", answer);
    const std::string where = Village::thread(opened, "/accepted-answer");
    CHECK(village.put(nobody, where, {{"post", answer}}).brief() == "401 sign-in-required");
    CHECK(village.put(village.ben, where, {{"post", answer}}).brief() == "403 not-yours");
    CHECK(village.remove(village.ben, where).brief() == "403 not-yours");
    CHECK(village.put(village.ada, where, {{"post", comment}}).brief() == "409 wrong-kind /post");
    CHECK(village.put(village.ada, where, {{"post", opened.post}}).brief() == "409 wrong-kind /post");
    CHECK(village.put(village.ada, where, {{"post", "mzxw6ytboi2dg"}}).brief() == "404 not-found /post");
    CHECK(village.put(village.ada, where, {{"post", answer}}).brief() == "204");
    CHECK(village.page(nobody, opened)["thread"]["accepted"] == answer);
    CHECK(village.put(village.moderator, where, {{"post", other}}).brief() == "204");
    CHECK(village.page(nobody, opened)["thread"]["accepted"] == other);
    CHECK(village.remove(village.ada, where).brief() == "204");
    CHECK(village.remove(village.ada, where).brief() == "204"); // so already
    CHECK(village.page(nobody, opened)["thread"]["accepted"] == nullptr);

    const Opened opinion = village.open(village.ada, {village.public_space}, "o", "opinion");
    const std::string reply = village.reply(village.ben, opinion);
    CHECK(village.put(village.ada, Village::thread(opinion, "/accepted-answer"), {{"post", reply}}).brief() ==
          "409 wrong-kind");
    REQUIRE(village.remove(village.ben, Village::at("/posts/" + other)).status == 204);
    CHECK(village.put(village.ada, where, {{"post", other}}).brief() == "410 gone /post");
}

TEST_CASE("api acts: moderators pin and lock, and take it back") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    for (const char* what : {"pin", "lock"}) {
        const std::string where = Village::thread(opened, std::string("/") + what);
        const std::string member = what == std::string("pin") ? "pinned" : "locked";
        CHECK(village.put(village.ada, where).brief() == "403 role-required");
        CHECK(village.put(village.moderator, where).brief() == "204");
        CHECK(village.put(village.manager, where).brief() == "204");
        CHECK(village.page(nobody, opened)["thread"][member] == true);
        if (member == "locked") {
            CHECK(village.post(village.ben, Village::thread(opened, "/posts"), {{"body", "x"}}).brief() ==
                  "409 locked");
        }
        CHECK(village.remove(village.ben, where).brief() == "403 role-required");
        CHECK(village.remove(village.moderator, where).brief() == "204");
        CHECK(village.page(nobody, opened)["thread"][member] == false);
        CHECK(village.put(village.moderator, Village::at("/threads/mzxw6ytboi2dg/") + what).brief() == "404 not-found");
        CHECK(village.put(village.moderator, Village::at("/threads/x/") + what).brief() == "404 not-found");
    }
}

TEST_CASE("api acts: moderators move threads to where they may themselves") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const std::string where = Village::thread(opened, "/spaces");
    const auto to = [](const std::vector<std::string>& spaces) { return Json{{"spaces", spaces}}; };
    CHECK(village.put(village.ada, where, to({village.members_space})).brief() == "403 role-required");
    CHECK(village.put(village.moderator, where, to({})).brief() == "422 missing /spaces");
    CHECK(village.put(village.moderator, where, to({village.secret_space})).brief() == "404 not-found /spaces/0");
    CHECK(village.put(village.moderator, where, to({village.members_space})).brief() == "204");
    CHECK(village.get(nobody, Village::thread(opened)).brief() == "401 sign-in-required");
    CHECK(village.get(nobody, Village::at("/threads")).json()["threads"] == Json::array());
    CHECK(village.put(village.moderator, where, to({village.closed_space})).brief() == "204");
    CHECK(village.get(village.ada, Village::thread(opened)).brief() ==
          "404 not-found"); // her own, and she may not know
    CHECK(village.put(village.moderator, where, to({village.public_space, village.members_space})).brief() == "204");
    CHECK(village.get(village.ada, Village::thread(opened)).brief() == "200");
}

TEST_CASE("api acts: members follow threads and spaces") {
    Village village;
    const Opened opened = village.open(village.ada, {village.public_space});
    const std::string where = Village::thread(opened, "/follow");
    CHECK(village.put(nobody, where).brief() == "401 sign-in-required");
    CHECK(village.put(village.outsider, where).brief() == "403 not-a-member");
    CHECK(village.put(village.ben, where).brief() == "204");
    CHECK(village.page(village.ben, opened)["viewer"]["following"] == true);
    CHECK(village.page(village.ada, opened)["viewer"]["following"] == false);
    CHECK(village.remove(village.ben, where).brief() == "204");
    CHECK(village.page(village.ben, opened)["viewer"]["following"] == false);
    for (const std::string& space : {std::string("entre-nous"), village.members_space}) {
        const std::string follow = Village::at("/spaces/" + space + "/follow");
        CHECK(village.put(nobody, follow).brief() == "401 sign-in-required");
        CHECK(village.put(village.ben, follow).brief() == "204");
        CHECK(village.remove(village.ben, follow).brief() == "204");
        CHECK(village.remove(village.ben, follow).brief() == "204"); // so already
    }
    CHECK(village.put(village.ben, Village::at("/spaces/nowhere/follow")).brief() == "404 not-found");
    CHECK(village.put(village.ben, Village::at("/spaces/verifies/follow")).brief() == "403 verification-required");
}
