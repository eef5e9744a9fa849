// SPDX-License-Identifier: Apache-2.0
// What all who make documents of events share.
#pragma once

#include "projections/search/analysis/analyzer.hpp"

namespace palabre::projections::search {

/// Of this thread: the stems of everyday words are worth keeping from one event to the next; what comes out does not
/// depend on them.
[[nodiscard]] Analyzer& applying_analyzer();

} // namespace palabre::projections::search
