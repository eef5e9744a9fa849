// SPDX-License-Identifier: Apache-2.0
// What `palabre init` has to know: by flags, or asked for on a terminal; each answer is looked at before anything is
// made.
#pragma once

#include "core/base/result.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace palabre::tools::init {

struct Wishes {
    std::optional<std::string> public_url, name, slug, language, time_zone, operated_by, contact, admin_name,
        admin_email;
};

/// One of them.
struct Wish {
    std::string_view flag;                           ///< "--public-url"
    std::string_view question;                       ///< as it is asked, and as the help says it
    std::string_view allowed;                        ///< in words
    std::optional<std::string> Wishes::*place;       ///< where it is kept
    std::optional<std::string> (*standard)(Wishes&); ///< what holds when nothing is said; nothing: it is needed
    bool (*takes)(const std::string& value);         ///< whether it is possible
};
/// In the order in which they are asked.
[[nodiscard]] std::span<const Wish> wishes();

/// Fills what is missing: `ask`, where there is one, is shown the question and what an empty answer means, and gives
/// the answer, or nothing at the end of input; it is asked again, with the reason, until the answer is possible.
/// Without it the standard holds. `invalid`: names the flag that is missing or at fault.
using Ask = std::function<std::optional<std::string>(const std::string& question)>;
[[nodiscard]] Status complete(Wishes& said, const Ask& ask);

/// Asks on the terminal; empty where standard input is none.
[[nodiscard]] Ask terminal();

} // namespace palabre::tools::init
