// SPDX-License-Identifier: Apache-2.0
// The community itself and its spaces, write side.
#pragma once

#include "commands/decide.hpp"
#include "events/spaces.hpp"

namespace palabre::commands::spaces {

using events::Language;
using events::spaces::JoinRule;
using events::spaces::SpaceKind;
using events::spaces::Visibility;

/// The first event of a community, after its genesis. → community-founded
struct FoundCommunity {
    std::string slug = {};
    std::string name = {};
    std::optional<std::string> promise = {}; ///< what one finds here and nowhere else
    Language language{};
    std::string time_zone = "Europe/Paris"; ///< IANA name
    bool shows_names = false;               ///< visitors see the names of members who agreed
    bool dislikes = false;                  ///< posts may be voted down
    bool demo = false;                      ///< marked on every page
    std::optional<AccountId> founder = {};
    std::optional<std::string> source = {};
};
/// What is wrong with it in itself; the founding asks before it takes the slug.
[[nodiscard]] std::optional<Problem> check(const FoundCommunity& command);

/// → space-created
struct CreateSpace {
    SpaceId space;
    std::string slug = {};
    std::string name = {};
    std::optional<std::string> description = {};
    SpaceKind kind{};
    Visibility visibility{};
    JoinRule join_rule{};
    std::optional<std::string> trade = {}; ///< for kind trade: its code
};

/// `palabre upgrade`: older programs write here no more. → level-raised
struct RaiseLevel {
    std::uint32_t level = 0; ///< to this one, at most commands::this_level
};

/// → community-styled
struct StyleCommunity {
    std::optional<std::string> accent = {}; ///< "#0b5a69"; nothing: the platform's own
    std::optional<FileId> logo = {};        ///< a picture of the caller's in no post, or the one that it is
};

} // namespace palabre::commands::spaces

namespace palabre::commands {

Decision decide(Lookup& look, const Caller& caller, const spaces::FoundCommunity& c);
Decision decide(Lookup& look, const Caller& caller, const spaces::CreateSpace& c);
Decision decide(Lookup& look, const Caller& caller, const spaces::StyleCommunity& c);
Decision decide(Lookup& look, const Caller& caller, const spaces::RaiseLevel& c);

void evolve(Evolution& model, const events::spaces::CommunityFounded& e);
void evolve(Evolution& model, const events::spaces::SpaceCreated& e);
void evolve(Evolution& model, const events::spaces::CommunityStyled& e);
void evolve(Evolution& model, const events::spaces::LevelRaised& e);

} // namespace palabre::commands
