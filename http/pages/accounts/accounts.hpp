// SPDX-License-Identifier: Apache-2.0
// Signing in, registering, one's own account, the legal pages.
#pragma once

#include "http/route.hpp"

namespace palabre::http::pages::accounts {

[[nodiscard]] Answer sign_in_form(const Context& context);
[[nodiscard]] Answer sign_in(const Context& context);
[[nodiscard]] Answer register_form(const Context& context);
/// Registers, then signs in with what was typed.
[[nodiscard]] Answer register_account(const Context& context);

// links.cpp: what mailed links lead to, and where they are asked for.
[[nodiscard]] Answer forgot_form(const Context& context);
[[nodiscard]] Answer forgot(const Context& context);
[[nodiscard]] Answer reset_form(const Context& context);
[[nodiscard]] Answer reset(const Context& context);
[[nodiscard]] Answer confirm_form(const Context& context);
[[nodiscard]] Answer confirm(const Context& context);
[[nodiscard]] Answer ask_confirmation(const Context& context);
[[nodiscard]] Answer address_link(const Context& context);
[[nodiscard]] Answer change_address(const Context& context);

// own.cpp: the account of who is signed in.
[[nodiscard]] Answer account(const Context& context);
[[nodiscard]] Answer terms_form(const Context& context);
[[nodiscard]] Answer accept_terms(const Context& context);
[[nodiscard]] Answer choose_language(const Context& context);
[[nodiscard]] Answer password_form(const Context& context);
[[nodiscard]] Answer change_password(const Context& context);
[[nodiscard]] Answer address_form(const Context& context);
[[nodiscard]] Answer ask_address(const Context& context);
[[nodiscard]] Answer sign_out(const Context& context);
[[nodiscard]] Answer end_sessions(const Context& context);
[[nodiscard]] Answer end_session(const Context& context);
[[nodiscard]] Answer erasure_form(const Context& context);
[[nodiscard]] Answer erase(const Context& context);

// legal.cpp
[[nodiscard]] Answer legal_page(const Context& context);
[[nodiscard]] Answer legal_form(const Context& context);
[[nodiscard]] Answer edit_legal_page(const Context& context);

} // namespace palabre::http::pages::accounts
