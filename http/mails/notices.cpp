// SPDX-License-Identifier: Apache-2.0
#include "http/mails/notices.hpp"

#include "core/limits.hpp"
#include "http/mails/desk.hpp"
#include "projections/ads/ads.hpp"
#include "projections/projector.hpp"

#include <algorithm>

namespace palabre::http::mails {

namespace notices = projections::notices;
using notices::Kind;
using notices::Mail;

namespace {

Result<bool> wants_at_once(const projections::View& view, const CommunityId& community, const MemberId& member,
                           Kind kind) {
    PALABRE_TRY(settings, notices::settings(view, community, member));
    return settings.of(kind).mail == Mail::now;
}

/// Who followed a space or thread when this was written there, but for who has written it.
template <class Followed>
Status add_followers(const projections::View& view, const log::Event& written, const Followed& followed, Kind kind,
                     const MemberId& author, std::vector<std::string>& readers) {
    const CommunityId& community = written.proposal.community;
    for (MemberId after{};;) {
        PALABRE_TRY(page, notices::followers(view, community, followed, after, limits::list_most));
        for (const auto& [member, since] : page) {
            if (member == author || since > written.sequence) continue;
            PALABRE_TRY(wanted, wants_at_once(view, community, member, kind));
            if (wanted) readers.push_back(member.text());
        }
        if (page.size() < limits::list_most || readers.size() >= limits::notice_readers) return {};
        after = page.back().member;
    }
}

/// The post that a notice of this kind is about; nothing: such an event makes none.
template <Kind kind>
std::optional<PostId> post_of(const events::Event& event) {
    if constexpr (kind == Kind::accepted) {
        if (const auto* e = std::get_if<events::forum::AnswerAccepted>(&event)) return e->post;
    } else {
        if (const auto* e = std::get_if<events::forum::ThreadOpened>(&event)) return e->post;
        if (const auto* e = std::get_if<events::forum::PostPublished>(&event)) return e->post;
        if (const auto* e = std::get_if<events::forum::PostEdited>(&event)) return e->post;
    }
    return std::nullopt;
}

constexpr Ends ends_of(Kind kind) {
    switch (kind) {
    case Kind::reply:
        return Ends::reply;
    case Kind::mention:
        return Ends::mention;
    case Kind::accepted:
        return Ends::accepted;
    case Kind::thread:
        return Ends::thread;
    case Kind::ad:
        return Ends::ad;
    case Kind::message:
        return Ends::message;
    case Kind::alert:
        return Ends::alert;
    }
    return Ends::thread;
}

nlohmann::json document_of(const projections::spaces::CommunityRecord& community, const Desk::Seen& seen) {
    return {{"community", {{"name", community.name}}},
            {"thread", {{"title", seen.thread.title}}},
            {"excerpt", seen.excerpt}};
}

} // namespace

namespace {

/// What the letter about an ad says, beside who is to have it.
Result<std::optional<Draft>> draft_of_ad(const Desk& desk, const mail::Queued& mail, const events::Event& event,
                                         const Desk::Reader& reader) {
    const std::optional<Draft> nothing;
    const auto turn = notices::turn_of(event);
    if (!turn) return nothing;
    PALABRE_TRY(view, desk.projector().query("ads"));
    PALABRE_TRY(ad, projections::ads::ad(view, mail.community, turn->first));
    if (const auto* commented = std::get_if<events::ads::CommentPublished>(&event)) {
        PALABRE_TRY(stands, projections::ads::shows_comment(view, mail.community, commented->comment));
        if (!stands) return nothing;
    }
    PALABRE_TRY(community, desk.community(mail.community));
    if (!ad || !community) return nothing;
    nlohmann::json document{{"community", {{"name", community->name}}},
                            {"ad", {{"title", ad->record.title}, {"turn", text(turn->second)}}},
                            {"link", desk.link("/c/" + community->slug + "/ads/" + turn->first.text())}};
    if (ad->record.expires) document["expires"] = ad->record.expires->text();
    return desk.draft_for(reader, *community, std::move(document));
}

} // namespace

template <Kind kind>
bool NoticeLetter<kind>::about(std::string_view type) {
    if constexpr (kind == Kind::ad) return notices::is_about_ads(type);
    const bool opened = type == events::forum::ThreadOpened::type,
               published = type == events::forum::PostPublished::type;
    switch (kind) {
    case Kind::reply:
        return published;
    case Kind::mention:
        return published || opened || type == events::forum::PostEdited::type;
    case Kind::accepted:
        return type == events::forum::AnswerAccepted::type;
    default:
        return opened;
    }
}

template <Kind kind>
Status NoticeLetter<kind>::whom(const Desk& desk, const Heard& heard, std::vector<std::string>& readers) {
    const CommunityId& community = heard.stored.proposal.community;
    PALABRE_TRY(view, desk.projector().query("notices"));
    if constexpr (kind == Kind::thread) {
        const auto& opened = std::get<events::forum::ThreadOpened>(heard.event);
        for (const SpaceId& space : opened.spaces)
            PALABRE_CHECK(add_followers(view, heard.stored, space, kind, opened.author, readers));
        return {};
    } else {
        PALABRE_TRY(all, notices::addressees(view, community, heard.event, heard.stored.sequence));
        for (const auto& each : all) {
            if (each.kind != kind) continue;
            PALABRE_TRY(wanted, wants_at_once(view, community, each.member, kind));
            if (wanted) readers.push_back(each.member.text());
        }
        if constexpr (kind == Kind::reply) {
            // Who is mentioned in it has a mail of that.
            std::vector<std::string> followers;
            const auto& published = std::get<events::forum::PostPublished>(heard.event);
            PALABRE_CHECK(add_followers(view, heard.stored, published.thread, kind, published.author, followers));
            for (std::string& each : followers)
                if (std::ranges::find(all, each, [](const auto& told) { return told.member.text(); }) == all.end())
                    readers.push_back(std::move(each));
        }
        return {};
    }
}

template <Kind kind>
Result<std::optional<Draft>> NoticeLetter<kind>::draft(const Desk& desk, const mail::Queued& mail) {
    const std::optional<Draft> nothing;
    PALABRE_TRY(event, desk.event(mail));
    PALABRE_TRY(reader, desk.reader(mail.community, mail.recipient));
    if constexpr (kind == Kind::ad) {
        if (!reader) return nothing;
        PALABRE_TRY(notices_view, desk.projector().query("notices"));
        PALABRE_TRY(asked, wants_at_once(notices_view, mail.community, reader->member, kind));
        if (!asked) return nothing;
        PALABRE_TRY(made, draft_of_ad(desk, mail, event, *reader));
        if (made) made->unsubscribe = desk.unsubscribe(mail.community, reader->member, ends_of(kind));
        return made;
    }
    const auto post = post_of<kind>(event);
    if (!reader || !post) return nothing;
    PALABRE_TRY(view, desk.projector().query("notices"));
    PALABRE_TRY(wanted, wants_at_once(view, mail.community, reader->member, kind));
    if (!wanted) return nothing;
    PALABRE_TRY(seen, desk.post(mail.community, reader->standing, *post));
    PALABRE_TRY(community, desk.community(mail.community));
    if (!seen || !community) return nothing;
    PALABRE_TRY(author, desk.name(mail.community, seen->post.author));
    nlohmann::json document = document_of(*community, *seen);
    document["link"] = desk.link(seen->path);
    if (author) document["author"] = *author;
    Draft draft = desk.draft_for(*reader, *community, std::move(document));
    PALABRE_TRY(writers, notices::writers(view, mail.community, seen->thread.id, *post));
    for (const MemberId& each : writers) draft.concerns.push_back(each.text());
    draft.unsubscribe = desk.unsubscribe(mail.community, reader->member, ends_of(kind));
    return draft;
}

template struct NoticeLetter<Kind::reply>;
template struct NoticeLetter<Kind::mention>;
template struct NoticeLetter<Kind::accepted>;
template struct NoticeLetter<Kind::thread>;
template struct NoticeLetter<Kind::ad>;

} // namespace palabre::http::mails
