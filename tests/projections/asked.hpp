// SPDX-License-Identifier: Apache-2.0
// The queries as then.json names them: {"ask": "threads.list", …arguments, "gives": JSON}.
#pragma once

#include "tests/projections/told.hpp"

namespace palabre::projections::test {

/// What the query of this name gives, as JSON; {"error": "invalid"} where it refuses; null where there is nothing.
Json ask(const History& history, const Json& question);

} // namespace palabre::projections::test
