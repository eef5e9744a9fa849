// SPDX-License-Identifier: Apache-2.0
// The few checks that deciders of every context share: bounds of text, lists and codes, each naming the field at fault,
// and the standing of whoever acts.
#pragma once

#include "commands/decide.hpp"
#include "commands/members/entities.hpp"
#include "core/rights/rights.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace palabre::commands {

using Refusal = std::optional<Problem>;

/// Code points within [least, most], valid UTF-8.
[[nodiscard]] Refusal check_text(std::string_view value, std::size_t least, std::size_t most, std::string field);
/// Whether an item stands in the list before its place.
template <class T>
[[nodiscard]] bool repeats(const std::vector<T>& list, std::size_t place) {
    const auto at = list.begin() + static_cast<std::ptrdiff_t>(place);
    return std::find(list.begin(), at, *at) != at;
}
/// Lower-case letters, digits and single inner hyphens, at most limits::slug.
[[nodiscard]] Refusal check_slug(std::string_view value, std::string field);

/// As check_text, where the field may be absent; present and empty is `missing`.
[[nodiscard]] Refusal check_text(const std::optional<std::string>& value, std::size_t most, std::string field);

/// The refusal for a verdict, nothing for yes.
[[nodiscard]] Refusal refusal(rights::Verdict verdict);
/// The acting member's standing in this community, `administrator` as the caller says; no membership: `none`.
[[nodiscard]] rights::Standing standing_of(Lookup& look, const Caller& caller);
/// May the caller do this here? Imports and the demo retell what others allowed: they may.
[[nodiscard]] Refusal check_right(Lookup& look, const Caller& caller, rights::Action action,
                                  const rights::SpaceRule& space = {});

} // namespace palabre::commands
