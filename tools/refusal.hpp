// SPDX-License-Identifier: Apache-2.0
// A command's refusal as the line that a tool ends with.
#pragma once

#include "commands/outcome.hpp"
#include "core/base/result.hpp"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

namespace palabre::tools {

/// Which option of a subcommand sets which field: {"/slug", "--community"}.
using OptionNames = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// `invalid`, "founding the community: --slug: Already taken": the English title of the catalogue, and the option that
/// sets the field at fault or a list that it stands in ("/types/0"); a field that no option sets goes by its name.
/// The engine_failure() where it is one.
[[nodiscard]] Error refusal(std::string_view what, const commands::Problem& problem, OptionNames options = {});

/// The engine gave up, whatever the command was: the error to end with. Nothing for a refusal by the rules.
[[nodiscard]] std::optional<Error> engine_failure(const commands::Problem& problem);

} // namespace palabre::tools
