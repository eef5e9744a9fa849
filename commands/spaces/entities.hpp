// SPDX-License-Identifier: Apache-2.0
// What deciders may know of a community and its spaces.
#pragma once

#include "commands/entity.hpp"
#include "core/rights/rights.hpp"

namespace palabre::commands::spaces {

struct Community {
    static constexpr std::string_view kind = "community";
    using Key = Single;
    bool dislikes = false;
    bool shows_names = false;
};

struct CommunityStyle {
    static constexpr std::string_view kind = "community-style";
    using Key = Single;
    std::string accent; ///< empty: the platform's own
    std::optional<FileId> logo = {};
    std::optional<MemberId> logo_of = {}; ///< who has sent it
};

struct Space {
    static constexpr std::string_view kind = "space";
    using Key = SpaceId;
    rights::SpaceRule rule;
};

struct SpaceSlug {
    static constexpr std::string_view kind = "space-slug";
    using Key = std::string;
    SpaceId space;
};

} // namespace palabre::commands::spaces
