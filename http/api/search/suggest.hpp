// SPDX-License-Identifier: Apache-2.0
// How what is being typed may go on: words of what the viewer may see, occupations, communes.
#pragma once

#include "http/route.hpp"

namespace palabre::http::search {

[[nodiscard]] Answer suggest(const Context& context);

} // namespace palabre::http::search
