// SPDX-License-Identifier: Apache-2.0
// A coded list as the options of a form's field (parts/choice.tpl).
#pragma once

#include "events/codes.hpp"
#include "events/common.hpp"

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>

namespace palabre::http::pages {

/// [{code name chosen}, …], in the list's order, named in the language.
[[nodiscard]] nlohmann::json choices(std::span<const events::Code> list, std::string_view chosen,
                                     events::Language language);

} // namespace palabre::http::pages
