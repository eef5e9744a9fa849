// SPDX-License-Identifier: Apache-2.0
// The rules of accounts and of the register of communities.
#include "commands/accounts/accounts.hpp"
#include "commands/accounts/found.hpp"
#include "core/limits.hpp"

namespace palabre::commands {

using accounts::about;
using accounts::Account;
using accounts::CommunitySlug;
using accounts::find_account;
using accounts::find_own;
using accounts::holder;
using accounts::RegisteredCommunity;

namespace {

/// The platform's administrators, and tools at the machine itself.
Refusal check_administrator(const Caller& caller) {
    if (!caller.live() || caller.administrator) return std::nullopt;
    return refuse(Reason::role_required);
}

/// Whoever applies takes no address yet; whether it is somebody's must not be told.
Decision apply_for(const accounts::RegisterAccount& c) {
    if (!c.credential) return refuse(Reason::missing, "/password");
    if (!c.terms) return refuse(Reason::missing, "/terms");
    return about(events::accounts::AccountAppliedFor{.account = c.account,
                                                     .email_hash = c.email_hash,
                                                     .key = c.key,
                                                     .credential = *c.credential,
                                                     .language = c.language,
                                                     .terms = *c.terms,
                                                     .name = c.name,
                                                     .email = c.email},
                 c.account);
}

} // namespace

Decision decide(Lookup& look, const Caller&, const accounts::RegisterAccount& c) {
    if (auto bad = check_text(c.name, 1, limits::name, "/name")) return *bad;
    if (auto bad = check_text(c.email, 3, limits::email, "/email")) return *bad;
    if (look.exists<Account>(c.account)) return refuse(Reason::taken, "/account");
    if (!c.confirmed) return apply_for(c);
    if (holder(look, c.email_hash)) return refuse(Reason::taken, "/email");
    return about(events::accounts::AccountRegistered{.account = c.account,
                                                     .email_hash = c.email_hash,
                                                     .key = c.key,
                                                     .credential = c.credential,
                                                     .language = c.language,
                                                     .name = c.name,
                                                     .email = c.email},
                 c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::ChangeCredential& c) {
    const auto [account, refused] = find_own(look, caller, c.account);
    if (refused) return *refused;
    if (c.former && account.credential.value_or(RecordId{}) != *c.former) return refuse(Reason::gone, "/token");
    if (c.email_hash && account.email_hash != *c.email_hash) return refuse(Reason::gone, "/token");
    return about(
        events::accounts::CredentialChanged{.account = c.account, .credential = c.credential, .reason = c.reason},
        c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::GivePlatformRole& c) {
    if (auto no = check_administrator(caller)) return *no;
    const auto [account, refused] = find_account(look, c.account);
    if (refused) return *refused;
    if (account.administrator) return NoOp{};
    return about(events::accounts::PlatformRoleGiven{.account = c.account, .role = c.role}, c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::TakePlatformRole& c) {
    if (auto no = check_administrator(caller)) return *no;
    const auto [account, refused] = find_account(look, c.account);
    if (refused) return *refused;
    if (!account.administrator) return NoOp{};
    return about(events::accounts::PlatformRoleTaken{.account = c.account, .role = c.role}, c.account);
}

Decision decide(Lookup& look, const Caller& caller, const accounts::RegisterCommunity& c) {
    if (auto refused = check_administrator(caller)) return *refused;
    if (auto bad = check_slug(c.slug, "/slug")) return *bad;
    if (look.exists<RegisteredCommunity>(c.community.text())) return refuse(Reason::taken, "/community");
    if (look.exists<CommunitySlug>(c.slug)) return refuse(Reason::taken, "/slug");
    return Happens{events::accounts::CommunityRegistered{
                       .community = c.community, .slug = c.slug, .partition = c.partition, .founder = c.founder},
                   c.community.text()};
}

Decision decide(Lookup& look, const Caller& caller, const accounts::EditLegalPage& c) {
    if (auto refused = check_administrator(caller)) return *refused;
    if (auto bad = check_text(c.text, 1, limits::body, "/text")) return *bad;
    const auto page = look.get<accounts::LegalPage>(std::string(text(c.page))).value_or(accounts::LegalPage{});
    const auto& current = c.language == accounts::Language::fr ? page.fr : page.en;
    if (c.expected && *c.expected != current.value_or(c.starter)) return refuse(Reason::version_conflict);
    if (current.value_or(c.starter) == c.version) return NoOp{};
    return Happens{events::accounts::LegalPageEdited{.page = c.page,
                                                     .language = c.language,
                                                     .version = c.version,
                                                     .text = c.text,
                                                     .by = AccountId::parse(caller.actor)},
                   std::string(text(c.page))};
}

Decision decide(Lookup&, const Caller& caller, const accounts::RecordPersonalDataRead& c) {
    if (auto refused = check_administrator(caller)) return *refused;
    if (c.communities.size() > limits::asked_communities) return refuse(Reason::too_many, "/communities");
    if (c.types.size() > limits::asked_types) return refuse(Reason::too_many, "/types");
    for (std::size_t i = 0; i < c.communities.size(); ++i)
        if (repeats(c.communities, i)) return refuse(Reason::ill_formed, "/communities/" + std::to_string(i));
    for (std::size_t i = 0; i < c.types.size(); ++i) {
        std::string field = "/types/" + std::to_string(i);
        if (repeats(c.types, i)) return refuse(Reason::ill_formed, std::move(field));
        if (auto bad = check_text(c.types[i], 1, limits::event_type, std::move(field))) return *bad;
    }
    return Happens{
        events::accounts::PersonalDataRead{
            .tool = c.tool, .communities = c.communities, .types = c.types, .from = c.from, .until = c.until},
        "platform"};
}

} // namespace palabre::commands
