// SPDX-License-Identifier: Apache-2.0
// What the router must know of accounts, communities and members before a handler runs. The one implementation of
// production reads the projections (projected_directory.hpp); tests make their own.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/rights/rights.hpp"
#include "events/common.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::http {

struct Account {
    std::uint32_t epoch = 0; ///< sessions of another epoch have ended
    bool administrator = false;
    events::Language language{};
    bool confirmed = true;                 ///< its address
    std::optional<TextVersion> terms = {}; ///< the version that was accepted last
    std::vector<SessionId> ended = {};     ///< of this epoch, those that ended one by one

    [[nodiscard]] bool has_ended(std::uint32_t its_epoch, const SessionId& session) const {
        return its_epoch != epoch || std::find(ended.begin(), ended.end(), session) != ended.end();
    }
};

struct Community {
    CommunityId id;
    std::string slug;
    std::string name;
    events::Language language{};
    bool shows_names = false;
    bool demo = false;
    std::string accent = {}; ///< "#0b5a69"; empty: the platform's own
    std::optional<FileId> logo = {};
};

/// An account in a community.
struct Member {
    MemberId id{};
    rights::Standing standing; ///< without `administrator` and `signed_in`, which the router adds
};

/// Safe from any thread; each call is one or two point reads of memory or disk cache. An error is never taken for
/// "nobody": `busy` while the views that know are being built.
class Directory {
public:
    virtual ~Directory() = default;
    [[nodiscard]] virtual Result<std::optional<Account>> account(const AccountId& account) = 0;
    /// By its slug or its id.
    [[nodiscard]] virtual Result<std::optional<Community>> community(std::string_view slug_or_id) = 0;
    /// Nothing: no present membership.
    [[nodiscard]] virtual Result<std::optional<Member>> member(const CommunityId& community,
                                                               const AccountId& account) = 0;
    /// Whether these are the terms as they stand, in either language.
    [[nodiscard]] virtual Result<bool> current_terms(const TextVersion& terms) = 0;
    /// Whether there are communities and all of them are demonstrations.
    [[nodiscard]] virtual Result<bool> only_demos() = 0;
};

} // namespace palabre::http
