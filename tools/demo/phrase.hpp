// SPDX-License-Identifier: Apache-2.0
// Templates of text: "{Chez nous|Ici}, près de {ville}" is one of several sentences.
//   {a|b|c}  one of these; they may hold others       {name}  the slot of that name       " // "  a new paragraph
#pragma once

#include "core/base/result.hpp"
#include "tools/demo/chance.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace palabre::tools::demo {

/// What stands for a slot's name.
using Slots = std::function<std::string(std::string_view name)>;
inline constexpr std::string_view slot_names[] = {"ville", "e"};

/// `invalid`: braces that do not match, or a slot that is none; says where.
[[nodiscard]] Status check_phrase(std::string_view phrase);

/// One of the texts of a checked template, French spacing included: the first letter large, no-break spaces before
/// ? ! : ; » and after «.
[[nodiscard]] std::string expand(std::string_view phrase, Chance& chance, const Slots& slots);

} // namespace palabre::tools::demo
