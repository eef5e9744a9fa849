// SPDX-License-Identifier: Apache-2.0
// What clients did and were told.
#pragma once

#include "commands/outcome.hpp"
#include "commands/writer.hpp"

#include <deque>
#include <functional>
#include <optional>

namespace palabre::sim {

/// One request: what a node was handed, and what it answered, if it lived to.
struct Try {
    commands::Submission submission;
    std::int64_t from = 0; ///< records in the community's partition when it was submitted …
    std::optional<commands::Outcome> outcome = {};
    std::int64_t until = 0; ///< … and when it was answered
};

/// Everything under one Idempotency-Key: the first request, its doubles at other nodes, its retries.
struct Operation {
    CommunityId community;
    CommandId id;
    /// The request drawn anew, as each node's edge would; another body makes it a misuse of the key.
    std::function<commands::Submission(bool other_body)> draw;
    std::deque<Try> tries = {};
};

/// Places stay where they are: completions know them.
using History = std::deque<Operation>;

} // namespace palabre::sim
