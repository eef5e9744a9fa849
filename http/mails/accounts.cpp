// SPDX-License-Identifier: Apache-2.0
#include "http/mails/accounts.hpp"

#include "http/mails/desk.hpp"

namespace palabre::http::mails {

using namespace events::accounts;
using projections::accounts::AccountRecord;

namespace {

constexpr std::optional<Draft> nothing;

events::Language language_of(const AccountRecord& account) {
    return events::parse<events::Language>(account.language).value_or(events::Language::fr);
}

/// The account that the mail is for, while its address can be read; nothing: it is erased.
Result<std::optional<AccountRecord>> reader(const Desk& desk, const mail::Queued& mail) {
    const auto id = AccountId::parse(mail.recipient);
    if (!id) return std::optional<AccountRecord>{};
    PALABRE_TRY(account, desk.account(*id));
    return account && account->email ? std::move(account) : std::nullopt;
}

/// By name only where the address is known to be hers: else whoever applies has us write her words to anybody.
Draft letter_to(const AccountRecord& account, nlohmann::json document) {
    if (account.name && account.confirmed) document["name"] = *account.name;
    return {.to = *account.email, .language = language_of(account), .document = std::move(document)};
}

/// Whose the address is already, of an event that asks for it; nothing: it is free, or the asker's own.
Result<std::optional<AccountId>> other_holder(const Desk& desk, const AccountId& asker, const NameHash& address) {
    PALABRE_TRY(holder, desk.holder(address));
    return holder == asker ? std::nullopt : holder;
}

} // namespace

bool is_confirmation(std::string_view event_type) {
    return event_type == AccountAppliedFor::type || event_type == LinkAsked::type;
}

Status to_who_confirms(const Desk& desk, const Heard& heard, std::vector<std::string>& readers) {
    if (const auto* asked = std::get_if<LinkAsked>(&heard.event)) {
        if (asked->purpose == LinkPurpose::confirm) readers.push_back(asked->account.text());
        return {};
    }
    const auto& applied = std::get<AccountAppliedFor>(heard.event);
    PALABRE_TRY(other, other_holder(desk, applied.account, applied.email_hash));
    if (!other) readers.push_back(applied.account.text());
    return {};
}

Result<std::optional<Draft>> confirm(const Desk& desk, const mail::Queued& mail) {
    PALABRE_TRY(account, reader(desk, mail));
    if (!account || account->confirmed) return nothing;
    const AccountId id = *AccountId::parse(mail.recipient);
    // Asked again for an address that is somebody's by now: a link could confirm nothing.
    PALABRE_TRY(other, other_holder(desk, id, account->email_hash));
    if (other) return nothing;
    return letter_to(*account,
                     {{"link", desk.link(commands::accounts::confirm_link(id, account->email_hash, mail.made))}});
}

bool is_address_asked(std::string_view event_type) {
    return event_type == AccountAppliedFor::type || event_type == AddressChangeAsked::type;
}

Status to_who_has_it(const Desk& desk, const Heard& heard, std::vector<std::string>& readers) {
    const auto* applied = std::get_if<AccountAppliedFor>(&heard.event);
    const auto* changed = std::get_if<AddressChangeAsked>(&heard.event);
    const AccountId asker = applied != nullptr ? applied->account : changed->account;
    PALABRE_TRY(other, other_holder(desk, asker, applied != nullptr ? applied->email_hash : changed->email_hash));
    if (other) readers.push_back(other->text());
    return {};
}

Result<std::optional<Draft>> registered(const Desk& desk, const mail::Queued& mail) {
    PALABRE_TRY(account, reader(desk, mail));
    if (!account) return nothing;
    return letter_to(*account, {{"sign_in", desk.link("/sign-in")}, {"forgot", desk.link("/forgot")}});
}

bool is_link_asked(std::string_view event_type) {
    return event_type == LinkAsked::type;
}

Status to_who_forgot(const Desk&, const Heard& heard, std::vector<std::string>& readers) {
    const auto& asked = std::get<LinkAsked>(heard.event);
    if (asked.purpose == LinkPurpose::reset) readers.push_back(asked.account.text());
    return {};
}

Result<std::optional<Draft>> reset(const Desk& desk, const mail::Queued& mail) {
    PALABRE_TRY(account, reader(desk, mail));
    if (!account || !account->confirmed) return nothing;
    const AccountId id = *AccountId::parse(mail.recipient);
    // An account from a tool may have no password yet: then this is its first.
    const RecordId credential = account->credential.value_or(RecordId{});
    const auto link = commands::accounts::reset_link(id, credential, account->email_hash, mail.made);
    return letter_to(*account, {{"link", desk.link(link)}});
}

bool is_change_asked(std::string_view event_type) {
    return event_type == AddressChangeAsked::type;
}

Status to_the_account(const Desk&, const Heard& heard, std::vector<std::string>& readers) {
    readers.push_back(std::get<AddressChangeAsked>(heard.event).account.text());
    return {};
}

Result<std::optional<Draft>> address(const Desk& desk, const mail::Queued& mail) {
    PALABRE_TRY(event, desk.event(mail));
    const auto& asked = std::get<AddressChangeAsked>(event);
    PALABRE_TRY(account, reader(desk, mail));
    if (!account || !asked.email) return nothing;
    PALABRE_TRY(holder, desk.holder(asked.email_hash));
    if (holder) return nothing; // whose it is gets another letter
    Draft draft = letter_to(*account, {{"link", desk.link(commands::accounts::address_link(
                                                    asked.account, account->email_hash, *asked.email, mail.made))}});
    draft.to = *asked.email;
    draft.document.erase("name");
    return draft;
}

Result<std::optional<Draft>> address_notice(const Desk& desk, const mail::Queued& mail) {
    PALABRE_TRY(account, reader(desk, mail));
    // An address that nobody has confirmed may be a stranger's, who is told nothing of this.
    if (!account || !account->confirmed) return nothing;
    return letter_to(*account, {{"forgot", desk.link("/forgot")}});
}

bool is_change(std::string_view event_type) {
    return event_type == AddressChanged::type;
}

Status to_the_changed(const Desk&, const Heard& heard, std::vector<std::string>& readers) {
    readers.push_back(std::get<AddressChanged>(heard.event).account.text());
    return {};
}

Result<std::optional<Draft>> address_changed(const Desk& desk, const mail::Queued& mail) {
    PALABRE_TRY(account, reader(desk, mail));
    if (!account || !account->former_email) return nothing;
    Draft draft = letter_to(*account, {{"contact", desk.link("/legal/contact")}});
    draft.to = *account->former_email;
    return draft;
}

} // namespace palabre::http::mails
