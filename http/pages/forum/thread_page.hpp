// SPDX-License-Identifier: Apache-2.0
// The document of a thread's page, which a refused reply shows again.
#pragma once

#include "http/context.hpp"

#include <nlohmann/json_fwd.hpp>

namespace palabre::http::pages::forum {

/// `thread`: the API's document of one page of it.
[[nodiscard]] nlohmann::json thread_document(const Context& context, nlohmann::json thread);

} // namespace palabre::http::pages::forum
