// SPDX-License-Identifier: Apache-2.0
// Signing in and out, registering.
#pragma once

#include "http/route.hpp"

namespace palabre::http::pages::accounts {

[[nodiscard]] Answer sign_in_form(const Context& context);
[[nodiscard]] Answer sign_in(const Context& context);
[[nodiscard]] Answer sign_out(const Context& context);
[[nodiscard]] Answer register_form(const Context& context);
/// Registers, then signs in with what was typed.
[[nodiscard]] Answer register_account(const Context& context);

} // namespace palabre::http::pages::accounts
