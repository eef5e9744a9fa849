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
    applicant = 'p',  // platform, hash → AccountId
    left = 'l',       // platform, account, community, member → MemberId
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
std::string applicant_key(const NameHash& hash) {
    return part(CommunityId::platform(), Part::applicant).add(hash).str();
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
Key left_prefix(const AccountId& account) {
    return part(CommunityId::platform(), Part::left).add(account);
}
std::string left_key(const AccountId& account, const CommunityId& community, const MemberId& member) {
    return left_prefix(account).add(community).add(member).str();
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
                      .confirmed = true,
                      .name = e.name,
                      .email = e.email,
                      .language = std::string(events::text(e.language)),
                      .registered = happened(at),
                      .bounced = {}});
    put(stage, email_key(e.email_hash), e.account);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::accounts::AccountAppliedFor& e) {
    put(stage, account_key(e.account),
        AccountRecord{.email_hash = e.email_hash,
                      .key = e.key,
                      .credential = e.credential,
                      .terms = e.terms,
                      .name = e.name,
                      .email = e.email,
                      .language = std::string(events::text(e.language)),
                      .registered = happened(at),
                      .bounced = {}});
    put(stage, applicant_key(e.email_hash), e.account);
    return {};
}

/// Takes the row away if it is this account's.
Status let_go(Stage& stage, const std::string& key, const AccountId& account) {
    PALABRE_TRY(holder, find<AccountId>(stage, key));
    if (holder == account) stage.remove(key);
    return {};
}

/// What led from the address to the account does so no more.
Status forget_address(Stage& stage, const AccountId& account, const NameHash& hash) {
    PALABRE_CHECK(let_go(stage, email_key(hash), account));
    return let_go(stage, applicant_key(hash), account);
}

Status on(Stage& stage, const Applied&, const events::accounts::AddressConfirmed& e) {
    PALABRE_CHECK(let_go(stage, applicant_key(e.email_hash), e.account));
    return change_account(stage, e.account, [&](AccountRecord& record) {
        record.confirmed = true;
        put(stage, email_key(e.email_hash), e.account);
    });
}

Status on(Stage& stage, const Applied&, const events::accounts::AddressChanged& e) {
    PALABRE_TRY(record, find<AccountRecord>(stage, account_key(e.account)));
    if (!record) return {};
    PALABRE_CHECK(forget_address(stage, e.account, record->email_hash));
    record->email_hash = e.email_hash;
    record->former_email = record->confirmed ? record->email : std::nullopt;
    record->email = e.email;
    record->confirmed = true;
    put(stage, account_key(e.account), *record);
    put(stage, email_key(e.email_hash), e.account);
    return {};
}

/// All of them end: those that ended before need not be known any longer.
void end_sessions(AccountRecord& record) {
    ++record.epoch;
    record.ended.clear();
}

Status on(Stage& stage, const Applied&, const events::accounts::SessionsEnded& e) {
    return change_account(stage, e.account, end_sessions);
}

Status on(Stage& stage, const Applied& at, const events::accounts::SessionEnded& e) {
    return change_account(stage, e.account, [&](AccountRecord& record) {
        std::erase_if(record.ended, [&](const EndedSession& each) {
            return each.session == e.session || at.time - each.at > limits::session_life + limits::session_ahead;
        });
        if (record.ended.size() < limits::sessions_ended)
            record.ended.push_back({e.session, at.time});
        else
            end_sessions(record);
    });
}

Status on(Stage& stage, const Applied&, const events::accounts::TermsAccepted& e) {
    return change_account(stage, e.account, [&](AccountRecord& record) { record.terms = e.terms; });
}

Status on(Stage& stage, const Applied&, const events::accounts::LanguageChosen& e) {
    return change_account(stage, e.account,
                          [&](AccountRecord& record) { record.language = std::string(events::text(e.language)); });
}

Status on(Stage& stage, const Applied&, const events::accounts::AccountErased& e) {
    PALABRE_TRY(record, find<AccountRecord>(stage, account_key(e.account)));
    if (!record) return {};
    stage.remove(account_key(e.account));
    return forget_address(stage, e.account, record->email_hash);
}

Status on(Stage& stage, const Applied&, const events::accounts::CredentialChanged& e) {
    return change_account(stage, e.account, [&](AccountRecord& record) {
        record.credential = e.credential;
        end_sessions(record);
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

Status begin_membership(Stage& stage, const CommunityId& community, const MemberId& member, const AccountId& account) {
    put(stage, membership_key(account, community), member);
    put(stage, joined_as_key(community, member), account);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::members::Joined& e) {
    if (!e.account) return {};
    return begin_membership(stage, at.community, e.member, *e.account);
}

Status on(Stage& stage, const Applied& at, const events::members::Claimed& e) {
    return begin_membership(stage, at.community, e.member, e.account);
}

/// Whoever left may join anew as somebody else: then the membership's row is that one's.
Status end_membership(Stage& stage, const CommunityId& community, const MemberId& member, const AccountId& account) {
    PALABRE_TRY(present, find<MemberId>(stage, membership_key(account, community)));
    if (present == member) stage.remove(membership_key(account, community));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    PALABRE_TRY(account, find<AccountId>(stage, joined_as_key(at.community, e.member)));
    if (!account) return {};
    put(stage, left_key(*account, at.community, e.member), e.member);
    return end_membership(stage, at.community, e.member, *account);
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    PALABRE_TRY(account, find<AccountId>(stage, joined_as_key(at.community, e.member)));
    if (!account) return {};
    stage.remove(joined_as_key(at.community, e.member));
    stage.remove(left_key(*account, at.community, e.member));
    return end_membership(stage, at.community, e.member, *account);
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

Result<std::optional<AccountId>> applicant(const View& view, const NameHash& email_hash) {
    return find<AccountId>(view, applicant_key(email_hash));
}

Result<std::optional<CommunityId>> community(const View& view, std::string_view slug) {
    if (slug.find('\0') != std::string_view::npos) return std::optional<CommunityId>{};
    return find<CommunityId>(view, slug_key(slug));
}

namespace {

/// Of each row: the community after the prefix, and the member that it holds.
Result<std::vector<Membership>> listed(const View& view, const Key& prefix) {
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

} // namespace

Result<std::vector<Membership>> memberships(const View& view, const AccountId& account) {
    return listed(view, memberships_prefix(account));
}

Result<std::vector<Membership>> left(const View& view, const AccountId& account) {
    return listed(view, left_prefix(account));
}

} // namespace palabre::projections::accounts::directory
