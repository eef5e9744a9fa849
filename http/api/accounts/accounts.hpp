// SPDX-License-Identifier: Apache-2.0
// Accounts and sessions as resources.
#pragma once

#include "http/route.hpp"

#include <span>

namespace palabre::http::accounts {

[[nodiscard]] std::span<const Route> routes();

// Also rendered as pages.
[[nodiscard]] Answer register_account(const Context& context);
[[nodiscard]] Answer begin_session(const Context& context);
[[nodiscard]] Answer get_session(const Context& context);
[[nodiscard]] Answer end_session(const Context& context);

} // namespace palabre::http::accounts
