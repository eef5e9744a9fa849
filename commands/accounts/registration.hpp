// SPDX-License-Identifier: Apache-2.0
// What must be drawn, hashed and kept before an account can be registered or a password changed: the same for the page,
// the API and the command line.
#pragma once

#include "commands/model.hpp"
#include "commands/writer.hpp"

namespace palabre::commands::accounts {

struct Registration {
    std::string name;
    std::string email;
    std::optional<std::string> password_hash = {}; ///< argon2id text; nothing: unclaimed
    Language language{};
    bool confirmed = true;                 ///< false: a mail to the address is yet to be answered
    std::optional<TextVersion> terms = {}; ///< accepted
};

/// Can a mail go there (mail::Mailbox)? As far as can be told without writing to it.
[[nodiscard]] bool is_address(std::string_view email);

/// The form in which an address stands in an entity's key: folded, then hashed under the platform's naming key.
[[nodiscard]] Result<NameHash> email_hash(Vault& vault, std::string_view email);

/// Whose the address with this hash is.
[[nodiscard]] std::optional<AccountId> holder(Model& model, const NameHash& email_hash);

/// The submission that registers an account under `id`, key and credential with it as secrets.
[[nodiscard]] Result<Submission> registration(Vault& vault, Random& random, const Registration& registration,
                                              const CommandId& id);

/// The submission that gives an account a new password.
[[nodiscard]] Submission new_password(Random& random, AccountId account, std::string password_hash,
                                      CredentialReason reason, Caller caller);

} // namespace palabre::commands::accounts
