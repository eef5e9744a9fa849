// SPDX-License-Identifier: Apache-2.0
// The demo written into a house.
#pragma once

#include "commands/model.hpp"
#include "tools/demo/generator.hpp"

namespace palabre::tools::demo {

/// Founds the demo community and submits its year, in order. The same again adds nothing; one that was cut short goes
/// on. `invalid`: the slug is taken by another community; `no_space`, `io`, `busy`: the engine gave up, what stands
/// stands.
[[nodiscard]] Status make_demo(commands::Writer& writer, commands::Model& model, Demo demo,
                               const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

} // namespace palabre::tools::demo
