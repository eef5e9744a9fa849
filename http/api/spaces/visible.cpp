// SPDX-License-Identifier: Apache-2.0
#include "http/api/spaces/visible.hpp"

#include "projections/projector.hpp"
#include "projections/spaces/spaces.hpp"

namespace palabre::http::spaces {

namespace read = projections::spaces::spaces;

Result<VisibleSpace> visible_space(const Context& context, std::string_view slug_or_id) {
    PALABRE_TRY(view, context.services.projector->query("spaces"));
    const CommunityId& community = context.community->id;
    PALABRE_TRY(id, read::by_slug(view, community, slug_or_id));
    if (!id) id = SpaceId::parse(slug_or_id);
    if (!id) return VisibleSpace{{}, problem(commands::Reason::not_found)};
    PALABRE_TRY(row, read::space(view, community, *id));
    if (!row) return VisibleSpace{{}, problem(commands::Reason::not_found)};
    const auto verdict = rights::may(rights::Action::see_space, context.standing, row->record.rule);
    if (!rights::allowed(verdict)) return VisibleSpace{{}, problem(verdict)};
    return VisibleSpace{std::move(row), {}};
}

} // namespace palabre::http::spaces
