// SPDX-License-Identifier: Apache-2.0
#include "projections/organisations/organisations.hpp"

#include "core/limits.hpp"
#include "core/store/key.hpp"
#include "events/all.hpp"
#include "projections/cursor.hpp"
#include "projections/json.hpp"

namespace palabre::projections::organisations {
namespace {

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string organisation_key(const CommunityId& community, const OrganisationId& organisation) {
    return part(community, Part::organisation).add(organisation).str();
}
Key delegates_prefix(const CommunityId& community, const OrganisationId& organisation) {
    return part(community, Part::delegate).add(organisation);
}
Key delegations_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::delegation).add(member);
}
Key acts_prefix(const CommunityId& community, const OrganisationId& organisation) {
    return part(community, Part::act).add(organisation);
}
std::string writer_key(const CommunityId& community, const PostId& post) {
    return part(community, Part::writer).add(post).str();
}

std::string organisation_json(const OrganisationRecord& organisation) {
    JsonObject json;
    json.add("id", organisation.id).add("name", organisation.name);
    json.add("kind", events::organisations::text(organisation.kind)).add("departement", organisation.departement);
    json.add("verified", organisation.verified).add("created", organisation.created);
    json.add("version", organisation.version);
    return std::move(json).finish();
}

std::string about_json(const OrganisationRecord& organisation) {
    JsonObject json;
    json.add("kind", events::organisations::text(organisation.kind)).add("verified", organisation.verified);
    return std::move(json).finish();
}

void put_organisation(Stage& stage, const CommunityId& community, const OrganisationRecord& record) {
    put_row(stage, organisation_key(community, record.id), record, organisation_json(record));
}

template <class Change>
Status change_organisation(Stage& stage, const Applied& at, const OrganisationId& organisation, Change&& change) {
    PALABRE_TRY(row, find_row<OrganisationRecord>(stage, organisation_key(at.community, organisation)));
    if (!row) return {};
    std::forward<Change>(change)(row->record);
    row->record.version = at.version;
    put_organisation(stage, at.community, row->record);
    return {};
}

/// What never was has no delegates.
Status place(Stage& stage, const CommunityId& community, const OrganisationId& organisation, const MemberId& member,
             Place place) {
    if (!stage.get(organisation_key(community, organisation))) return {};
    put(stage, delegates_prefix(community, organisation).add(member).str(), place);
    put(stage, delegations_prefix(community, member).add(organisation).str(), place);
    return {};
}
void unplace(Stage& stage, const CommunityId& community, const OrganisationId& organisation, const MemberId& member) {
    stage.remove(delegates_prefix(community, organisation).add(member).str());
    stage.remove(delegations_prefix(community, member).add(organisation).str());
}

Status on(Stage& stage, const Applied& at, const events::organisations::Created& e) {
    put_organisation(stage, at.community,
                     {e.organisation, e.kind, e.name, e.departement, false, happened(at), at.version});
    return place(stage, at.community, e.organisation, e.by, Place::speaks);
}

Status on(Stage& stage, const Applied& at, const events::organisations::Edited& e) {
    return change_organisation(stage, at, e.organisation, [&](OrganisationRecord& record) {
        record.kind = e.kind;
        record.name = e.name;
        record.departement = e.departement;
        record.verified = e.verified;
    });
}

Status on(Stage& stage, const Applied& at, const events::organisations::Verified& e) {
    return change_organisation(stage, at, e.organisation,
                               [&](OrganisationRecord& record) { record.verified = e.verified; });
}

Status on(Stage& stage, const Applied& at, const events::organisations::DelegateInvited& e) {
    return place(stage, at.community, e.organisation, e.member, Place::asked);
}

Status on(Stage& stage, const Applied& at, const events::organisations::DelegateJoined& e) {
    return place(stage, at.community, e.organisation, e.member, Place::speaks);
}

Status on(Stage& stage, const Applied& at, const events::organisations::DelegateRemoved& e) {
    unplace(stage, at.community, e.organisation, e.member);
    return {};
}

/// Whether it is in the name of an organisation that there is; its audit then has it.
bool note(Stage& stage, const Applied& at, const std::optional<OrganisationId>& organisation, Act act) {
    if (!organisation || !stage.get(organisation_key(at.community, *organisation))) return false;
    act.sequence = at.sequence;
    act.time = happened(at);
    put(stage, acts_prefix(at.community, *organisation).u64(~number(at.sequence)).str(), act);
    return true;
}
template <class Published>
Status note_post(Stage& stage, const Applied& at, const Published& e) {
    if (note(stage, at, e.organisation, {.member = e.author, .thread = e.thread, .post = e.post, .time = {}}))
        put(stage, writer_key(at.community, e.post), e.author);
    return {};
}
Status on(Stage& stage, const Applied& at, const events::forum::ThreadOpened& e) {
    return note_post(stage, at, e);
}
Status on(Stage& stage, const Applied& at, const events::forum::PostPublished& e) {
    return note_post(stage, at, e);
}

/// A draft is published by nobody yet. What waits for approval is noted here, since its approval names no writer.
Status on(Stage& stage, const Applied& at, const events::ads::AdWritten& e) {
    if (e.standing == events::ads::AdStanding::draft) return {};
    note(stage, at, e.organisation, {.member = e.editor, .thread = {}, .post = {}, .time = {}, .ad = e.ad});
    return {};
}

Status end_delegations(Stage& stage, const CommunityId& community, const MemberId& member) {
    const Key prefix = delegations_prefix(community, member);
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        unplace(stage, community, OrganisationId::from(key.substr(prefix.str().size())), member);
        return Status{};
    });
}
Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    return end_delegations(stage, at.community, e.member);
}
Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    return end_delegations(stage, at.community, e.member);
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

std::string author_json(const OrganisationRecord& organisation) {
    JsonObject json;
    json.add("id", organisation.id).add("name", organisation.name).null("trade").null("specialty").null("status");
    json.add("departement", organisation.departement).raw("roles", "[]").null("adherent").add("state", "active");
    json.raw("organisation", about_json(organisation));
    return std::move(json).finish();
}

std::string visitor_json(const OrganisationRecord& organisation) {
    JsonObject json;
    json.null("trade").add("departement", organisation.departement).null("status").add("name", organisation.name);
    json.raw("organisation", about_json(organisation));
    return std::move(json).finish();
}

Result<std::optional<OrganisationRow>> organisation(const Stage& stage, const CommunityId& community,
                                                    const OrganisationId& organisation) {
    return find_row<OrganisationRecord>(stage, organisation_key(community, organisation));
}

Result<std::optional<OrganisationRow>> organisation(const View& view, const CommunityId& community,
                                                    const OrganisationId& organisation) {
    return find_row<OrganisationRecord>(view, organisation_key(community, organisation));
}

Result<Organisations> list(const View& view, const CommunityId& community, std::optional<std::string_view> cursor,
                           std::size_t limit) {
    PALABRE_TRY(page, list_page(view, part(community, Part::organisation), OrganisationId::size, cursor, limit));
    Organisations found;
    found.next = std::move(page.next);
    for (auto& [tail, value] : page.keys) {
        PALABRE_TRY(row, parse_row<OrganisationRecord>(std::move(value), tail));
        found.organisations.push_back(std::move(row));
    }
    return found;
}

Result<std::vector<Delegate>> delegates(const View& view, const CommunityId& community,
                                        const OrganisationId& organisation) {
    const Key prefix = delegates_prefix(community, organisation);
    std::vector<Delegate> found;
    Scan scan = view.scan(prefix, prefix.prefix_end());
    for (; scan.valid() && found.size() < limits::delegates; scan.next()) {
        const auto place = codec::decode<Place>(scan.value());
        if (!place) return detail::ill_formed(scan.key());
        found.push_back({MemberId::from(scan.key().substr(prefix.str().size())), *place});
    }
    PALABRE_CHECK(scan.status());
    return found;
}

Result<std::vector<Delegation>> delegations(const View& view, const CommunityId& community, const MemberId& member) {
    const Key prefix = delegations_prefix(community, member);
    std::vector<Delegation> found;
    Scan scan = view.scan(prefix, prefix.prefix_end());
    for (; scan.valid() && found.size() < limits::organisations; scan.next()) {
        const auto place = codec::decode<Place>(scan.value());
        if (!place) return detail::ill_formed(scan.key());
        const auto id = OrganisationId::from(scan.key().substr(prefix.str().size()));
        PALABRE_TRY(row, organisation(view, community, id));
        if (row) found.push_back({std::move(*row), *place});
    }
    PALABRE_CHECK(scan.status());
    return found;
}

Result<Acts> acts(const View& view, const CommunityId& community, const OrganisationId& organisation,
                  std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(page, list_page(view, acts_prefix(community, organisation), sizeof(std::uint64_t), cursor, limit));
    Acts found;
    found.next = std::move(page.next);
    for (const auto& [tail, value] : page.keys) {
        const auto act = codec::decode<Act>(value);
        if (!act) return detail::ill_formed(tail);
        found.acts.push_back(*act);
    }
    return found;
}

Result<std::optional<MemberId>> writer(const View& view, const CommunityId& community, const PostId& post) {
    return find<MemberId>(view, writer_key(community, post));
}

} // namespace palabre::projections::organisations
