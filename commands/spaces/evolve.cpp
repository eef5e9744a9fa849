// SPDX-License-Identifier: Apache-2.0
// What is so after a community or space came to be.
#include "commands/forum/files.hpp"
#include "commands/level.hpp"
#include "commands/spaces/entities.hpp"
#include "commands/spaces/spaces.hpp"
#include "events-schema/runtime/rights.hpp"

namespace palabre::commands {

void evolve(Evolution& model, const events::spaces::CommunityFounded& e) {
    model.put<spaces::Community>({}, {.dislikes = e.dislikes, .shows_names = e.shows_names});
}

void evolve(Evolution& model, const events::spaces::SpaceCreated& e) {
    model.put<spaces::Space>(e.space, {events::rule_of(e)});
    model.put<spaces::SpaceSlug>(e.slug, {e.space});
}

void evolve(Evolution& model, const events::spaces::LevelRaised& e) {
    model.put<Level>({}, {e.level});
}

void evolve(Evolution& model, const events::spaces::CommunityStyled& e) {
    auto style = model.get<spaces::CommunityStyle>({}).value_or(spaces::CommunityStyle{});
    if (style.logo != e.logo) {
        if (style.logo && style.logo_of) forum::attach(model, *style.logo_of, {*style.logo}, {});
        if (e.logo && e.by) forum::attach(model, *e.by, {}, {*e.logo});
        style.logo = e.logo;
        style.logo_of = e.logo ? e.by : std::nullopt;
    }
    style.accent = e.accent.value_or("");
    model.put<spaces::CommunityStyle>({}, style);
}

} // namespace palabre::commands
