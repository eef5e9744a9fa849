// SPDX-License-Identifier: Apache-2.0
#include "tools/import/origin.hpp"

#include "tools/import/derived.hpp"

#include <fmt/format.h>

namespace palabre::tools::import {
namespace {

using stackexchange::Item;

constexpr std::size_t questions = 20;       ///< compared
constexpr std::size_t items_ahead = 10'000; ///< a site may have many members before its first question; some MB
constexpr Sequence founding{2};             ///< founded, and the space

/// What a row became and when it had happened; nothing: it is not there.
Result<std::optional<Instant>> imported(commands::Model& model, const log::LocalLog& log, const CommunityId& community,
                                        std::string_view kind, std::string_view row) {
    const auto outcome = model.get<commands::CommandOutcome>(community, derived_command(community, kind, row).text());
    if (!outcome) return std::optional<Instant>{};
    PALABRE_TRY(event, log.read(community, outcome->sequence));
    return std::optional(event.proposal.original_time.value_or(event.accepted));
}

} // namespace

Result<std::deque<Item>> read_ahead(stackexchange::Timeline& timeline) {
    std::deque<Item> first;
    for (std::size_t seen = 0; seen < questions && first.size() < items_ahead;) {
        PALABRE_TRY(item, timeline.next());
        if (!item) break;
        if (std::holds_alternative<stackexchange::Question>(*item)) ++seen;
        first.push_back(std::move(*item));
    }
    return first;
}

Status check_origin(commands::Model& model, const log::LocalLog& log, const CommunityId& community,
                    const std::deque<Item>& first) {
    const auto head = log.head(community);
    if (!head || head->sequence <= founding) return {};
    bool known = false;
    for (const Item& item : first) {
        if (const auto* user = std::get_if<stackexchange::User>(&item); user != nullptr && user->listed) {
            PALABRE_TRY(at, imported(model, log, community, "member", user->row));
            known = known || at;
        }
        const auto* question = std::get_if<stackexchange::Question>(&item);
        if (question == nullptr) continue;
        PALABRE_TRY(at, imported(model, log, community, "question", question->row));
        known = known || at;
        if (at && *at != question->at)
            return error(ErrorCode::invalid,
                         fmt::format("this is a dump of another site than the one that the community was imported "
                                     "from: its question {} was asked at {}, the one that is there at {}",
                                     question->row, question->at.text(), at->text()));
    }
    // One that was cut short may not have come as far as these.
    if (known || number(head->sequence) <= number(founding) + first.size()) return {};
    return error(ErrorCode::invalid, "this is a dump of another site than the one that the community was imported "
                                     "from: of its first rows none is there");
}

} // namespace palabre::tools::import
