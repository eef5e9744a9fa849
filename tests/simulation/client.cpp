// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/client.hpp"

#include "commands/forum/entities.hpp"

namespace palabre::sim {

using namespace commands;

namespace {

/// Ever the same command, whatever the body is.
template <class C>
std::function<Command(bool)> plain(C command) {
    return [command](bool) { return Command(command); };
}

std::string text(std::uint64_t number, bool other) {
    return "Texte " + std::to_string(number) + (other ? " bis" : "");
}

} // namespace

Operation Client::draw() {
    Place& place = places_[below(places_.size())];
    if (below(12) == 0) return join(place);
    Wish wished = wish(place);
    const std::string key = std::to_string(++drawn_);
    const auto id = log::command_id(place.community, wished.caller.actor, key);
    return {place.community, id,
            [community = place.community, id, key, make = std::move(wished.make),
             caller = std::move(wished.caller)](bool other) -> Submission {
                return {.community = community,
                        .command = make(other),
                        .caller = caller,
                        .id = id,
                        .request = "POST /" + key + (other ? " bis" : "")};
            }};
}

Operation Client::join(Place& place) {
    const auto account = below(3) == 0 ? std::nullopt : std::optional(any(accounts_));
    const std::string key = std::to_string(++drawn_);
    const auto id = log::command_id(place.community, account ? account->text() : "", key);
    return {place.community, id, [this, &place, account, id, key](bool other) {
                const auto member = random_.draw<MemberId>();
                place.members.push_back(member);
                auto submission = joining(random_, place.community, member, account, "Eve " + text(0, other));
                submission.id = id;
                submission.request = "POST /" + key + (other ? " bis" : "");
                return submission;
            }};
}

Client::Wish Client::wish(Place& place) {
    return below(4) == 0 ? member_wish(place) : forum_wish(place);
}

std::optional<Version> Client::seen_version(const Place& place, PostId post) {
    if (below(3) != 0) return std::nullopt;
    const auto count = reference_.events(place.community).size();
    auto then = reference_.at(Sequence{count - below(std::min<std::uint64_t>(count, 6))});
    const auto found = then.find(log::entity(place.community, forum::Post::kind, post.text()));
    return found ? std::optional(found->version) : std::nullopt;
}

Client::Wish Client::forum_wish(Place& place) {
    const Caller somebody{.actor = any(place.members).text()};
    const Caller moderator{.actor = place.members[0].text()};
    const ThreadId thread = any(place.threads);
    const PostId post = any(place.posts);
    const std::uint64_t number = drawn_;
    const auto like = below(4) == 0 ? forum::ReactionKind::dislike : forum::ReactionKind::like;
    switch (below(18)) {
    case 0:
        return {[this, &place, number](bool other) {
                    const forum::OpenThread open{.thread = random_.draw<ThreadId>(),
                                                 .post = random_.draw<PostId>(),
                                                 .kind = forum::ThreadKind::question,
                                                 .spaces = {place.spaces[0]},
                                                 .title = "Question",
                                                 .body = text(number, other)};
                    place.threads.push_back(open.thread);
                    place.posts.push_back(open.post);
                    return Command(open);
                },
                somebody};
    case 1:
    case 2:
    case 3:
        return {[this, &place, thread, number](bool other) {
                    const forum::PublishPost reply{
                        .thread = thread, .post = random_.draw<PostId>(), .body = text(number, other)};
                    place.posts.push_back(reply.post);
                    return Command(reply);
                },
                somebody};
    case 4:
    case 5:
    case 6:
        return {[post, number, expected = seen_version(place, post)](bool other) {
                    return Command(forum::EditPost{.post = post, .body = text(number, other), .expected = expected});
                },
                below(2) == 0 ? moderator : somebody};
    case 7:
        return {plain(forum::RemovePost{post, seen_version(place, post)}), below(2) == 0 ? moderator : somebody};
    case 8:
    case 9:
    case 10:
        return {plain(forum::React{post, like}), somebody};
    case 11:
        return {plain(forum::Unreact{post, like}), somebody};
    case 12:
        return {plain(forum::AcceptAnswer{thread, post}), moderator};
    case 13:
        return {plain(forum::WithdrawAnswer{thread}), moderator};
    case 14:
        return {plain(forum::PinThread{thread, below(2) == 0}), moderator};
    case 15:
        return {plain(forum::LockThread{thread, below(2) == 0}), moderator};
    case 16:
        return {plain(forum::MoveThread{thread, {any(place.spaces)}}), moderator};
    default:
        return below(2) == 0 ? Wish{plain(forum::Follow{.thread = thread}), somebody}
                             : Wish{plain(forum::Unfollow{.thread = thread}), somebody};
    }
}

Client::Wish Client::member_wish(Place& place) {
    const MemberId member = any(place.members);
    const Caller herself{.actor = member.text()};
    const Caller administrator{.administrator = true};
    const std::uint64_t number = drawn_;
    switch (below(8)) {
    case 0:
    case 1:
        return {[member, number](bool other) {
                    return Command(members::EditProfile{.member = member, .name = text(number, other)});
                },
                herself};
    case 2:
        return {plain(members::GiveRole{member, events::members::Role::moderator}), administrator};
    case 3:
        return {plain(members::TakeRole{member, events::members::Role::moderator}), administrator};
    case 4:
        return {plain(members::Leave{member}), herself};
    case 5:
        return {plain(members::Erase{member}), herself};
    case 6:
        return {plain(members::DeclareAdherent{member, below(2) == 0}), administrator};
    default:
        return {[this, slug = "s" + std::to_string(below(4))](bool) {
                    return Command(spaces::CreateSpace{.space = random_.draw<SpaceId>(),
                                                       .slug = slug,
                                                       .name = slug,
                                                       .visibility = spaces::Visibility::public_});
                },
                administrator};
    }
}

} // namespace palabre::sim
