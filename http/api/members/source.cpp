// SPDX-License-Identifier: Apache-2.0
#include "http/api/members/source.hpp"

#include "commands/members/entities.hpp"
#include "http/api/written.hpp"

namespace palabre::http::members {

Result<ProfileSource> profile_source(const Context& context, const MemberId& member) {
    // Joining and editing write the profile's entity.
    PALABRE_TRY(event, last_written(context, commands::members::Profile::kind, member.text()));
    ProfileSource source;
    if (!event) return source;
    std::visit(
        [&](auto& e) {
            if constexpr (requires { e.show_name; }) source.show_name = e.show_name;
            if constexpr (requires { e.bio; }) source.bio = std::move(e.bio);
        },
        *event);
    return source;
}

} // namespace palabre::http::members
