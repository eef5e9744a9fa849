// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/demo.hpp"

#include "core/limits.hpp"
#include "tools/communities.hpp"
#include "tools/demo/spaces.hpp"
#include "tools/import/window.hpp"
#include "tools/refusal.hpp"

#include <fmt/format.h>
#include <set>

namespace palabre::tools::demo {

using commands::Outcome;
using commands::Problem;

Result<std::optional<Standing>> standing(const log::LocalLog& log) {
    const auto community = find_community(log, slug);
    if (community.has_error() && community.error().code != ErrorCode::not_found) return community.error();
    if (!community || !log.head(*community) || log.head(*community)->sequence == Sequence{})
        return std::optional<Standing>{};
    PALABRE_TRY(founded, log.read(*community, Sequence{1}));
    const auto& proposal = founded.proposal;
    if (proposal.origin != log::Origin::demo)
        return error(ErrorCode::invalid, fmt::format("the community \"{}\" that stands here is no demo", slug));
    return std::optional(Standing{*community, proposal.original_time.value_or(proposal.time)});
}

Result<bool> stems_from(const log::LocalLog& log, const Standing& standing, const Demo& demo) {
    if (standing.community != demo.founding.community || standing.start != demo.founding.at) return false;
    std::set<CommandId> ids;
    for (const auto& submission : demo.submissions) ids.insert(submission.id);
    auto cursor = log.cursor(standing.community, Sequence{1}); // behind its founding
    for (;;) {
        PALABRE_TRY(event, cursor.next());
        if (!event) return true;
        if (event->proposal.origin == log::Origin::demo && !ids.contains(event->proposal.id)) return false;
    }
}

Status make_demo(commands::Writer& writer, commands::Model& model, Demo demo,
                 const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    const auto founded = commands::found_community(writer, model, demo.founding);
    if (const auto* problem = std::get_if<Problem>(&founded)) return refusal("founding the demo", *problem);
    std::optional<Problem> first; // a refusal is a fault of the generator: the demo's commands are all allowed
    import::Window window(writer, limits::commands_in_flight);
    for (auto& submission : demo.submissions) {
        PALABRE_CHECK(window.submit(std::move(submission), [&first](const Outcome& outcome) {
            if (const auto* problem = std::get_if<Problem>(&outcome); problem != nullptr && !first) first = *problem;
        }));
        if (progress) progress(window.settled(), demo.submissions.size());
    }
    PALABRE_CHECK(window.finish());
    return first ? Status(refusal("filling the demo", *first)) : Status();
}

} // namespace palabre::tools::demo
