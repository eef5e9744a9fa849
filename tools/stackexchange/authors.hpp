// SPDX-License-Identifier: Apache-2.0
// Who did something, as a dump says it: a user's row, else a display name, else nobody known.
#pragma once

#include "tools/stackexchange/reader.hpp"

namespace palabre::tools::stackexchange {

struct Author {
    std::string row;  ///< "123", "name:Jo" or "anonymous": User::row
    std::string name; ///< what is known of the name without Users.xml
};

/// Of attributes like ("OwnerUserId", "OwnerDisplayName").
[[nodiscard]] Result<Author> author_of(const Row& row, std::string_view id_attribute, std::string_view name_attribute);

} // namespace palabre::tools::stackexchange
