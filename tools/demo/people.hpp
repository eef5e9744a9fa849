// SPDX-License-Identifier: Apache-2.0
// The members of the demo: invented, composed of common names, trades, towns of the French West.
#pragma once

#include "tools/demo/calendar.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::tools::demo {

struct Person {
    MemberId id;
    std::string name;
    bool feminine = false;
    std::string trade;
    std::optional<std::string> specialty;
    std::string status;
    std::string departement;
    std::string town;
    std::optional<bool> adherent;
    bool show_name = false;
    Instant joined;
    std::uint64_t voice = 0;     ///< weight of writing; most have none
    std::uint64_t gratitude = 0; ///< weight of thanking
};

/// By the time of joining. One in a hundred writes a lot, nine some, few of the others a little.
[[nodiscard]] std::vector<Person> people(std::size_t count, const Calendar& calendar, Chance& chance);

/// Of people in this order: the last one who has joined by `at`, as a count.
[[nodiscard]] std::size_t joined_by(const std::vector<Person>& people, Instant at);

} // namespace palabre::tools::demo
