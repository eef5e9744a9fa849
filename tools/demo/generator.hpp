// SPDX-License-Identifier: Apache-2.0
// The demo: a believable French professional community over its first year, as commands. The same seed and start give
// the same commands, ids and keys included: running it twice adds nothing.
#pragma once

#include "commands/processes.hpp"
#include "tools/demo/plan.hpp"

namespace palabre::tools::demo {

struct Size {
    std::size_t members = 2'600;
    std::size_t contributions = 5'000; ///< openings, answers and comments
};

/// Founds the community, and what to submit behind, in the order of time. All of origin demo, with the times they tell.
struct Demo {
    commands::Founding founding;
    std::vector<commands::Submission> submissions;
};

/// Cost: about a second; some 20 MB for the full size.
[[nodiscard]] Demo generate(std::uint64_t seed, Instant start, const Size& size = {});

} // namespace palabre::tools::demo
