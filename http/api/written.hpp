// SPDX-License-Identifier: Apache-2.0
// What somebody wrote, as it was typed. Rows hold what readers see; the source is read from the log, where the last
// event that wrote a thing seals it.
#pragma once

#include "events/all.hpp"
#include "http/context.hpp"

#include <optional>
#include <string_view>

namespace palabre::http {

/// The event that last wrote this entity of the context's community, opened as far as keys are there; nothing: none
/// has. `key`: the entity's, as text. Cost: three reads of the log and one AEAD pass.
[[nodiscard]] Result<std::optional<events::Event>> last_written(const Context& context, std::string_view kind,
                                                                std::string_view key);

} // namespace palabre::http
