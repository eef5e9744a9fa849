// SPDX-License-Identifier: Apache-2.0
#include "tools/import/importer.hpp"

#include "commands/accounts/entities.hpp"
#include "commands/processes.hpp"
#include "core/limits.hpp"
#include "tools/import/derived.hpp"
#include "tools/import/origin.hpp"
#include "tools/import/translator.hpp"
#include "tools/import/window.hpp"
#include "tools/refusal.hpp"

#include <fmt/format.h>

namespace palabre::tools::import {

using commands::Accepted;
using commands::Outcome;
using commands::Problem;
using stackexchange::Item;

namespace {

std::string words(const Problem& problem) {
    return fmt::format("{}{}{}", commands::text(problem.reason), problem.field.empty() ? "" : " ", problem.field);
}

Instant time_of(const Item& item) {
    return std::visit([](const auto& each) { return each.at; }, item);
}
const std::string& row_of(const Item& item) {
    return std::visit([](const auto& each) -> const std::string& { return each.row; }, item);
}
Kind kind_of(const Item& item) {
    if (const auto* user = std::get_if<stackexchange::User>(&item)) return user->listed ? Kind::user : Kind::person;
    constexpr std::array<Kind, std::variant_size_v<Item>> kinds_of = {
        Kind::user, Kind::question, Kind::answer, Kind::comment, Kind::edit, Kind::vote, Kind::acceptance};
    return kinds_of[item.index()];
}

/// The community of this slug, founded now unless an import founded it before.
Result<CommunityId> found(const Parts& parts, const Site& site, Instant at) {
    const auto holder = parts.model.get<commands::accounts::CommunitySlug>(CommunityId::platform(), site.slug);
    const auto community = holder ? holder->community : CommunityId::from_number(parts.random.number());
    const auto outcome =
        commands::found_community(parts.writer, parts.model,
                                  {.community = community,
                                   .founded = {.slug = site.slug,
                                               .name = site.name,
                                               .language = site.language,
                                               .time_zone = site.time_zone,
                                               .shows_names = true,
                                               .dislikes = true,
                                               .source = "Stack Exchange"},
                                   .caller = {.origin = log::Origin::import},
                                   .id = log::command_id(CommunityId::platform(), "import", "community/" + site.slug),
                                   .at = at});
    if (const auto* problem = std::get_if<Problem>(&outcome))
        return refusal(fmt::format("founding the community \"{}\"", site.slug), *problem,
                       {{"/slug", "--community"}, {"/community", "--community"}, {"/name", "--name"}});
    PALABRE_TRY(first, parts.log.read(community, Sequence{1}));
    if (first.proposal.origin == log::Origin::import) return community;
    return error(ErrorCode::invalid,
                 fmt::format("the community \"{}\" was not made by an import: name another one", site.slug));
}

/// The one space that all questions stand in.
Result<SpaceId> open_space(const Parts& parts, const CommunityId& community, Instant at) {
    const auto space = derived<SpaceId>(community, "space", "questions");
    const auto outcome =
        parts.writer.run({.community = community,
                          .command = commands::spaces::CreateSpace{.space = space,
                                                                   .slug = "questions",
                                                                   .name = "Questions",
                                                                   .kind = events::spaces::SpaceKind::theme,
                                                                   .visibility = events::spaces::Visibility::public_,
                                                                   .join_rule = events::spaces::JoinRule::open},
                          .caller = {.origin = log::Origin::import},
                          .id = derived_command(community, "space", "questions"),
                          .at = at});
    if (const auto* problem = std::get_if<Problem>(&outcome)) return refusal("making the space", *problem);
    return space;
}

void settle(Report& report, Kind kind, const std::string& row, const Outcome& outcome) {
    if (const auto* problem = std::get_if<Problem>(&outcome)) return report.refused(kind, words(*problem), row);
    const auto* accepted = std::get_if<Accepted>(&outcome);
    if (accepted != nullptr && !accepted->replayed)
        report.imported(kind);
    else
        report.already_there(kind);
}

} // namespace

Status import_site(const Parts& parts, const Site& site, stackexchange::Timeline& timeline, Report& report,
                   const Progress& progress) {
    PALABRE_TRY(ahead, read_ahead(timeline));
    if (ahead.empty()) return error(ErrorCode::invalid, "the dump holds nothing to import");
    const Instant begun = time_of(ahead.front());
    PALABRE_TRY(community, found(parts, site, begun));
    PALABRE_CHECK(check_origin(parts.model, parts.log, community, ahead));
    PALABRE_TRY(space, open_space(parts, community, begun));
    PALABRE_TRY(naming_key, parts.vault.naming_key(community));
    Translator translate({community, space, site.language, naming_key}, parts.random);

    Window window(parts.writer, limits::commands_in_flight);
    const auto next = [&]() -> Result<std::optional<Item>> {
        if (ahead.empty()) return timeline.next();
        std::optional<Item> item(std::move(ahead.front()));
        ahead.pop_front();
        return item;
    };
    for (;;) {
        PALABRE_TRY(item, next());
        if (!item) break;
        PALABRE_CHECK(window.submit(translate(*item),
                                    [&report, kind = kind_of(*item), row = row_of(*item)](const Outcome& outcome) {
                                        settle(report, kind, row, outcome);
                                    }));
        if (progress) progress(window.settled(), timeline.size());
    }
    PALABRE_CHECK(window.finish());
    return report.check();
}

} // namespace palabre::tools::import
