// SPDX-License-Identifier: Apache-2.0
// What is so after a community or space came to be.
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

} // namespace palabre::commands
