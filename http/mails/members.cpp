// SPDX-License-Identifier: Apache-2.0
#include "http/mails/members.hpp"

#include "http/mails/desk.hpp"
#include "projections/members/members.hpp"
#include "projections/projector.hpp"

namespace palabre::http::mails {

using events::members::ClaimOffered;

bool is_claim_offered(std::string_view event_type) {
    return event_type == ClaimOffered::type;
}

Status to_the_member(const Desk&, const Heard& heard, std::vector<std::string>& readers) {
    readers.push_back(std::get<ClaimOffered>(heard.event).member.text());
    return {};
}

Result<std::optional<Draft>> claim(const Desk& desk, const mail::Queued& mail) {
    constexpr std::optional<Draft> nothing;
    PALABRE_TRY(event, desk.event(mail));
    const auto& offered = std::get<ClaimOffered>(event);
    PALABRE_TRY(community, desk.community(mail.community));
    PALABRE_TRY(view, desk.projector().query("members"));
    PALABRE_TRY(member, projections::members::members::member(view, mail.community, offered.member));
    if (!offered.email || !community || !member) return nothing;
    if (member->record.account || member->record.membership != rights::Membership::active) return nothing;
    nlohmann::json document{
        {"community", {{"name", community->name}}},
        {"link",
         desk.link(commands::accounts::claim_link(mail.community, offered.member, mail.made), community->slug)}};
    if (member->record.name) document["name"] = *member->record.name;
    return Draft{.to = *offered.email,
                 .language = events::parse<events::Language>(community->language).value_or(events::Language::fr),
                 .time_zone = community->time_zone,
                 .document = std::move(document)};
}

} // namespace palabre::http::mails
