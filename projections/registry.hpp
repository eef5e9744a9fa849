// SPDX-License-Identifier: Apache-2.0
// The table of the read side: every projection. A new read model adds its line in registry.cpp.
#pragma once

#include "projections/projection.hpp"

#include <span>

namespace palabre::projections {

[[nodiscard]] std::span<const Projection> registry();
/// How a store for the rows of these projections is opened.
[[nodiscard]] Store::Options store_options();

} // namespace palabre::projections
