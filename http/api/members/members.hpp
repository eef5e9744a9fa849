// SPDX-License-Identifier: Apache-2.0
// Members as resources: joining, profile, roles, leaving, erasing, contributions.
#pragma once

#include "http/route.hpp"

#include <span>

namespace palabre::http::members {

[[nodiscard]] std::span<const Route> routes();

// Also rendered as pages.
[[nodiscard]] Answer get_member(const Context& context);
/// Active members whose name begins so, for who writes a mention.
[[nodiscard]] Answer suggest_members(const Context& context);
[[nodiscard]] Answer join(const Context& context);

} // namespace palabre::http::members
