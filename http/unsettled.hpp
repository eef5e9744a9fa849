// SPDX-License-Identifier: Apache-2.0
// What an account has to do before it may act in a community, by whatever way it comes.
#pragma once

#include "core/config/config.hpp"
#include "http/directory.hpp"
#include "http/problem.hpp"

#include <optional>

namespace palabre::http {

/// Confirm its address, or accept the terms as they stand; nothing: it may act. Cost: a point read.
[[nodiscard]] std::optional<Problem> unsettled(const config::Settings& settings, Directory& directory, bool confirmed,
                                               bool administrator, const std::optional<TextVersion>& terms);

} // namespace palabre::http
