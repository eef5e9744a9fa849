// SPDX-License-Identifier: Apache-2.0
// What deciders may know of accounts and registered communities.
#pragma once

#include "commands/entity.hpp"

namespace palabre::commands::accounts {

struct Account {
    static constexpr std::string_view kind = "account";
    using Key = AccountId;
    RecordId key;
    std::optional<RecordId> credential;
    bool administrator = false;
};

struct AccountEmail {
    static constexpr std::string_view kind = "account-email";
    using Key = NameHash;
    AccountId account;
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
