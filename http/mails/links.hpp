// SPDX-License-Identifier: Apache-2.0
// Links in mails that act without signing in. Each says itself what it is for, under a seal of this house: nothing is
// stored, and a link works for as long as its reader is a member.
//
// Beside commands/accounts/link.hpp on purpose: those links are as good as a password, hold an address, end after hours
// or days and with the first use, and are sealed so that nobody reads them. These stand in every notice for years, in a
// header too, must not end, and hold ids alone: a keyed hash is enough, is the same for the same reader, and short.
#pragma once

#include "core/base/ids.hpp"
#include "core/vault/vault.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palabre::http::mails {

/// Which mails of a member end by a link: those of one kind of notice, or a digest. Links in mails hold the number.
enum class Ends : std::uint8_t { reply, mention, accepted, thread, daily, weekly, ad, message, alert };
[[nodiscard]] std::string_view text(Ends ends);

struct Unsubscription {
    CommunityId community;
    MemberId member;
    Ends ends{};
};

/// Safe from any thread. Cost: one keyed hash.
class Links {
public:
    /// `cookie_key`: Vault::cookie_key(), which all nodes of a house share.
    explicit Links(const SecretKey& cookie_key);

    /// For an address: letters, digits, '-' and '_'.
    [[nodiscard]] std::string token(const Unsubscription& meant) const;
    /// Nothing: not a token of this house.
    [[nodiscard]] std::optional<Unsubscription> read(std::string_view token) const;

private:
    [[nodiscard]] std::string seal(std::string_view said) const;
    std::string key_;
};

} // namespace palabre::http::mails
