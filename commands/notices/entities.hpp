// SPDX-License-Identifier: Apache-2.0
// What deciders may know of notices.
#pragma once

#include "commands/entity.hpp"
#include "commands/notices/notices.hpp"

#include <optional>

namespace palabre::commands::notices {

struct ReadMark {
    static constexpr std::string_view kind = "notices-read";
    using Key = MemberId;
    std::uint64_t up_to = 0;
};

struct Settings {
    static constexpr std::string_view kind = "notice-settings";
    using Key = MemberId;
    ChooseSettings chosen = {};
};

/// Which address of an account takes no mail.
struct Bounced {
    static constexpr std::string_view kind = "bounced-address";
    using Key = AccountId;
    std::optional<NameHash> email_hash;
};

} // namespace palabre::commands::notices
