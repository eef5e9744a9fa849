// SPDX-License-Identifier: Apache-2.0
// /dev/ui: every part of the pages in each of its states, for whoever changes one, and for the tests that look at all.
#pragma once

#include "http/context.hpp"

namespace palabre::http::pages::dev {

/// Not there unless the setting developer_pages says so. Needs no community: what it shows is made up.
[[nodiscard]] Answer ui(const Context& context);

} // namespace palabre::http::pages::dev
