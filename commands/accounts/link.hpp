// SPDX-License-Identifier: Apache-2.0
// The tokens of links that are mailed. Nothing of them is kept: a token is sealed, and says for whom it is, what it may
// do, until when, and what it is bound to: a value of the account's that changes when the link is used, which voids it
// (decision 14).
//
//   token  base64url of  nonce (24) ‖ XChaCha20-Poly1305 of  version ‖ kind ‖ expires ‖ subject ‖ bound ‖ text
#pragma once

#include "core/base/effects.hpp"
#include "core/vault/vault.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace palabre::commands::accounts {

enum class LinkKind : std::uint8_t { confirm = 1, reset = 2, address = 3, claim = 4 };

/// The first 16 bytes of what the link is bound to.
using LinkBound = FixedBytes<struct LinkBoundTag, 16>;

struct Link {
    LinkKind kind{};
    Instant expires = {};
    std::uint64_t subject = 0; ///< the account's number; of a claim the member's
    LinkBound bound = {};      ///< confirm, address: the address's hash; reset: the credential's record
    std::string text = {};     ///< reset: the hash of its address; address: the wanted one; claim: the community's id
};

/// What a link made at `since` is, by kind: its life is of core/limits.hpp.
[[nodiscard]] Link confirm_link(const AccountId& account, const NameHash& email_hash, Instant since);
[[nodiscard]] Link reset_link(const AccountId& account, const RecordId& credential, const NameHash& email_hash,
                              Instant since);
[[nodiscard]] Link address_link(const AccountId& account, const NameHash& former, std::string email, Instant since);
[[nodiscard]] Link claim_link(const CommunityId& community, const MemberId& member, Instant since);

/// Immutable; safe from any thread. Each call is one AEAD pass.
class LinkSeal {
public:
    /// `key`: Vault::cookie_key(), of which a key of its own is derived: one of many nodes opens what another sealed.
    explicit LinkSeal(const SecretKey& key);

    [[nodiscard]] std::string seal(const Link& link, Random& random) const;
    /// Nothing: changed, foreign, of another kind, or past its time.
    [[nodiscard]] std::optional<Link> open(std::string_view token, LinkKind kind, Instant now) const;

private:
    SecretKey key_;
};

/// The path of its page: "/confirm/{token}". `slug`: of the community, for a claim.
[[nodiscard]] std::string link_path(const Link& link, std::string_view token, std::string_view slug = {});

} // namespace palabre::commands::accounts
