// SPDX-License-Identifier: Apache-2.0
// The table of the read side: every projection. A new read model adds its line in registry.cpp.
#pragma once

#include "projections/projection.hpp"

#include <span>

namespace palabre::projections {

[[nodiscard]] std::span<const Projection> registry();
/// Whether this family is of a projection whose rows are looked up by key alone: for Store::Options.
[[nodiscard]] bool unordered(std::string_view family);

} // namespace palabre::projections
