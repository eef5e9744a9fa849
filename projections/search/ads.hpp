// SPDX-License-Identifier: Apache-2.0
// Ads as documents, while they are published: title, text, and the names of what is said by codes and places, so that
// "infirmier Annonay CDI" finds one whose author has chosen all three from lists. What an ad says is kept beside the
// index while it is not published, since what publishes it again does not say it again; of who is erased nothing is
// kept.
#pragma once

#include "projections/projection.hpp"

namespace palabre::projections::search::ads {

Status apply(Stage& stage, const Applied& at, const events::Event& event);

} // namespace palabre::projections::search::ads
