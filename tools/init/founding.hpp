// SPDX-License-Identifier: Apache-2.0
// What is there when `palabre init` has ended: an administrator who belongs to a community and manages it, and its
// first space, so that all further steps are in the browser.
#pragma once

#include "tools/node.hpp"

#include <string>

namespace palabre::tools::init {

struct Founding {
    std::string name, slug, time_zone;
    events::Language language{};
    std::string admin_name, admin_email;
    std::string password_hash; ///< argon2id text
};

/// Over a node whose log is new. Refusals name the flag.
[[nodiscard]] Status found(Node& node, const Founding& founding);

} // namespace palabre::tools::init
