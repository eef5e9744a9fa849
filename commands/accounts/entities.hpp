// SPDX-License-Identifier: Apache-2.0
// What deciders may know of accounts and registered communities.
#pragma once

#include "commands/entity.hpp"
#include "events/common.hpp"

namespace palabre::commands::accounts {

struct Account {
    static constexpr std::string_view kind = "account";
    using Key = AccountId;
    RecordId key;
    std::optional<RecordId> credential;
    bool administrator = false;
    NameHash email_hash;    ///< of the address that is written to
    bool confirmed = false; ///< mails to it have been answered, or somebody vouched for it: the address is hers
    bool erased = false;
    std::optional<TextVersion> terms = {}; ///< the version that was accepted last
    Instant applied = {};                  ///< since when the address waits to be confirmed
    events::Language language{};           ///< in which the holder is answered and written to
};

/// Whose address it is. Written once it is confirmed, so that nobody takes an address by asking for an account with it.
struct AccountEmail {
    static constexpr std::string_view kind = "account-email";
    using Key = NameHash;
    std::optional<AccountId> account; ///< nothing: free again
};

struct LegalPage {
    static constexpr std::string_view kind = "legal-page";
    using Key = std::string; ///< the page's word
    std::optional<TextVersion> fr, en;
};

struct CommunitySlug {
    static constexpr std::string_view kind = "community-slug";
    using Key = std::string;
    CommunityId community;
};

struct RegisteredCommunity {
    static constexpr std::string_view kind = "registered-community";
    using Key = std::string; ///< the community's id
    std::string slug;
    Partition partition{}; ///< where its genesis is to stand
};

} // namespace palabre::commands::accounts
