// SPDX-License-Identifier: Apache-2.0
#include "projections/accounts/directory.hpp"

#include "core/limits.hpp"
#include "projections/row.hpp"

namespace palabre::projections::accounts::directory {

namespace {

enum class Part : std::uint8_t {
    account = 'a',    // platform, account → AccountRecord
    email = 'e',      // platform, hash → AccountId
    slug = 's',       // platform, slug → CommunityId
    membership = 'm', // platform, account, community → MemberId
    joined_as = 'j',  // community, member → AccountId
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string account_key(const AccountId& account) {
    return part(CommunityId::platform(), Part::account).add(account).str();
}
std::string email_key(const NameHash& hash) {
    return part(CommunityId::platform(), Part::email).add(hash).str();
}
std::string slug_key(std::string_view slug) {
    return part(CommunityId::platform(), Part::slug).text(slug).str();
}
Key memberships_prefix(const AccountId& account) {
    return part(CommunityId::platform(), Part::membership).add(account);
}
std::string membership_key(const AccountId& account, const CommunityId& community) {
    return memberships_prefix(account).add(community).str();
}
std::string joined_as_key(const CommunityId& community, const MemberId& member) {
    return part(community, Part::joined_as).add(member).str();
}

template <class Change>
Status change_account(Stage& stage, const AccountId& account, Change&& change) {
    PALABRE_TRY(record, find<AccountRecord>(stage, account_key(account)));
    if (!record) return {};
    std::forward<Change>(change)(*record);
    put(stage, account_key(account), *record);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::accounts::AccountRegistered& e) {
    put(stage, account_key(e.account),
        AccountRecord{.email_hash = e.email_hash,
                      .key = e.key,
                      .credential = e.credential,
                      .epoch = 0,
                      .administrator = false,
                      .name = e.name,
                      .email = e.email,
                      .language = std::string(events::text(e.language)),
                      .registered = happened(at),
                      .bounced = {}});
    put(stage, email_key(e.email_hash), e.account);
    return {};
}

Status on(Stage& stage, const Applied&, const events::accounts::CredentialChanged& e) {
    return change_account(stage, e.account, [&](AccountRecord& record) {
        record.credential = e.credential;
        ++record.epoch;
    });
}

Status on(Stage& stage, const Applied&, const events::notices::AddressBounced& e) {
    return change_account(stage, e.account, [&](AccountRecord& record) { record.bounced = e.email_hash; });
}

Status on(Stage& stage, const Applied&, const events::notices::AddressRestored& e) {
    return change_account(stage, e.account, [](AccountRecord& record) { record.bounced.reset(); });
}

Status on(Stage& stage, const Applied&, const events::accounts::PlatformRoleGiven& e) {
    return change_account(stage, e.account, [](AccountRecord& record) { record.administrator = true; });
}

Status on(Stage& stage, const Applied&, const events::accounts::PlatformRoleTaken& e) {
    return change_account(stage, e.account, [](AccountRecord& record) { record.administrator = false; });
}

/// Registering and founding put the same row, so that their order, which two streams leave open, does not matter; nor
/// does it between two communities, of which the smaller id has the slug.
Status name_community(Stage& stage, const std::string& slug, const CommunityId& community) {
    PALABRE_TRY(named, find<CommunityId>(stage, slug_key(slug)));
    put(stage, slug_key(slug), named ? std::min(*named, community) : community);
    return {};
}

Status on(Stage& stage, const Applied&, const events::accounts::CommunityRegistered& e) {
    return name_community(stage, e.slug, e.community);
}

Status on(Stage& stage, const Applied& at, const events::spaces::CommunityFounded& e) {
    return name_community(stage, e.slug, at.community);
}

Status on(Stage& stage, const Applied& at, const events::members::Joined& e) {
    if (!e.account) return {};
    put(stage, membership_key(*e.account, at.community), e.member);
    put(stage, joined_as_key(at.community, e.member), *e.account);
    return {};
}

Status end_membership(Stage& stage, const CommunityId& community, const MemberId& member) {
    PALABRE_TRY(account, find<AccountId>(stage, joined_as_key(community, member)));
    if (!account) return {};
    stage.remove(membership_key(*account, community));
    stage.remove(joined_as_key(community, member));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    return end_membership(stage, at.community, e.member);
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    return end_membership(stage, at.community, e.member);
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

Result<std::optional<AccountRecord>> account(const View& view, const AccountId& account) {
    return find<AccountRecord>(view, account_key(account));
}

Result<std::optional<AccountId>> by_email(const View& view, const NameHash& email_hash) {
    return find<AccountId>(view, email_key(email_hash));
}

Result<std::optional<CommunityId>> community(const View& view, std::string_view slug) {
    if (slug.find('\0') != std::string_view::npos) return std::optional<CommunityId>{};
    return find<CommunityId>(view, slug_key(slug));
}

Result<std::vector<Membership>> memberships(const View& view, const AccountId& account) {
    const Key prefix = memberships_prefix(account);
    std::vector<Membership> found;
    Scan scan = view.scan(prefix, prefix.prefix_end());
    for (; scan.valid() && found.size() < limits::communities; scan.next()) {
        const auto community = CommunityId::parse(KeyReader(scan.key().substr(prefix.str().size())).text());
        const auto member = codec::decode<MemberId>(scan.value());
        if (!community || !member) return detail::ill_formed(scan.key());
        found.push_back({*community, *member});
    }
    PALABRE_CHECK(scan.status());
    return found;
}

} // namespace palabre::projections::accounts::directory
