// SPDX-License-Identifier: Apache-2.0
#include "projections/members/members.hpp"

#include "core/limits.hpp"
#include "core/text/markdown.hpp"
#include "core/text/unicode.hpp"
#include "events-schema/runtime/rights.hpp"
#include "projections/cursor.hpp"
#include "projections/organisations/organisations.hpp"

#include <algorithm>

namespace palabre::projections::members::members {

namespace {

enum class Part : std::uint8_t {
    member = 'm',       // community, member → MemberRow
    author = 'w',       // community, member → the JSON of the form beside what one wrote
    authors = 'f',      // community → Sequence of the last change of an author row
    account = 'a',      // community, account → MemberId
    profile = 'p',      // community, member, sequence → ProfileSpan
    contribution = 'c', // community, member, descending time, post → ThreadId
    post = 't',         // community, thread, post → Written
    ad = 'g',           // community, ad → Advertised
    name = 'n',         // community, folded name, member → : active members
                        // o d e x y: organisations/organisations.hpp
};

/// Finds the contribution that a post is.
struct Written {
    MemberId author;
    Instant time;
};

/// What of an ad decides whether it is counted as a contribution of its author.
struct Advertised {
    MemberId author;
    bool under_her_name = false; ///< not an organisation's, and she does not hide
    bool published = false;      ///< at some time
    bool taken_away = false;     ///< withdrawn, or removed

    [[nodiscard]] bool counts() const { return under_her_name && published && !taken_away; }
};

constexpr std::size_t name_bytes = 200; ///< of a folded name in a key

constexpr std::size_t contribution_tail = sizeof(Instant::micros) + PostId::size;

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string member_key(const CommunityId& community, const MemberId& member) {
    return part(community, Part::member).add(member).str();
}
std::string author_key(const CommunityId& community, const MemberId& member) {
    return part(community, Part::author).add(member).str();
}
std::string authors_key(const CommunityId& community) {
    return part(community, Part::authors).str();
}
std::vector<std::string> keys_of(std::string (*key)(const CommunityId&, const MemberId&), const CommunityId& community,
                                 const std::vector<MemberId>& members) {
    std::vector<std::string> keys;
    keys.reserve(members.size());
    for (const auto& id : members) keys.push_back(key(community, id));
    return keys;
}
std::string account_key(const CommunityId& community, const AccountId& account) {
    return part(community, Part::account).add(account).str();
}
Key history_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::profile).add(member);
}
Key contributions_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::contribution).add(member);
}
Key thread_prefix(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::post).add(thread);
}

std::string ad_key(const CommunityId& community, const AdId& ad) {
    return part(community, Part::ad).add(ad).str();
}

/// Long names share their first bytes: what is found is held against the row.
std::string folded(std::string_view name) {
    return text::fold(name).substr(0, name_bytes);
}
Key name_prefix(const CommunityId& community, std::string_view folded) {
    return part(community, Part::name).raw(folded);
}
/// The zero byte keeps "Ann" and "Anna" apart, and no folded name holds one.
void put_name(Stage& stage, const CommunityId& community, const MemberRecord& before, const MemberRecord& after) {
    const auto key = [&](const MemberRecord& record) {
        return name_prefix(community, folded(*record.name)).u8(0).add(record.id).str();
    };
    if (before.name == after.name) return;
    if (before.name) stage.remove(key(before));
    if (after.name) stage.put(key(after), {});
}

void put_member(Stage& stage, const CommunityId& community, const MemberRecord& record) {
    put_row(stage, member_key(community, record.id), record, member_json(record));
}
void put_author(Stage& stage, const Applied& at, const MemberRecord& record) {
    stage.put(author_key(at.community, record.id), author_json(record));
    put(stage, authors_key(at.community), at.sequence);
}

template <class Change>
Status change_member(Stage& stage, const Applied& at, const MemberId& member, Change&& change) {
    PALABRE_TRY(row, find_row<MemberRecord>(stage, member_key(at.community, member)));
    if (!row) return {};
    const MemberRecord before = row->record;
    std::forward<Change>(change)(row->record);
    put_member(stage, at.community, row->record);
    put_name(stage, at.community, before, row->record);
    if (!same_author(before, row->record)) put_author(stage, at, row->record);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::members::Joined& e) {
    const MemberRecord record{.id = e.member,
                              .account = e.account,
                              .name = e.name,
                              .bio_html = {},
                              .profile = {},
                              .language = std::string(events::text(e.language)),
                              .membership = rights::Membership::active,
                              .roles = {},
                              .adherent = e.adherent,
                              .show_name = e.show_name,
                              .joined = happened(at),
                              .contributions = 0,
                              .version = at.version};
    put_member(stage, at.community, record);
    put_name(stage, at.community, {}, record);
    put_author(stage, at, record);
    if (e.account) put(stage, account_key(at.community, *e.account), e.member);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::members::Claimed& e) {
    return change_member(stage, at, e.member, [&](MemberRecord& record) {
        record.account = e.account;
        put(stage, account_key(at.community, e.account), e.member);
    });
}

Status on(Stage& stage, const Applied& at, const events::members::ProfileEdited& e) {
    const Profile profile{e.trade, e.specialty, e.status, e.departement};
    return change_member(stage, at, e.member, [&](MemberRecord& record) {
        if (record.profile != profile)
            put(stage, history_prefix(at.community, e.member).u64(number(at.sequence)).str(),
                ProfileSpan{happened(at), profile});
        record.profile = profile;
        record.show_name = e.show_name;
        record.name = e.name;
        record.bio_html.reset();
        if (e.bio) record.bio_html = text::markdown_to_html(*e.bio);
        record.version = at.version;
    });
}

Status on(Stage& stage, const Applied& at, const events::members::AdherentDeclared& e) {
    return change_member(stage, at, e.member, [&](MemberRecord& record) { record.adherent = e.adherent; });
}

Status on(Stage& stage, const Applied& at, const events::members::RoleGiven& e) {
    return change_member(stage, at, e.member,
                         [&](MemberRecord& record) { record.roles.set(events::right_of(e.role), true); });
}

Status on(Stage& stage, const Applied& at, const events::members::RoleTaken& e) {
    return change_member(stage, at, e.member,
                         [&](MemberRecord& record) { record.roles.set(events::right_of(e.role), false); });
}

/// What leaving and erasing have in common: the identity goes, and all that membership gave; trade and words stay.
Status end_membership(Stage& stage, const Applied& at, const MemberId& member, rights::Membership now) {
    return change_member(stage, at, member, [&](MemberRecord& record) {
        record.membership = now;
        record.name.reset();
        record.bio_html.reset();
        record.roles = {};
        if (record.account) stage.remove(account_key(at.community, *record.account));
        record.account.reset();
    });
}

Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    return end_membership(stage, at, e.member, rights::Membership::left);
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    return end_membership(stage, at, e.member, rights::Membership::erased);
}

Status add_contribution(Stage& stage, const Applied& at, const MemberId& author, const ThreadId& thread,
                        const PostId& post) {
    return change_member(stage, at, author, [&](MemberRecord& record) {
        const Instant time = happened(at);
        put(stage, contributions_prefix(at.community, author).descending(time).add(post).str(), thread);
        put(stage, thread_prefix(at.community, thread).add(post).str(), Written{author, time});
        ++record.contributions;
    });
}

Status remove_contribution(Stage& stage, const Applied& at, const PostId& post, const std::string& key) {
    PALABRE_TRY(written, find<Written>(stage, key));
    if (!written) return {};
    stage.remove(key);
    stage.remove(contributions_prefix(at.community, written->author).descending(written->time).add(post).str());
    return change_member(stage, at, written->author, [](MemberRecord& record) { --record.contributions; });
}

/// An organisation stands among the authors, after its row was changed.
Status show_organisation(Stage& stage, const Applied& at, const OrganisationId& id) {
    PALABRE_TRY(row, organisations::organisation(stage, at.community, id));
    if (!row) return {};
    stage.put(author_key(at.community, organisations::shown_author({}, id)), organisations::author_json(row->record));
    put(stage, authors_key(at.community), at.sequence);
    return {};
}
Status on(Stage& stage, const Applied& at, const events::organisations::Created& e) {
    return show_organisation(stage, at, e.organisation);
}
Status on(Stage& stage, const Applied& at, const events::organisations::Edited& e) {
    return show_organisation(stage, at, e.organisation);
}
Status on(Stage& stage, const Applied& at, const events::organisations::Verified& e) {
    return show_organisation(stage, at, e.organisation);
}

/// What an organisation publishes is none of its writer's contributions: her page would tell who wrote.
Status on(Stage& stage, const Applied& at, const events::forum::ThreadOpened& e) {
    if (e.organisation) return {};
    return add_contribution(stage, at, e.author, e.thread, e.post);
}

Status on(Stage& stage, const Applied& at, const events::forum::PostPublished& e) {
    if (e.organisation) return {};
    return add_contribution(stage, at, e.author, e.thread, e.post);
}

Status on(Stage& stage, const Applied& at, const events::forum::PostRemoved& e) {
    const Key prefix = thread_prefix(at.community, e.thread);
    if (!e.opening) return remove_contribution(stage, at, e.post, Key(prefix).add(e.post).str());
    // The thread goes, and all posts with it.
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        return remove_contribution(stage, at, PostId::from(key.substr(prefix.str().size())), std::string(key));
    });
}

/// One that was never written is passed over, unless `author` says whose it is.
template <class Change>
Status change_ad(Stage& stage, const Applied& at, const AdId& ad, const std::optional<MemberId>& author,
                 Change&& change) {
    const std::string key = ad_key(at.community, ad);
    PALABRE_TRY(known, find<Advertised>(stage, key));
    if (!known && !author) return {};
    Advertised now = known.value_or(Advertised{author.value_or(MemberId{})});
    const bool counted = now.counts();
    std::forward<Change>(change)(now);
    put(stage, key, now);
    if (now.counts() == counted) return {};
    return change_member(stage, at, now.author, [&](MemberRecord& record) {
        if (counted)
            --record.contributions;
        else
            ++record.contributions;
    });
}

/// What advertises for an organisation, or hides its author, would tell of her on her page. What is over was written
/// all the same; what was taken away no longer counts.
Status on(Stage& stage, const Applied& at, const events::ads::AdWritten& e) {
    return change_ad(stage, at, e.ad, e.author, [&](Advertised& ad) {
        ad.under_her_name = !e.organisation && !e.hides_name;
        if (e.standing != events::ads::AdStanding::published) return;
        ad.published = true;
        ad.taken_away = false;
    });
}

Status on(Stage& stage, const Applied& at, const events::ads::AdApproved& e) {
    return change_ad(stage, at, e.ad, std::nullopt, [](Advertised& ad) { ad.published = true; });
}

Status on(Stage& stage, const Applied& at, const events::ads::AdRenewed& e) {
    return change_ad(stage, at, e.ad, std::nullopt, [](Advertised& ad) {
        ad.published = true;
        ad.taken_away = false;
    });
}

Status on(Stage& stage, const Applied& at, const events::ads::AdClosed& e) {
    return change_ad(stage, at, e.ad, std::nullopt,
                     [&](Advertised& ad) { ad.taken_away = e.outcome != events::ads::AdOutcome::filled; });
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    PALABRE_CHECK(organisations::apply(stage, at, event));
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

Result<std::optional<MemberStanding>> standing(const View& view, const CommunityId& community,
                                               const AccountId& account) {
    PALABRE_TRY(member, find<MemberId>(view, account_key(community, account)));
    return member ? standing(view, community, *member) : std::optional<MemberStanding>{};
}

Result<std::optional<MemberStanding>> standing(const View& view, const CommunityId& community, const MemberId& member) {
    PALABRE_TRY(row, find_row<MemberRecord>(view, member_key(community, member)));
    if (!row) return std::optional<MemberStanding>{};
    rights::Standing standing;
    standing.membership = row->record.membership;
    standing.roles = row->record.roles;
    return std::optional(MemberStanding{member, standing});
}

Result<std::optional<MemberRow>> member(const View& view, const CommunityId& community, const MemberId& member) {
    return find_row<MemberRecord>(view, member_key(community, member));
}

Result<std::vector<std::optional<MemberRow>>> members(const View& view, const CommunityId& community,
                                                      const std::vector<MemberId>& asked) {
    return find_rows<MemberRecord>(view, keys_of(&member_key, community, asked));
}

Result<std::vector<MemberRow>> named(const View& view, const CommunityId& community, std::string_view begins,
                                     bool whole, std::size_t most) {
    Key prefix = name_prefix(community, folded(begins));
    if (whole) prefix.u8(0);
    std::vector<MemberId> ids;
    Scan scan = view.scan(prefix, prefix.prefix_end());
    for (; scan.valid() && ids.size() < most; scan.next())
        ids.push_back(MemberId::from(scan.key().substr(scan.key().size() - MemberId::size)));
    PALABRE_CHECK(scan.status());
    PALABRE_TRY(rows, members(view, community, ids));
    std::vector<MemberRow> found;
    for (auto& row : rows) {
        // Read after the index: a name may have gone in between.
        if (!row || !row->record.name) continue;
        const std::string name = text::fold(*row->record.name), asked = text::fold(begins);
        if (whole ? name == asked : name.starts_with(asked)) found.push_back(std::move(*row));
    }
    return found;
}

Result<std::vector<std::optional<std::string>>> authors_json(const View& view, const CommunityId& community,
                                                             const std::vector<MemberId>& asked) {
    return view.get(keys_of(&author_key, community, asked));
}

Result<Sequence> authors_changed(const View& view, const CommunityId& community) {
    PALABRE_TRY(changed, find<Sequence>(view, authors_key(community)));
    return changed.value_or(Sequence{});
}

Result<std::vector<ProfileSpan>> history(const View& view, const CommunityId& community, const MemberId& member) {
    const Key prefix = history_prefix(community, member);
    std::vector<ProfileSpan> spans;
    Scan scan = view.scan(prefix, prefix.prefix_end(), true);
    for (; scan.valid() && spans.size() < limits::list_most; scan.next()) {
        auto span = codec::decode<ProfileSpan>(scan.value());
        if (!span) return detail::ill_formed(scan.key());
        spans.push_back(std::move(*span));
    }
    PALABRE_CHECK(scan.status());
    std::ranges::reverse(spans);
    return spans;
}

Result<Contributions> contributions(const View& view, const CommunityId& community, const MemberId& member,
                                    std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(page, list_page(view, contributions_prefix(community, member), contribution_tail, cursor, limit));
    Contributions found;
    found.next = std::move(page.next);
    for (const auto& [tail, value] : page.keys) {
        KeyReader reader(tail);
        const Instant time = reader.descending();
        const auto thread = codec::decode<ThreadId>(value);
        if (!thread) return detail::ill_formed(tail);
        found.contributions.push_back({*thread, reader.take<PostId>(), time});
    }
    return found;
}

} // namespace palabre::projections::members::members
