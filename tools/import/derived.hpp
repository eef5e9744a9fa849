// SPDX-License-Identifier: Apache-2.0
// Ids of imported things are derived from what they were in their source, so that importing twice changes nothing and
// a later export of the same source adds only what is new (frozen: docs/formats.md).
//   id      = first bytes of H("palabre/1/import\0" ‖ community ‖ kind ‖ row, each as u32be length ‖ bytes)
//   command = log::command_id(community, "import", "<kind>/<row>")
#pragma once

#include "core/base/hash.hpp"
#include "core/log/proposal.hpp"

namespace palabre::tools::import {

template <class T>
T derived(const CommunityId& community, std::string_view kind, std::string_view row) {
    using namespace std::literals;
    return Hasher()
        .add("palabre/1/import\0"sv)
        .add_prefixed(community.text())
        .add_prefixed(kind)
        .add_prefixed(row)
        .finish_as<T>();
}

inline CommandId derived_command(const CommunityId& community, std::string_view kind, std::string_view row) {
    return log::command_id(community, "import", std::string(kind) + '/' + std::string(row));
}

} // namespace palabre::tools::import
