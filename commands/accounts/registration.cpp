// SPDX-License-Identifier: Apache-2.0
#include "commands/accounts/registration.hpp"

#include "commands/accounts/entities.hpp"
#include "core/mail/mailbox.hpp"
#include "core/text/unicode.hpp"

namespace palabre::commands::accounts {

bool is_address(std::string_view email) {
    return mail::Mailbox::parse(email).has_value();
}

Result<NameHash> email_hash(Vault& vault, std::string_view email) {
    PALABRE_TRY(naming_key, vault.naming_key(CommunityId::platform()));
    return name_hash(naming_key, "email", text::fold(email));
}

std::optional<AccountId> holder(Model& model, const NameHash& email_hash) {
    return model.get<AccountEmail>(CommunityId::platform(), email_hash).value_or(AccountEmail{}).account;
}

Result<Submission> registration(Vault& vault, Random& random, const Registration& registration, const CommandId& id) {
    PALABRE_TRY(hash, email_hash(vault, registration.email));
    RegisterAccount command{.account = random.draw<AccountId>(),
                            .email_hash = hash,
                            .key = random.draw<RecordId>(),
                            .language = registration.language,
                            .name = registration.name,
                            .email = registration.email,
                            .confirmed = registration.confirmed,
                            .terms = registration.terms};
    const Owner owner{CommunityId::platform(), command.account.text()};
    std::vector<Vault::Put> secrets{{owner, command.key, std::string(SecretKey::draw(random).view())}};
    if (registration.password_hash) {
        command.credential = random.draw<RecordId>();
        secrets.push_back({owner, *command.credential, *registration.password_hash});
    }
    return Submission{.community = CommunityId::platform(),
                      .command = std::move(command),
                      .caller = {},
                      .id = id,
                      .secrets = std::move(secrets)};
}

Submission new_password(Random& random, AccountId account, std::string password_hash, CredentialReason reason,
                        Caller caller) {
    const auto credential = random.draw<RecordId>();
    return {.community = CommunityId::platform(),
            .command = ChangeCredential{.account = account, .credential = credential, .reason = reason},
            .caller = std::move(caller),
            .id = random.draw<CommandId>(),
            .secrets = {{{CommunityId::platform(), account.text()}, credential, std::move(password_hash)}}};
}

} // namespace palabre::commands::accounts
