// SPDX-License-Identifier: Apache-2.0
// The rules of the forum, as given / when / then on the real write side.
#include "commands/forum/entities.hpp"
#include "core/limits.hpp"
#include "tests/commands/bench.hpp"

using namespace palabre;
using namespace palabre::commands;
using events::forum::ReactionKind;
using events::forum::ThreadKind;

namespace {

/// A public and a members' space, an asker, a helper, a moderator and somebody from outside, one question with an
/// answer.
struct Forum : Bench {
    CommunityId c = found(true);
    MemberId asker = join(c, "Ann"), helper = join(c, "Ben"), moderator = join(c, "Mod");
    MemberId stranger = random.draw<MemberId>();
    SpaceId open_space = space(c, "ouvert"), inner_space = space(c, "membres", spaces::Visibility::members);
    SpaceId secret_space = space(c, "secret", spaces::Visibility::secret);
    ThreadId thread = random.draw<ThreadId>();
    PostId opening = random.draw<PostId>(), answer = random.draw<PostId>();

    Forum() {
        REQUIRE(
            accepted(run(c, members::GiveRole{moderator, events::members::Role::moderator}, {.administrator = true})));
        REQUIRE(accepted(run(c, question(thread, opening), as(asker))));
        REQUIRE(accepted(run(c, forum::PublishPost{.thread = thread, .post = answer, .body = "Oui."}, as(helper))));
    }
    forum::OpenThread question() { return question(random.draw<ThreadId>(), random.draw<PostId>()); }
    forum::OpenThread question(ThreadId id, PostId post) const {
        return {.thread = id,
                .post = post,
                .kind = ThreadKind::question,
                .spaces = {open_space},
                .title = "Une question ?",
                .body = "Texte."};
    }
    forum::PublishPost reply() { return {.thread = thread, .post = random.draw<PostId>(), .body = "Encore."}; }
};

Problem is(Reason reason, std::string field = {}) {
    return {reason, std::move(field)};
}

} // namespace

TEST_CASE("open thread: each field at its limit and one past") {
    Forum f;
    auto c = f.question();
    c.title = std::string(limits::title, 'x');
    CHECK(accepted(f.run(f.c, c, as(f.asker))));
    c = f.question();
    c.title = std::string(limits::title + 1, 'x');
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::too_long, "/title"));
    c = f.question();
    c.title.clear();
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::missing, "/title"));
    c = f.question();
    c.title = "\xff";
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::ill_formed, "/title"));

    c = f.question();
    c.body = std::string();
    for (std::size_t i = 0; i < limits::body; ++i) c.body += "é"; // code points count, not bytes
    CHECK(accepted(f.run(f.c, c, as(f.asker))));
    c = f.question();
    c.body = std::string(limits::body + 1, 'x');
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::too_long, "/body"));

    c = f.question();
    for (std::size_t i = 0; i < limits::tags_per_thread; ++i)
        c.tags.push_back(std::string(limits::tag - 1, 'a') + char('a' + i));
    CHECK(accepted(f.run(f.c, c, as(f.asker))));
    c = f.question();
    c.tags = std::vector<std::string>(limits::tags_per_thread + 1, "a");
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::too_many, "/tags"));
    c.tags = {"a", "b", "a"};
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::ill_formed, "/tags/2"));
    c.tags = {std::string(limits::tag + 1, 'a')};
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::too_long, "/tags/0"));
}

TEST_CASE("open thread: 1 to 5 spaces that are there, none twice, none hidden") {
    Forum f;
    auto c = f.question();
    c.spaces.clear();
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::missing, "/spaces"));
    c.spaces = {f.open_space, f.open_space};
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::ill_formed, "/spaces/1"));
    c.spaces = {f.open_space, f.random.draw<SpaceId>()};
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::not_found, "/spaces/1"));
    c.spaces = {f.secret_space};
    CHECK(problem(f.run(f.c, c, as(f.asker)))->reason == Reason::not_found);
    c.spaces = {f.open_space, f.inner_space};
    for (int i = 0; i < 3; ++i) c.spaces.push_back(f.space(f.c, "e" + std::to_string(i)));
    CHECK(accepted(f.run(f.c, c, as(f.asker))));
    c = f.question();
    for (int i = 0; i < 6; ++i) c.spaces.push_back(f.space(f.c, "f" + std::to_string(i)));
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::too_many, "/spaces"));
}

TEST_CASE("only active members write") {
    Forum f;
    CHECK(problem(f.run(f.c, f.question(), as(f.stranger))) == is(Reason::sign_in_required));
    CHECK(problem(f.run(f.c, f.reply(), {})) == is(Reason::sign_in_required));
    REQUIRE(accepted(f.run(f.c, members::Leave{f.helper}, as(f.helper))));
    CHECK(problem(f.run(f.c, f.reply(), as(f.helper))) == is(Reason::not_a_member));
}

TEST_CASE("ids are taken once, and the refusal says which") {
    Forum f;
    auto c = f.question();
    c.thread = f.thread;
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::taken, "/thread"));
    c = f.question();
    c.post = f.answer;
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::taken, "/post"));
    auto reply = f.reply();
    reply.post = f.answer;
    CHECK(problem(f.run(f.c, reply, as(f.asker))) == is(Reason::taken, "/post"));
    CHECK(problem(f.run(f.c, spaces::CreateSpace{.space = f.open_space, .slug = "neu", .name = "Neu"},
                        {.administrator = true})) == is(Reason::taken, "/space"));
    CHECK(problem(f.run(f.c, members::Join{.member = f.asker, .identity_key = {}, .content_key = {}, .name = "Ann"},
                        as(f.asker))) == is(Reason::taken, "/member"));
}

TEST_CASE("reply: the thread is there, shown and not locked, and the parent is its post") {
    Forum f;
    auto c = f.reply();
    c.parent = f.answer;
    CHECK(accepted(f.run(f.c, c, as(f.asker))));
    c = f.reply();
    c.parent = f.random.draw<PostId>();
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::not_found, "/parent"));
    const auto other = f.question();
    REQUIRE(accepted(f.run(f.c, other, as(f.asker))));
    c = f.reply();
    c.parent = other.post;
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::not_found, "/parent"));
    c = f.reply();
    c.thread = f.random.draw<ThreadId>();
    CHECK(problem(f.run(f.c, c, as(f.asker))) == is(Reason::not_found));

    REQUIRE(accepted(f.run(f.c, forum::LockThread{f.thread, true}, as(f.moderator))));
    CHECK(problem(f.run(f.c, f.reply(), as(f.asker))) == is(Reason::locked));
    REQUIRE(accepted(f.run(f.c, forum::LockThread{f.thread, false}, as(f.moderator))));
    CHECK(accepted(f.run(f.c, f.reply(), as(f.asker))));
}

TEST_CASE("edit: one's own, a title only where it begins, a stale version conflicts") {
    Forum f;
    CHECK(
        accepted(f.run(f.c, forum::EditPost{.post = f.opening, .title = "Autre titre", .body = "Neu."}, as(f.asker))));
    CHECK(problem(f.run(f.c, forum::EditPost{.post = f.answer, .title = "Titre", .body = "x"}, as(f.helper))) ==
          is(Reason::wrong_kind, "/title"));
    CHECK(problem(f.run(f.c, forum::EditPost{.post = f.answer, .body = "x"}, as(f.asker))) == is(Reason::not_yours));
    CHECK(accepted(f.run(f.c, forum::EditPost{.post = f.answer, .body = "x"}, as(f.moderator))));

    const auto seen = f.model->find(log::entity(f.c, forum::Post::kind, f.answer.text()))->version;
    CHECK(accepted(f.run(f.c, forum::EditPost{.post = f.answer, .body = "y", .expected = seen}, as(f.helper))));
    CHECK(problem(f.run(f.c, forum::EditPost{.post = f.answer, .body = "z", .expected = seen}, as(f.helper))) ==
          is(Reason::version_conflict));
    // A reaction is no edit: the version holds.
    const auto now = f.model->find(log::entity(f.c, forum::Post::kind, f.answer.text()))->version;
    REQUIRE(accepted(f.run(f.c, forum::React{f.answer, ReactionKind::like}, as(f.asker))));
    CHECK(accepted(f.run(f.c, forum::EditPost{.post = f.answer, .body = "z", .expected = now}, as(f.helper))));
}

TEST_CASE("remove: one's own or by a moderator, again is nothing, and the opening post takes its thread along") {
    Forum f;
    CHECK(problem(f.run(f.c, forum::RemovePost{.post = f.answer}, as(f.asker))) == is(Reason::not_yours));
    CHECK(accepted(f.run(f.c, forum::RemovePost{.post = f.answer}, as(f.helper))));
    CHECK(unchanged(f.run(f.c, forum::RemovePost{.post = f.answer}, as(f.helper))));
    CHECK(problem(f.run(f.c, forum::EditPost{.post = f.answer, .body = "x"}, as(f.helper))) == is(Reason::gone));
    CHECK(problem(f.run(f.c, forum::React{f.answer, ReactionKind::like}, as(f.asker))) == is(Reason::gone));
    CHECK(accepted(f.run(f.c, forum::RemovePost{.post = f.opening}, as(f.moderator))));
    CHECK(problem(f.run(f.c, f.reply(), as(f.asker))) == is(Reason::gone));
}

TEST_CASE("react: one a person and post, taken back, dislikes only where they are") {
    Forum f;
    const forum::React like{f.answer, ReactionKind::like}, dislike{f.answer, ReactionKind::dislike};
    CHECK(accepted(f.run(f.c, like, as(f.asker))));
    CHECK(unchanged(f.run(f.c, like, as(f.asker))));
    CHECK(problem(f.run(f.c, dislike, as(f.asker))) == is(Reason::wrong_kind, "/kind"));
    CHECK(unchanged(f.run(f.c, forum::Unreact{f.answer, ReactionKind::dislike}, as(f.asker))));
    CHECK(accepted(f.run(f.c, forum::Unreact{f.answer, ReactionKind::like}, as(f.asker))));
    CHECK(accepted(f.run(f.c, dislike, as(f.asker))));

    const CommunityId kind_only = f.found(false);
    const MemberId ada = f.join(kind_only, "Ada");
    auto c = f.question();
    c.spaces = {f.space(kind_only)};
    REQUIRE(accepted(f.run(kind_only, c, as(ada))));
    CHECK(problem(f.run(kind_only, forum::React{c.post, ReactionKind::dislike}, as(ada))) ==
          is(Reason::wrong_kind, "/kind"));
}

TEST_CASE("accept: by the asker or a moderator, an answer of a question") {
    Forum f;
    CHECK(problem(f.run(f.c, forum::AcceptAnswer{f.thread, f.answer}, as(f.helper))) == is(Reason::not_yours));
    CHECK(problem(f.run(f.c, forum::AcceptAnswer{f.thread, f.opening}, as(f.asker))) ==
          is(Reason::wrong_kind, "/post"));
    auto comment = f.reply();
    comment.parent = f.answer;
    REQUIRE(accepted(f.run(f.c, comment, as(f.helper))));
    CHECK(problem(f.run(f.c, forum::AcceptAnswer{f.thread, comment.post}, as(f.asker))) ==
          is(Reason::wrong_kind, "/post"));
    CHECK(problem(f.run(f.c, forum::AcceptAnswer{f.thread, f.random.draw<PostId>()}, as(f.asker))) ==
          is(Reason::not_found, "/post"));
    CHECK(accepted(f.run(f.c, forum::AcceptAnswer{f.thread, f.answer}, as(f.asker))));
    CHECK(unchanged(f.run(f.c, forum::AcceptAnswer{f.thread, f.answer}, as(f.moderator))));
    CHECK(accepted(f.run(f.c, forum::WithdrawAnswer{f.thread}, as(f.moderator))));
    CHECK(unchanged(f.run(f.c, forum::WithdrawAnswer{f.thread}, as(f.asker))));

    auto news = f.question();
    news.kind = ThreadKind::news;
    REQUIRE(accepted(f.run(f.c, news, as(f.asker))));
    auto reply = f.reply();
    reply.thread = news.thread;
    REQUIRE(accepted(f.run(f.c, reply, as(f.helper))));
    CHECK(problem(f.run(f.c, forum::AcceptAnswer{news.thread, reply.post}, as(f.asker))) == is(Reason::wrong_kind));
}

TEST_CASE("pin, lock and move are moderators' acts") {
    Forum f;
    const Command acts[] = {forum::PinThread{f.thread, true}, forum::LockThread{f.thread, true},
                            forum::MoveThread{f.thread, {f.inner_space}}};
    for (const auto& act : acts) {
        CHECK(problem(f.run(f.c, act, as(f.asker))) == is(Reason::role_required));
        CHECK(accepted(f.run(f.c, act, as(f.moderator))));
        CHECK(unchanged(f.run(f.c, act, as(f.moderator))));
    }
    CHECK(f.model->get<forum::ThreadStatus>(f.c, f.thread)->spaces == std::vector{f.inner_space});
}

TEST_CASE("follow a thread or a space, not both, not neither") {
    Forum f;
    CHECK(problem(f.run(f.c, forum::Follow{}, as(f.asker))) == is(Reason::missing, "/thread"));
    const forum::Follow both{.thread = f.thread, .space = f.open_space};
    CHECK(problem(f.run(f.c, both, as(f.asker))) == is(Reason::too_many, "/space"));
    CHECK(problem(f.run(f.c, forum::Unfollow{.thread = f.thread, .space = f.open_space}, as(f.asker))) ==
          is(Reason::too_many, "/space"));
    CHECK(problem(f.run(f.c, forum::Unfollow{}, as(f.asker))) == is(Reason::missing, "/thread"));
    CHECK(accepted(f.run(f.c, forum::Follow{.thread = f.thread}, as(f.asker))));
    CHECK(unchanged(f.run(f.c, forum::Follow{.thread = f.thread}, as(f.asker))));
    CHECK(accepted(f.run(f.c, forum::Follow{.space = f.inner_space}, as(f.asker))));
    CHECK(accepted(f.run(f.c, forum::Unfollow{.space = f.inner_space}, as(f.asker))));
    CHECK(unchanged(f.run(f.c, forum::Unfollow{.space = f.inner_space}, as(f.asker))));
    CHECK(problem(f.run(f.c, forum::Follow{.space = f.secret_space}, as(f.asker))) == is(Reason::not_found));
}

TEST_CASE("unfollow: what one may not see any more, or what is gone, by whoever is a member still") {
    Forum f;
    REQUIRE(accepted(f.run(f.c, forum::Follow{.thread = f.thread}, as(f.asker))));
    REQUIRE(accepted(f.run(f.c, forum::Follow{.thread = f.thread}, as(f.helper))));
    REQUIRE(accepted(f.run(f.c, forum::Follow{.space = f.inner_space}, as(f.helper))));
    const Caller import{.actor = f.moderator.text(), .origin = log::Origin::import};
    REQUIRE(accepted(f.run(f.c, forum::MoveThread{f.thread, {f.secret_space}}, import)));
    CHECK(problem(f.run(f.c, forum::Follow{.thread = f.thread}, as(f.moderator))) == is(Reason::not_found));
    CHECK(accepted(f.run(f.c, forum::Unfollow{.thread = f.thread}, as(f.asker))));
    REQUIRE(accepted(f.run(f.c, forum::RemovePost{.post = f.opening}, import)));
    CHECK(accepted(f.run(f.c, forum::Unfollow{.thread = f.thread}, as(f.helper))));
    CHECK(unchanged(f.run(f.c, forum::Unfollow{.thread = f.random.draw<ThreadId>()}, as(f.helper))));
    CHECK(problem(f.run(f.c, forum::Unfollow{.thread = f.thread}, as(f.stranger))) == is(Reason::sign_in_required));
    REQUIRE(accepted(f.run(f.c, members::Leave{f.helper}, as(f.helper))));
    CHECK(problem(f.run(f.c, forum::Unfollow{.space = f.inner_space}, as(f.helper))) == is(Reason::not_a_member));
}
