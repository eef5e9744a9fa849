// SPDX-License-Identifier: Apache-2.0
#include "http/mails/messages.hpp"

#include "core/log/local_log.hpp"
#include "http/mails/desk.hpp"
#include "projections/ads/ads.hpp"
#include "projections/alerts/alerts.hpp"
#include "projections/messages/messages.hpp"
#include "projections/notices/notices.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>

namespace palabre::http::mails {

namespace notices = projections::notices;
using events::messages::ConversationOpened;
using events::messages::MessageSent;

namespace {

constexpr std::string_view unsent_letter = "unsent";

Result<bool> wants_at_once(const Desk& desk, const CommunityId& community, const MemberId& member, notices::Kind kind) {
    PALABRE_TRY(view, desk.projector().query("notices"));
    PALABRE_TRY(settings, notices::settings(view, community, member));
    return settings.of(kind).mail == notices::Mail::now;
}

/// The conversation and message that an event is about.
struct Sent {
    ConversationId conversation;
    MessageId message;
    MemberId recipient;
};
std::optional<Sent> sent_in(const events::Event& event) {
    if (const auto* e = std::get_if<ConversationOpened>(&event))
        return Sent{e->conversation, e->message, e->advertiser};
    if (const auto* e = std::get_if<MessageSent>(&event)) return Sent{e->conversation, e->message, e->recipient};
    return std::nullopt;
}

/// The ad that an event has published, and whose it is.
struct Published {
    AdId ad;
    MemberId author;
};
std::optional<Published> published_in(const events::Event& event) {
    if (const auto* e = std::get_if<events::ads::AdWritten>(&event)) return Published{e->ad, e->author};
    if (const auto* e = std::get_if<events::ads::AdApproved>(&event)) return Published{e->ad, e->author};
    return std::nullopt;
}

} // namespace

bool is_message(std::string_view type) {
    return type == ConversationOpened::type || type == MessageSent::type;
}

Status to_whom_is_written(const Desk& desk, const Heard& heard, std::vector<std::string>& readers) {
    const auto sent = sent_in(heard.event);
    if (!sent) return {};
    PALABRE_TRY(wanted, wants_at_once(desk, heard.stored.proposal.community, sent->recipient, notices::Kind::message));
    if (wanted) readers.push_back(sent->recipient.text());
    return {};
}

Result<std::optional<Draft>> message(const Desk& desk, const mail::Queued& mail) {
    const std::optional<Draft> nothing;
    PALABRE_TRY(event, desk.event(mail));
    const auto sent = sent_in(event);
    PALABRE_TRY(reader, desk.reader(mail.community, mail.recipient));
    PALABRE_TRY(community, desk.community(mail.community));
    if (!sent || !reader || !community || reader->member != sent->recipient) return nothing;
    PALABRE_TRY(wanted, wants_at_once(desk, mail.community, reader->member, notices::Kind::message));
    PALABRE_TRY(view, desk.projector().query("messages"));
    PALABRE_TRY(record, projections::messages::conversation(view, mail.community, sent->conversation));
    PALABRE_TRY(place, projections::messages::place(view, mail.community, sent->message));
    if (!wanted || !record || !place) return nothing;
    if (place->ordinal + record->unread(reader->member) <= record->messages) return nothing; // read by now
    PALABRE_TRY(ads_view, desk.projector().query("ads"));
    PALABRE_TRY(ad, projections::ads::ad(ads_view, mail.community, record->ad));
    nlohmann::json document{
        {"community", {{"name", community->name}}},
        {"ad", {{"title", ad ? ad->record.title : std::string()}}},
        {"link", desk.link("/c/" + community->slug + "/conversations/" + sent->conversation.text())}};
    if (const auto other = record->known_as(reader->member)) {
        PALABRE_TRY(name, desk.name(mail.community, *other));
        if (name) document["author"] = *name;
    }
    auto reply_to = desk.reply_to(
        {mail.community, record->id, reader->member == record->advertiser ? Party::advertiser : Party::correspondent});
    if (reply_to) document["answers"] = true;
    Draft draft = desk.draft_for(*reader, *community, std::move(document));
    draft.reply_to = std::move(reply_to);
    draft.concerns = {record->advertiser.text(), record->correspondent.text()};
    draft.unsubscribe = desk.unsubscribe(mail.community, reader->member, Ends::message);
    return draft;
}

mail::Queued unsent_mail(const CommunityId& community, const MemberId& member, const ConversationId& conversation,
                         std::string_view why, Instant now) {
    // What is written in answer to it by a machine brings no second one on the same day.
    std::string note = fmt::format("{} {} {}", conversation.text(), why, now.text().substr(0, 10));
    return {.id = mail::mail_id(unsent_letter, community, Sequence{}, member.text(), note),
            .letter = std::string(unsent_letter),
            .community = community,
            .sequence = {},
            .recipient = member.text(),
            .note = std::move(note),
            .made = now,
            .due = now};
}

Result<std::optional<Draft>> unsent(const Desk& desk, const mail::Queued& mail) {
    const std::optional<Draft> nothing;
    const auto first = mail.note.find(' '), second = mail.note.rfind(' ');
    if (first == std::string::npos || second <= first) return nothing;
    const auto conversation = ConversationId::parse(std::string_view(mail.note).substr(0, first));
    PALABRE_TRY(reader, desk.reader(mail.community, mail.recipient));
    PALABRE_TRY(community, desk.community(mail.community));
    if (!conversation || !reader || !community) return nothing;
    PALABRE_TRY(view, desk.projector().query("messages"));
    PALABRE_TRY(record, projections::messages::conversation(view, mail.community, *conversation));
    if (!record || !record->has(reader->member)) return nothing;
    PALABRE_TRY(ads_view, desk.projector().query("ads"));
    PALABRE_TRY(ad, projections::ads::ad(ads_view, mail.community, record->ad));
    Draft draft =
        desk.draft_for(*reader, *community,
                       {{"community", {{"name", community->name}}},
                        {"ad", {{"title", ad ? ad->record.title : std::string()}}},
                        {"why", mail.note.substr(first + 1, second - first - 1)},
                        {"link", desk.link("/c/" + community->slug + "/conversations/" + conversation->text())}});
    draft.concerns = {record->advertiser.text(), record->correspondent.text()};
    return draft;
}

bool is_published_ad(std::string_view type) {
    return type == events::ads::AdWritten::type || type == events::ads::AdApproved::type;
}

Status to_who_searches(const Desk& desk, const Heard& heard, std::vector<std::string>& readers) {
    const auto published = published_in(heard.event);
    if (!published) return {};
    const CommunityId& community = heard.stored.proposal.community;
    PALABRE_TRY(view, desk.projector().query("alerts"));
    PALABRE_TRY(told, projections::alerts::told(view, community, published->author, heard.stored.sequence));
    for (const MemberId& member : told) {
        PALABRE_TRY(wanted, wants_at_once(desk, community, member, notices::Kind::alert));
        if (wanted) readers.push_back(member.text());
    }
    return {};
}

Result<std::optional<Draft>> alert(const Desk& desk, const mail::Queued& mail) {
    const std::optional<Draft> nothing;
    PALABRE_TRY(event, desk.event(mail));
    const auto published = published_in(event);
    PALABRE_TRY(reader, desk.reader(mail.community, mail.recipient));
    PALABRE_TRY(community, desk.community(mail.community));
    if (!published || !reader || !community) return nothing;
    PALABRE_TRY(wanted, wants_at_once(desk, mail.community, reader->member, notices::Kind::alert));
    PALABRE_TRY(view, desk.projector().query("ads"));
    PALABRE_TRY(ad, projections::ads::ad(view, mail.community, published->ad));
    if (!wanted || !ad || ad->record.state() != projections::ads::State::published) return nothing;
    Draft draft = desk.draft_for(*reader, *community,
                                 {{"community", {{"name", community->name}}},
                                  {"ad", {{"title", ad->record.title}}},
                                  {"link", desk.link("/c/" + community->slug + "/ads/" + published->ad.text())},
                                  {"searches", desk.link("/c/" + community->slug + "/saved-searches")}});
    draft.concerns = {ad->record.author.text()};
    draft.unsubscribe = desk.unsubscribe(mail.community, reader->member, Ends::alert);
    return draft;
}

} // namespace palabre::http::mails
