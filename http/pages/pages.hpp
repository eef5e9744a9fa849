// SPDX-License-Identifier: Apache-2.0
// The table of all pages.
#pragma once

#include "http/pages/render.hpp"

#include <span>

namespace palabre::http::pages {

/// Every page's template, with its title and, for what anybody may read, its description.
[[nodiscard]] std::span<const PageTemplate> page_templates();
/// The templates among the embedded files, by name.
[[nodiscard]] Sources embedded_sources();

} // namespace palabre::http::pages
