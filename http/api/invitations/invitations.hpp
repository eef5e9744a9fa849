// SPDX-License-Identifier: Apache-2.0
// Links that members share, and who came by one. Paths and forms of answers: openapi.yaml beside this file.
#pragma once

#include "http/route.hpp"

#include <span>

namespace palabre::http::invitations {

[[nodiscard]] std::span<const Route> routes();

// Also used by pages.
[[nodiscard]] Answer make_link(const Context& context);
[[nodiscard]] Answer accept(const Context& context);

} // namespace palabre::http::invitations
