// SPDX-License-Identifier: Apache-2.0
// Saved searches for ads. What they find is among the notices.
#pragma once

#include "http/context.hpp"

#include <span>

namespace palabre::http::alerts {

[[nodiscard]] std::span<const Route> routes();

} // namespace palabre::http::alerts
