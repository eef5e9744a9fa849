// SPDX-License-Identifier: Apache-2.0
// Posts as documents: an opening one has the thread's title and tags beside its text. What is removed or erased keeps
// its number and loses its words.
#pragma once

#include "projections/projection.hpp"

namespace palabre::projections::search::posts {

Status apply(Stage& stage, const Applied& at, const events::Event& event);

} // namespace palabre::projections::search::posts
