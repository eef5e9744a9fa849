// SPDX-License-Identifier: Apache-2.0
// Members as documents: their names, what they tell of themselves and their trades, for those who may see members. Who
// has left or is erased keeps a number and loses all words.
#pragma once

#include "projections/projection.hpp"

namespace palabre::projections::search::members {

Status apply(Stage& stage, const Applied& at, const events::Event& event);

} // namespace palabre::projections::search::members
