// SPDX-License-Identifier: Apache-2.0
// The pages of communities.
#pragma once

#include "http/route.hpp"

namespace palabre::http::pages::spaces {

[[nodiscard]] Answer communities(const Context& context);
/// Its spaces and what is new in it.
[[nodiscard]] Answer community(const Context& context);
/// Its colour.
[[nodiscard]] Answer style_form(const Context& context);
[[nodiscard]] Answer style(const Context& context);
[[nodiscard]] Answer space_form(const Context& context);
[[nodiscard]] Answer make_space(const Context& context);

} // namespace palabre::http::pages::spaces
