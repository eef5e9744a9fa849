// SPDX-License-Identifier: Apache-2.0
// What readers give to an ad: a like, a word below it.
#include "commands/ads/ads.hpp"
#include "commands/ads/entities.hpp"
#include "commands/ads/find.hpp"
#include "commands/messages/entities.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"

namespace palabre::commands {

using ads::Comment;
using ads::find_ad;
using ads::Like;
using ads::State;

Decision decide(Lookup& look, const Caller& caller, const ads::LikeAd& c) {
    const auto found = find_ad(look, caller, c.ad);
    const bool given = look.get<Like>({caller.member(), c.ad}).value_or(Like{}).given;
    // Also of what is over she may take hers back.
    const bool back = given && !c.liked;
    if (found.refused && !back) return *found.refused;
    if (found.ad.state != State::published && !back) return refuse(Reason::wrong_state);
    if (given == c.liked) return NoOp{};
    return Happens{events::ads::LikeMarked{.ad = c.ad, .member = caller.member(), .liked = c.liked}, c.ad.text()};
}

Decision decide(Lookup& look, const Caller& caller, const ads::CommentAd& c) {
    const auto found = find_ad(look, caller, c.ad);
    if (found.refused) return *found.refused;
    if (found.ad.state != State::published) return refuse(Reason::wrong_state);
    // Whoever takes no messages from somebody takes no words below her ads either.
    const auto key = messages::Blocking::of_person(found.ad.author, caller.member());
    if (!found.own && look.get<messages::Blocking>(key).value_or(messages::Blocking{}).on)
        return refuse(Reason::blocked);
    if (auto bad = check_text(c.body, 1, limits::message, "/body")) return *bad;
    if (look.exists<Comment>(c.comment)) return refuse(Reason::taken, "/comment");
    return Happens{events::ads::CommentPublished{.ad = c.ad,
                                                 .comment = c.comment,
                                                 .author = caller.member(),
                                                 .advertiser = found.ad.author,
                                                 .length = static_cast<std::uint32_t>(text::length(c.body)),
                                                 .body = c.body,
                                                 .sealed = {}},
                   c.ad.text()};
}

Decision decide(Lookup& look, const Caller& caller, const ads::RemoveComment& c) {
    const auto comment = look.get<Comment>(c.comment);
    if (!comment || comment->ad != c.ad) return refuse(Reason::not_found);
    const auto found = find_ad(look, caller, c.ad);
    const bool own = comment->author == caller.member();
    // Her own words she may take away whatever has become of the ad.
    if (found.refused &&
        !(own && (found.refused->reason == Reason::gone || found.refused->reason == Reason::not_found)))
        return *found.refused;
    if (!own && !found.moderates) return refuse(Reason::not_yours);
    if (comment->removed) return NoOp{};
    return Happens{
        events::ads::CommentRemoved{.ad = c.ad, .comment = c.comment, .author = comment->author, .by = caller.member()},
        c.ad.text()};
}

} // namespace palabre::commands
