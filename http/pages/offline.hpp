// SPDX-License-Identifier: Apache-2.0
// The page that a browser shows without a network. It keeps it from a visit before: nobody's, in the reader's language.
#pragma once

#include "http/context.hpp"

namespace palabre::http::pages {

[[nodiscard]] Answer offline(const Context& context);

} // namespace palabre::http::pages
