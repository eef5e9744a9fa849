// SPDX-License-Identifier: Apache-2.0
#include "projections/members/rows.hpp"

#include "projections/json.hpp"

namespace palabre::projections::members {

namespace {

std::string_view state(rights::Membership membership) {
    switch (membership) {
    case rights::Membership::none:
        return "none";
    case rights::Membership::active:
        return "active";
    case rights::Membership::left:
        return "left";
    case rights::Membership::erased:
        return "erased";
    }
    return {};
}

std::vector<std::string> names(const rights::Roles& roles) {
    std::vector<std::string> list;
    for (const auto role : {rights::Role::manager, rights::Role::moderator})
        if (roles.has(role)) list.emplace_back(rights::text(role));
    return list;
}

} // namespace

std::string member_json(const MemberRecord& member) {
    const Profile& profile = member.profile;
    JsonObject json;
    json.add("id", member.id).add("name", member.name).add("trade", profile.trade).add("specialty", profile.specialty);
    json.add("status", profile.status).add("departement", profile.departement).add("language", member.language);
    json.add("roles", names(member.roles)).add("adherent", member.adherent).add("joined", member.joined);
    json.add("state", state(member.membership)).add("bio_html", member.bio_html);
    json.add("contributions", member.contributions).add("version", member.version);
    return std::move(json).finish();
}

std::string author_json(const MemberRecord& member) {
    const Profile& profile = member.profile;
    JsonObject json;
    json.add("id", member.id).add("name", member.name).add("trade", profile.trade).add("specialty", profile.specialty);
    json.add("status", profile.status).add("departement", profile.departement).add("roles", names(member.roles));
    json.add("adherent", member.adherent).add("state", state(member.membership));
    return std::move(json).finish();
}

bool same_author(const MemberRecord& a, const MemberRecord& b) {
    return a.name == b.name && a.profile == b.profile && a.roles == b.roles && a.adherent == b.adherent &&
           a.membership == b.membership;
}

std::string visitor_json(const MemberRecord& member, bool community_shows_names) {
    const Profile& profile = member.profile;
    JsonObject json;
    json.add("trade", profile.trade).add("departement", profile.departement).add("status", profile.status);
    if (community_shows_names && member.show_name && member.name) json.add("name", *member.name);
    return std::move(json).finish();
}

} // namespace palabre::projections::members
