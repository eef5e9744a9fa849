// SPDX-License-Identifier: Apache-2.0
// The demo written into a house.
#pragma once

#include "commands/model.hpp"
#include "core/log/local_log.hpp"
#include "tools/demo/generator.hpp"

namespace palabre::tools::demo {

/// The demo that a house has.
struct Standing {
    CommunityId community;
    Instant start; ///< as it was generated with
};
/// Nothing: there is none yet. `invalid`: its slug is another community's.
[[nodiscard]] Result<std::optional<Standing>> standing(const log::LocalLog& log);
/// Whether all that was made of the standing demo is of this one, be it whole or cut short: what people have done there
/// since does not count. Reads the community's events.
[[nodiscard]] Result<bool> stems_from(const log::LocalLog& log, const Standing& standing, const Demo& demo);

/// Founds the demo community and submits its year, in order. The same again adds nothing; one that was cut short goes
/// on. `invalid`: the slug is taken by another community; `no_space`, `io`, `busy`: the engine gave up, what stands
/// stands.
[[nodiscard]] Status make_demo(commands::Writer& writer, commands::Model& model, Demo demo,
                               const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

} // namespace palabre::tools::demo
