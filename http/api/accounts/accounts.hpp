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

// own.cpp: the account of who is signed in.
[[nodiscard]] Answer get_account(const Context& context);
[[nodiscard]] Answer accept_terms(const Context& context);
[[nodiscard]] Answer choose_language(const Context& context);
[[nodiscard]] Answer change_password(const Context& context);
[[nodiscard]] Answer ask_address(const Context& context);
[[nodiscard]] Answer end_session(const Context& context);
[[nodiscard]] Answer list_sessions(const Context& context);
[[nodiscard]] Answer end_sessions(const Context& context);
[[nodiscard]] Answer end_one_session(const Context& context);
[[nodiscard]] Answer erase_account(const Context& context);

// links.cpp: what mailed links are for.
[[nodiscard]] Answer ask_confirmation(const Context& context);
[[nodiscard]] Answer confirm_address(const Context& context);
[[nodiscard]] Answer ask_reset(const Context& context);
[[nodiscard]] Answer reset_password(const Context& context);
[[nodiscard]] Answer change_address(const Context& context);

// legal.cpp: the platform's legal pages.
[[nodiscard]] Answer get_legal_page(const Context& context);
[[nodiscard]] Answer edit_legal_page(const Context& context);

} // namespace palabre::http::accounts
