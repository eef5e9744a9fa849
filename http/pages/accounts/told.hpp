// SPDX-License-Identifier: Apache-2.0
// A page that says what has happened and what comes next.
#pragma once

#include "http/context.hpp"

#include <string_view>

namespace palabre::http::pages::accounts {

/// `what`: one of the words that told.tpl knows.
[[nodiscard]] Response tell(const Context& context, std::string_view what);

} // namespace palabre::http::pages::accounts
