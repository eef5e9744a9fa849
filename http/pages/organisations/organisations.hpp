// SPDX-License-Identifier: Apache-2.0
// Organisations: all of them, one of them with its delegates, making and editing one, and who wrote what it published.
#pragma once

#include "http/route.hpp"

namespace palabre::http::pages::organisations {

[[nodiscard]] Answer organisations(const Context& context);
[[nodiscard]] Answer organisation(const Context& context);
[[nodiscard]] Answer audit(const Context& context);

[[nodiscard]] Answer new_form(const Context& context);
[[nodiscard]] Answer create(const Context& context);
[[nodiscard]] Answer edit_form(const Context& context);
[[nodiscard]] Answer edit(const Context& context);

// acts.cpp: one button each.
[[nodiscard]] Answer verify(const Context& context);
[[nodiscard]] Answer unverify(const Context& context);
[[nodiscard]] Answer invite(const Context& context);
[[nodiscard]] Answer remove_delegate(const Context& context);
[[nodiscard]] Answer join(const Context& context);

} // namespace palabre::http::pages::organisations
