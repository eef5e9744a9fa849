// SPDX-License-Identifier: Apache-2.0
// The directory: accounts by id and by address, communities by slug, and of which communities an account is a member.
// What is asked across communities stands under the reserved community `platform`; each row still depends on one
// community's events.
#pragma once

#include "projections/accounts/rows.hpp"
#include "projections/projection.hpp"
#include "projections/projector.hpp"

#include <string_view>

namespace palabre::projections::accounts::directory {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"directory", 5, &apply};

[[nodiscard]] Result<std::optional<AccountRecord>> account(const View& view, const AccountId& account);
/// By the keyed hash of the folded address: whose it is.
[[nodiscard]] Result<std::optional<AccountId>> by_email(const View& view, const NameHash& email_hash);
/// Who has applied last with an address that is yet to be confirmed, whosever it is.
[[nodiscard]] Result<std::optional<AccountId>> applicant(const View& view, const NameHash& email_hash);
/// Of a registered community, founded or about to be.
[[nodiscard]] Result<std::optional<CommunityId>> community(const View& view, std::string_view slug);
/// Ascending by community (limits::communities at most); without those that the account has left.
[[nodiscard]] Result<std::vector<Membership>> memberships(const View& view, const AccountId& account);
/// The memberships that it has left, whose words are still there: likewise.
[[nodiscard]] Result<std::vector<Membership>> left(const View& view, const AccountId& account);

} // namespace palabre::projections::accounts::directory
