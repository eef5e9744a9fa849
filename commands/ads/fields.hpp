// SPDX-License-Identifier: Apache-2.0
// The typed fields of ads, by kind: one table for the rules, the API and the forms.
#pragma once

#include "events/ads.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace palabre::commands::ads {

enum class Field : std::uint8_t {
    title,
    body,
    structure,
    departement,
    place,
    commune,
    latitude,
    longitude,
    radius,
    trade,
    surface,
    rent,
    charges,
    price,
    contract,
    weekly_minutes,
    salary_least,
    salary_most,
    salary_period,
    rome,
    starts_on,
    hides_name,
};

enum class Use : std::uint8_t { no, may, must };

/// How a kind of ad uses a field.
struct FieldUse {
    Field field{};
    std::string_view name; ///< in the API, in forms, and in refusals behind a slash
    std::array<Use, 4> by_kind{};
    [[nodiscard]] Use of(events::ads::AdKind kind) const { return by_kind[static_cast<std::size_t>(kind)]; }
};

/// In the order in which forms ask for them. `structure` is needed by a structure alone, and no person's.
[[nodiscard]] std::span<const FieldUse> field_table();
[[nodiscard]] const FieldUse& use_of(Field field);

inline constexpr std::array kinds{events::ads::AdKind::premises_offered, events::ads::AdKind::premises_wanted,
                                  events::ads::AdKind::job_offered, events::ads::AdKind::job_wanted};
inline constexpr std::array parties{events::ads::AdParty::person, events::ads::AdParty::structure};

} // namespace palabre::commands::ads
