// SPDX-License-Identifier: Apache-2.0
// The rules of founding a community and making spaces.
#include "commands/checks.hpp"
#include "commands/forum/files.hpp"
#include "commands/level.hpp"
#include "commands/spaces/entities.hpp"
#include "commands/spaces/spaces.hpp"
#include "core/base/colour.hpp"
#include "core/limits.hpp"
#include "core/text/time_zone.hpp"
#include "events/codes.hpp"

namespace palabre::commands {

using spaces::Community;
using spaces::CommunityStyle;
using spaces::Space;
using spaces::SpaceSlug;

std::optional<Problem> spaces::check(const spaces::FoundCommunity& c) {
    if (auto bad = check_slug(c.slug, "/slug")) return bad;
    if (auto bad = check_text(c.name, 1, limits::name, "/name")) return bad;
    if (auto bad = check_text(c.promise, limits::description, "/promise")) return bad;
    if (auto bad = check_text(c.time_zone, 1, limits::time_zone, "/time_zone")) return bad;
    if (!text::is_time_zone(c.time_zone)) return refuse(Reason::ill_formed, "/time_zone");
    return std::nullopt;
}

Decision decide(Lookup& look, const Caller& caller, const spaces::FoundCommunity& c) {
    if (caller.live() && !caller.administrator) return refuse(Reason::role_required);
    if (auto bad = spaces::check(c)) return *bad;
    if (auto bad = check_text(c.source, limits::source, "/source")) return *bad;
    if (look.exists<Community>({})) return refuse(Reason::taken);
    return Happens{events::spaces::CommunityFounded{.slug = c.slug,
                                                    .name = c.name,
                                                    .promise = c.promise,
                                                    .language = c.language,
                                                    .time_zone = c.time_zone,
                                                    .shows_names = c.shows_names,
                                                    .dislikes = c.dislikes,
                                                    .demo = c.demo,
                                                    .founder = c.founder,
                                                    .source = c.source},
                   look.community().text()};
}

Decision decide(Lookup& look, const Caller& caller, const spaces::CreateSpace& c) {
    if (!look.exists<Community>({})) return refuse(Reason::not_found);
    if (auto refused = check_right(look, caller, rights::Action::create_space)) return *refused;
    if (auto bad = check_slug(c.slug, "/slug")) return *bad;
    if (auto bad = check_text(c.name, 1, limits::name, "/name")) return *bad;
    if (auto bad = check_text(c.description, limits::description, "/description")) return *bad;
    if (c.trade && c.kind != spaces::SpaceKind::trade) return refuse(Reason::wrong_kind, "/trade");
    if (c.trade && events::find_trade(*c.trade) == nullptr) return refuse(Reason::unknown_code, "/trade");
    if (look.exists<Space>(c.space)) return refuse(Reason::taken, "/space");
    if (look.exists<SpaceSlug>(c.slug)) return refuse(Reason::taken, "/slug");
    const MemberId by = caller.member();
    return Happens{events::spaces::SpaceCreated{.space = c.space,
                                                .slug = c.slug,
                                                .name = c.name,
                                                .description = c.description,
                                                .kind = c.kind,
                                                .visibility = c.visibility,
                                                .join_rule = c.join_rule,
                                                .trade = c.trade,
                                                .by = by.none() ? std::nullopt : std::optional(by)},
                   c.space.text()};
}

Decision decide(Lookup& look, const Caller& caller, const spaces::RaiseLevel& c) {
    if (caller.live()) return refuse(Reason::role_required);
    if (c.level == 0 || c.level > this_level) return refuse(Reason::ill_formed, "/level");
    const auto stands = look.get<Level>({});
    if (stands && stands->level >= c.level) return NoOp{};
    return Happens{events::spaces::LevelRaised{.level = c.level}, look.community().text()};
}

Decision decide(Lookup& look, const Caller& caller, const spaces::StyleCommunity& c) {
    if (!look.exists<Community>({})) return refuse(Reason::not_found);
    if (auto refused = check_right(look, caller, rights::Action::style_community)) return *refused;
    if (c.accent && !Colour::parse(*c.accent)) return refuse(Reason::ill_formed, "/accent");
    const auto style = look.get<CommunityStyle>({}).value_or(CommunityStyle{});
    const MemberId by = caller.member();
    if (auto refused = forum::check_logo(look, by, {style.logo, style.logo_of}, c.logo)) return *refused;
    if (style.accent == c.accent.value_or("") && style.logo == c.logo) return NoOp{};
    return Happens{events::spaces::CommunityStyled{
                       .accent = c.accent, .logo = c.logo, .by = by.none() ? std::nullopt : std::optional(by)},
                   look.community().text()};
}

} // namespace palabre::commands
