// SPDX-License-Identifier: Apache-2.0
// The page of what was looked for. Facets are links.
#pragma once

#include "http/route.hpp"

namespace palabre::http::pages::search {

Answer results(const Context& context);

} // namespace palabre::http::pages::search
