// SPDX-License-Identifier: Apache-2.0
// Communities and their spaces as resources.
#pragma once

#include "http/route.hpp"

#include <span>

namespace palabre::http::spaces {

[[nodiscard]] std::span<const Route> routes();

// Also rendered as pages.
[[nodiscard]] Answer list_communities(const Context& context);
[[nodiscard]] Answer get_community(const Context& context);
[[nodiscard]] Answer list_spaces(const Context& context);
[[nodiscard]] Answer get_space(const Context& context);

} // namespace palabre::http::spaces
