// SPDX-License-Identifier: Apache-2.0
// Rows of the context accounts. None is sent: whoever signs in is told of the account by http/session.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace palabre::projections::accounts {

/// A session that its holder has ended.
struct EndedSession {
    SessionId session;
    Instant at;
};

struct AccountRecord {
    NameHash email_hash;
    RecordId key;
    std::optional<RecordId> credential;
    std::uint32_t epoch = 0; ///< how often all sessions ended, as by a new password
    bool administrator = false;
    bool confirmed = false;                       ///< the address is hers
    std::optional<TextVersion> terms = {};        ///< the version that was accepted last
    std::optional<std::string> name = {};         ///< nothing: the key is gone
    std::optional<std::string> email = {};        ///< where mails go; likewise
    std::optional<std::string> former_email = {}; ///< the one before it, if that was confirmed: told of the change
    std::string language;
    Instant registered;
    std::vector<EndedSession> ended = {}; ///< one by one, in this epoch, as long as their cookies might last
    std::optional<NameHash> bounced;      ///< the address that takes no mail; another one of the account is not meant
    /// Whether its present address takes none.
    [[nodiscard]] bool bounces() const { return bounced == email_hash; }
};

/// Which member an account is in a community, or was when it left it.
struct Membership {
    CommunityId community;
    MemberId member;
    friend bool operator==(const Membership&, const Membership&) = default;
};

} // namespace palabre::projections::accounts
