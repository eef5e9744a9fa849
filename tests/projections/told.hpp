// SPDX-License-Identifier: Apache-2.0
// Events as people write them in given.json: any order, only what matters; the schema fills in the rest. Text that
// begins with '@' is an alias of a 64-bit id, with '#' of a 128-bit one; "#8a1c7c" stays the colour that it is.
#pragma once

#include "tests/projections/history.hpp"

#include <nlohmann/json.hpp>

namespace palabre::projections::test {

using Json = nlohmann::ordered_json;

/// The file's JSON, aliases replaced by ids. A file that cannot be read fails the test.
Json read_json(const std::filesystem::path& file);

/// The event of {"type": "forum.post-published", …fields}; personal fields in place.
events::Event event_of(const Json& told);

/// {"type", "in"?, "time"?, "original_time"?, …fields}: appends it; its version. With "absent": true the personal
/// fields are left out.
Version tell(History& history, const Json& told);

} // namespace palabre::projections::test
