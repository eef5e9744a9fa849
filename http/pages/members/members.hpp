// SPDX-License-Identifier: Apache-2.0
// Joining a community, and a member of it.
#pragma once

#include "http/route.hpp"

namespace palabre::http::pages::members {

[[nodiscard]] Answer join_form(const Context& context);
[[nodiscard]] Answer join(const Context& context);
[[nodiscard]] Answer member(const Context& context);

[[nodiscard]] Answer offer_claim(const Context& context);

// going.cpp: leaving, erasing, and coming as who one was before an import.
[[nodiscard]] Answer leave_form(const Context& context);
[[nodiscard]] Answer leave(const Context& context);
[[nodiscard]] Answer erase(const Context& context);
[[nodiscard]] Answer claim_form(const Context& context);
[[nodiscard]] Answer claim(const Context& context);

// profile.cpp: the viewer's own.
[[nodiscard]] Answer profile_form(const Context& context);
[[nodiscard]] Answer edit_profile(const Context& context);

} // namespace palabre::http::pages::members
