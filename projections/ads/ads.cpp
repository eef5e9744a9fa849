// SPDX-License-Identifier: Apache-2.0
#include "projections/ads/ads.hpp"

#include "core/limits.hpp"
#include "core/text/markdown.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>

namespace palabre::projections::ads {

using namespace rows;
namespace files = forum::files;

namespace {

std::string said_key(const CommunityId& community, const AdId& ad, SaidWhy why, const MemberId& by) {
    return part(community, Part::said).add(ad).u8(number(why)).add(by).str();
}
std::string sayer_key(const CommunityId& community, const MemberId& by, const AdId& ad, SaidWhy why) {
    return sayer_prefix(community, by).add(ad).u8(number(why)).str();
}
Key queue_prefix(const CommunityId& community, Waiting waiting) {
    return part(community, Part::queue).u8(number(waiting));
}

/// The places of an ad in lists that follow from its record.
std::vector<std::string> places(const CommunityId& community, const AdRecord& ad) {
    std::vector<std::string> keys;
    const State state = ad.state();
    if (state != State::removed && state != State::erased)
        keys.push_back(mine_prefix(community, ad.author).descending(ad.created).add(ad.id).str());
    if (state == State::awaiting)
        keys.push_back(
            queue_prefix(community, Waiting::approval).ascending(ad.edited.value_or(ad.created)).add(ad.id).str());
    if (state != State::published || !ad.published || !ad.expires) return keys;
    keys.push_back(list_prefix(community, std::nullopt).descending(*ad.published).add(ad.id).str());
    keys.push_back(list_prefix(community, ad.kind).descending(*ad.published).add(ad.id).str());
    const Instant warning{ad.expires->micros - Duration(limits::ad_warned).count()};
    keys.push_back(due_key(ad.warned ? *ad.expires : warning, community, ad.id));
    return keys;
}

void relist(Stage& stage, std::vector<std::string> before, std::vector<std::string> after) {
    std::ranges::sort(before);
    std::ranges::sort(after);
    std::vector<std::string> left, entered;
    std::ranges::set_difference(before, after, std::back_inserter(left));
    std::ranges::set_difference(after, before, std::back_inserter(entered));
    for (auto& key : left) stage.remove(std::move(key));
    for (auto& key : entered) stage.put(std::move(key), {});
}

Status write(Stage& stage, const CommunityId& community, const AdRecord& ad) {
    std::string attachments;
    if (!ad.erased) {
        PALABRE_TRY(shown, files::shown(stage, community, ad.attachments));
        attachments = std::move(shown);
    }
    put_row(stage, ad_key(community, ad.id), ad, ad_json(ad, attachments));
    return {};
}

/// No words any more; what was typed in coded fields stays.
void drop_words(AdRecord& ad) {
    ad.title.clear();
    ad.slug.clear();
    ad.place.reset();
    ad.structure.reset();
}

void hold(Stage& stage, const CommunityId& community, AdRecord& ad, const std::vector<FileId>& now) {
    for (const FileId& file : ad.attachments) stage.remove(holder_key(community, file));
    for (const FileId& file : now) put(stage, holder_key(community, file), ad.id);
    ad.attachments = now;
}

/// Takes away what was said of an ad for this reason.
Status unsay(Stage& stage, const CommunityId& community, const AdId& ad, SaidWhy why) {
    const Key prefix = part(community, Part::said).add(ad).u8(number(why));
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        stage.remove(sayer_key(community, MemberId::from(key.substr(prefix.str().size())), ad, why));
        stage.remove(std::string(key));
        return Status{};
    });
}

Status say(Stage& stage, const CommunityId& community, const AdId& ad, SaidWhy why, const Said& said) {
    put(stage, said_key(community, ad, why, said.by), said);
    stage.put(sayer_key(community, said.by, ad, why), {});
    return {};
}

/// Out of the queue of reported ones, whenever it came into it.
Status answer_reports(Stage& stage, const CommunityId& community, const AdId& ad) {
    const Key prefix = queue_prefix(community, Waiting::reports);
    const Key reports = part(community, Part::said).add(ad).u8(number(SaidWhy::report));
    std::optional<Instant> first;
    PALABRE_CHECK(
        stage.walk(reports, reports.prefix_end(), [&](std::string_view key, std::string_view value) -> Status {
            const auto said = codec::decode<Said>(value);
            if (!said) return detail::ill_formed(key);
            first = first ? std::min(*first, said->time) : said->time;
            return {};
        }));
    if (first) stage.remove(Key(prefix).ascending(*first).add(ad).str());
    return unsay(stage, community, ad, SaidWhy::report);
}

void remember(Stage& stage, const Applied& at, const AdId& ad, Step::What what, const MemberId& by) {
    put(stage, history_prefix(at.community, ad).u64(number(at.sequence)).str(), Step{what, by, happened(at)});
}

/// Changes an ad and its places. One that is not there is passed over.
template <class Change>
Status change(Stage& stage, const CommunityId& community, const AdId& id, Change&& change) {
    PALABRE_TRY(row, find_row<AdRecord>(stage, ad_key(community, id)));
    if (!row) return {};
    const AdRecord before = row->record;
    AdRecord& after = row->record;
    std::forward<Change>(change)(after);
    if (after.life != State::published) after.expires.reset();
    if (after.life == State::removed || after.erased) {
        drop_words(after);
        stage.remove(body_key(community, id));
    }
    PALABRE_CHECK(write(stage, community, after));
    relist(stage, places(community, before), places(community, after));
    return {};
}

void publish(AdRecord& ad, Instant at, Instant expires) {
    ad.life = State::published;
    ad.published = at;
    ad.warned = false;
    ad.expires = expires;
}

/// What the event says, over what was there.
void take(AdRecord& ad, const events::ads::AdWritten& e) {
    ad.id = e.ad;
    ad.author = e.author;
    ad.organisation = e.organisation;
    ad.kind = e.kind;
    ad.party = e.party;
    ad.hides_name = e.hides_name;
    ad.language = e.language;
    ad.title = e.title.value_or("");
    ad.slug = palabre::text::slug(ad.title, limits::slug);
    ad.place = e.place;
    ad.commune = e.commune;
    ad.departement = e.departement;
    ad.region = e.region;
    ad.latitude = e.latitude;
    ad.longitude = e.longitude;
    ad.radius = e.radius;
    ad.surface = e.surface;
    ad.rent = e.rent;
    ad.charges = e.charges;
    ad.price = e.price;
    ad.trade = e.trade;
    ad.starts_on = e.starts_on;
    ad.contract = e.contract;
    ad.weekly_minutes = e.weekly_minutes;
    ad.salary_least = e.salary_least;
    ad.salary_most = e.salary_most;
    ad.salary_period = e.salary_period;
    ad.rome = e.rome;
    ad.structure = e.structure;
    if (e.source_id) ad.source_id = e.source_id;
}

State state_of(events::ads::AdStanding standing) {
    switch (standing) {
    case events::ads::AdStanding::draft:
        return State::draft;
    case events::ads::AdStanding::awaiting:
        return State::awaiting;
    case events::ads::AdStanding::published:
        return State::published;
    }
    return State::draft;
}

Status on(Stage& stage, const Applied& at, const events::ads::AdWritten& e) {
    PALABRE_TRY(row, find_row<AdRecord>(stage, ad_key(at.community, e.ad)));
    const bool is_new = !row;
    AdRecord ad = row ? row->record : AdRecord{};
    const auto before = is_new ? std::vector<std::string>() : places(at.community, ad);
    const bool was_published = ad.life == State::published;
    take(ad, e);
    hold(stage, at.community, ad, e.attachments);
    if (is_new) {
        ad.created = happened(at);
        stage.put(author_prefix(at.community, e.author).add(e.ad).str(), {});
    } else {
        ad.edited = happened(at);
    }
    ad.version = at.version;
    ad.life = state_of(e.standing);
    if (!e.expires)
        ad.expires.reset();
    else if (was_published)
        ad.expires = e.expires; // an edit moves it in no list
    else
        publish(ad, happened(at), *e.expires);
    ad.erased = ad.erased || !e.title; // all words lie in one box
    if (ad.erased) {
        drop_words(ad);
        stage.remove(body_key(at.community, e.ad));
    } else {
        stage.put(body_key(at.community, e.ad), palabre::text::markdown_to_html(e.body.value_or("")));
    }
    PALABRE_CHECK(unsay(stage, at.community, e.ad, SaidWhy::refusal));
    PALABRE_CHECK(write(stage, at.community, ad));
    relist(stage, before, places(at.community, ad));
    remember(stage, at, e.ad, Step::What::written, e.editor);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::ads::AdApproved& e) {
    remember(stage, at, e.ad, Step::What::approved, e.by);
    return change(stage, at.community, e.ad, [&](AdRecord& ad) { publish(ad, happened(at), e.expires); });
}

Status on(Stage& stage, const Applied& at, const events::ads::AdRefused& e) {
    remember(stage, at, e.ad, Step::What::refused, e.by);
    PALABRE_CHECK(say(stage, at.community, e.ad, SaidWhy::refusal, {e.by, happened(at), number(e.reason), e.note}));
    return change(stage, at.community, e.ad, [](AdRecord& ad) { ad.life = State::refused; });
}

Status on(Stage& stage, const Applied& at, const events::ads::AdRenewed& e) {
    remember(stage, at, e.ad, Step::What::renewed, e.by);
    return change(stage, at.community, e.ad, [&](AdRecord& ad) { publish(ad, happened(at), e.expires); });
}

Status on(Stage& stage, const Applied& at, const events::ads::AdClosed& e) {
    using events::ads::AdOutcome;
    const auto what = e.outcome == AdOutcome::filled      ? Step::What::filled
                      : e.outcome == AdOutcome::withdrawn ? Step::What::withdrawn
                                                          : Step::What::removed;
    remember(stage, at, e.ad, what, e.by);
    PALABRE_CHECK(answer_reports(stage, at.community, e.ad));
    return change(stage, at.community, e.ad, [&](AdRecord& ad) {
        ad.life = e.outcome == AdOutcome::filled      ? State::filled
                  : e.outcome == AdOutcome::withdrawn ? State::withdrawn
                                                      : State::removed;
        if (ad.life == State::removed) hold(stage, at.community, ad, {});
    });
}

Status on(Stage& stage, const Applied& at, const events::ads::AdExpiring& e) {
    remember(stage, at, e.ad, Step::What::expiring, {});
    return change(stage, at.community, e.ad, [](AdRecord& ad) { ad.warned = true; });
}

Status on(Stage& stage, const Applied& at, const events::ads::AdExpired& e) {
    remember(stage, at, e.ad, Step::What::expired, {});
    PALABRE_CHECK(answer_reports(stage, at.community, e.ad));
    return change(stage, at.community, e.ad, [](AdRecord& ad) { ad.life = State::expired; });
}

Status on(Stage& stage, const Applied& at, const events::ads::FavouriteMarked& e) {
    const std::string key = keeping_prefix(at.community, e.member).add(e.ad).str();
    PALABRE_TRY(since, find<Instant>(stage, key));
    if (since) stage.remove(kept_prefix(at.community, e.member).descending(*since).add(e.ad).str());
    if (!e.kept) {
        stage.remove(key);
        return {};
    }
    put(stage, key, happened(at));
    stage.put(kept_prefix(at.community, e.member).descending(happened(at)).add(e.ad).str(), {});
    return {};
}

Status on(Stage& stage, const Applied& at, const events::ads::LikeMarked& e) {
    const std::string key = like_key(at.community, e.member, e.ad);
    if (stage.get(key).has_value() == e.liked || !stage.get(ad_key(at.community, e.ad))) return {};
    if (e.liked)
        stage.put(key, {});
    else
        stage.remove(key);
    return change(stage, at.community, e.ad, [&](AdRecord& ad) { e.liked ? ++ad.likes : --ad.likes; });
}

Status on(Stage& stage, const Applied& at, const events::ads::CommentPublished& e) {
    if (!stage.get(ad_key(at.community, e.ad)) || stage.get(place_key(at.community, e.comment))) return {};
    const CommentPlace place{e.ad, at.sequence};
    const CommentRecord comment{e.comment, e.author, happened(at), !e.body};
    put_row(stage, comment_key(at.community, place), comment,
            comment_json(comment, e.body ? palabre::text::markdown_to_html(*e.body) : std::string()));
    put(stage, place_key(at.community, e.comment), place);
    stage.put(writer_prefix(at.community, e.author).add(e.comment).str(), {});
    return change(stage, at.community, e.ad, [](AdRecord& ad) { ++ad.comments; });
}

Status on(Stage& stage, const Applied& at, const events::ads::CommentRemoved& e) {
    const std::string key = place_key(at.community, e.comment);
    PALABRE_TRY(place, find<CommentPlace>(stage, key));
    if (!place) return {};
    stage.remove(comment_key(at.community, *place));
    stage.remove(key);
    stage.remove(writer_prefix(at.community, e.author).add(e.comment).str());
    return change(stage, at.community, place->ad, [](AdRecord& ad) { --ad.comments; });
}

Status on(Stage& stage, const Applied& at, const events::ads::AdReported& e) {
    PALABRE_TRY(said, find<Said>(stage, said_key(at.community, e.ad, SaidWhy::report, e.member)));
    if (said) return {};
    const Key reports = part(at.community, Part::said).add(e.ad).u8(number(SaidWhy::report));
    bool first = true;
    PALABRE_CHECK(stage.walk(reports, reports.prefix_end(), [&](std::string_view, std::string_view) {
        first = false;
        return Status{};
    }));
    if (first) stage.put(queue_prefix(at.community, Waiting::reports).ascending(happened(at)).add(e.ad).str(), {});
    return say(stage, at.community, e.ad, SaidWhy::report, {e.member, happened(at), number(e.reason), e.note});
}

Status on(Stage& stage, const Applied& at, const events::ads::ReportsAnswered& e) {
    return answer_reports(stage, at.community, e.ad);
}

Status on(Stage& stage, const Applied& at, const events::ads::RulesSet& e) {
    put(stage, rules_key(at.community), Rules{e.moderated, e.open});
    return {};
}

Status on(Stage& stage, const Applied& at, const events::forum::FileUploaded& e) {
    return files::add(stage, at, e);
}

Status on(Stage& stage, const Applied& at, const events::forum::FileDescribed& e) {
    PALABRE_TRY(post, files::describe(stage, at, e));
    (void)post; // whatever shows it here is an ad
    PALABRE_TRY(ad, find<AdId>(stage, holder_key(at.community, e.file)));
    return ad ? change(stage, at.community, *ad, [](AdRecord&) {}) : Status{};
}

/// Calls `each` for every ad of the author.
template <class Each>
Status walk_ads(Stage& stage, const CommunityId& community, const MemberId& author, Each&& each) {
    const Key prefix = author_prefix(community, author);
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        return each(AdId::from(key.substr(key.size() - AdId::size)));
    });
}

/// What she keeps is nobody's affair any more.
Status forget_favourites(Stage& stage, const CommunityId& community, const MemberId& member) {
    for (const Key& prefix : {kept_prefix(community, member), keeping_prefix(community, member)})
        PALABRE_CHECK(stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
            stage.remove(std::string(key));
            return Status{};
        }));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    PALABRE_CHECK(forget_favourites(stage, at.community, e.member));
    return walk_ads(stage, at.community, e.member, [&](const AdId& id) {
        return change(stage, at.community, id, [](AdRecord& ad) {
            if (ad.life != State::removed) ad.life = State::withdrawn;
        });
    });
}

/// Comments stay in their places without their words.
Status erase_comments(Stage& stage, const CommunityId& community, const MemberId& member) {
    const Key prefix = writer_prefix(community, member);
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) -> Status {
        const auto id = PostId::from(key.substr(prefix.str().size()));
        PALABRE_TRY(place, find<CommentPlace>(stage, place_key(community, id)));
        if (!place) return {};
        PALABRE_TRY(row, find_row<CommentRecord>(stage, comment_key(community, *place)));
        if (!row) return {};
        row->record.erased = true;
        put_row(stage, comment_key(community, *place), row->record, comment_json(row->record, {}));
        return {};
    });
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    PALABRE_CHECK(forget_favourites(stage, at.community, e.member));
    PALABRE_CHECK(files::erase(stage, at, e.member));
    PALABRE_CHECK(erase_comments(stage, at.community, e.member));
    const Status words = walk_ads(stage, at.community, e.member, [&](const AdId& id) -> Status {
        PALABRE_CHECK(answer_reports(stage, at.community, id));
        return change(stage, at.community, id, [](AdRecord& ad) { ad.erased = true; });
    });
    PALABRE_CHECK(words);
    const Key prefix = sayer_prefix(at.community, e.member);
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) -> Status {
        KeyReader reader(key.substr(prefix.str().size()));
        const auto ad = reader.take<AdId>();
        const std::string place = said_key(at.community, ad, SaidWhy{reader.u8()}, e.member);
        PALABRE_TRY(said, find<Said>(stage, place));
        if (!said) return {};
        said->note.reset();
        put(stage, place, *said);
        return {};
    });
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

} // namespace palabre::projections::ads
