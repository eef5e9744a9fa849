// SPDX-License-Identifier: Apache-2.0
// Searching what this viewer may see of a community, and completing what is being typed. Parameters and forms of
// answers: openapi.yaml beside this file.
#pragma once

#include "http/route.hpp"

#include <span>

namespace palabre::http::search {

[[nodiscard]] std::span<const Route> routes();

// Also rendered as pages.
[[nodiscard]] Answer find(const Context& context);

} // namespace palabre::http::search
