// SPDX-License-Identifier: Apache-2.0
// How often a network may search: what is looked for by words costs more than other reads, and takes no account.
#pragma once

#include "http/context.hpp"

#include <optional>

namespace palabre::http::search {

/// Takes one of the searches of the client's network, whoever asks: pages, the API and completions count together. The
/// refusal, when there is none left.
[[nodiscard]] std::optional<Response> take_turn(const Context& context);

} // namespace palabre::http::search
