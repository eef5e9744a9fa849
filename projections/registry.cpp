// SPDX-License-Identifier: Apache-2.0
#include "projections/registry.hpp"

#include "core/limits.hpp"
#include "projections/accounts/directory.hpp"
#include "projections/accounts/legal.hpp"
#include "projections/ads/ads.hpp"
#include "projections/alerts/alerts.hpp"
#include "projections/forum/follows.hpp"
#include "projections/forum/posts.hpp"
#include "projections/forum/reactions.hpp"
#include "projections/forum/reads.hpp"
#include "projections/forum/threads.hpp"
#include "projections/invitations/invitations.hpp"
#include "projections/members/members.hpp"
#include "projections/messages/messages.hpp"
#include "projections/notices/notices.hpp"
#include "projections/search/contents.hpp"
#include "projections/spaces/counters.hpp"
#include "projections/spaces/spaces.hpp"

#include <algorithm>

namespace palabre::projections {

std::span<const Projection> registry() {
    // The dearest last: of a large batch the projector's own thread takes them from the end, its helpers from the
    // front.
    static constexpr Projection table[] = {
        accounts::directory::projection,
        members::members::projection,
        spaces::spaces::projection,
        spaces::counters::projection,
        forum::threads::projection,
        forum::posts::projection,
        forum::reactions::projection,
        forum::follows::projection,
        forum::reads::projection,
        ads::projection,
        invitations::projection,
        accounts::legal::projection,
        messages::projection,
        alerts::projection,
        notices::projection,
        search::projection,
    };
    return table;
}

Store::Options store_options() {
    return {.use = Store::Use::views,
            .row_cache_bytes = limits::view_rows_bytes,
            .by_key_alone =
                [](std::string_view family) {
                    const std::string_view base = family.substr(0, family.find('.'));
                    return std::ranges::any_of(registry(), [&](const Projection& projection) {
                        return projection.name == base && projection.by_key_alone;
                    });
                },
            .gathered_bytes = limits::view_rows_gathered};
}

} // namespace palabre::projections
