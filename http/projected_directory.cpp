// SPDX-License-Identifier: Apache-2.0
#include "http/projected_directory.hpp"

#include "http/legal.hpp"
#include "projections/accounts/directory.hpp"
#include "projections/members/members.hpp"
#include "projections/spaces/spaces.hpp"

namespace palabre::http {

namespace views = projections;

Result<std::optional<Account>> ProjectedDirectory::account(const AccountId& account) {
    PALABRE_TRY(view, projector_.query(views::accounts::directory::projection.name));
    PALABRE_TRY(record, views::accounts::directory::account(view, account));
    if (!record) return std::optional<Account>{};
    Account found{record->epoch, record->administrator,
                  events::parse<events::Language>(record->language).value_or(events::Language::fr), record->confirmed,
                  record->terms};
    for (const auto& each : record->ended) found.ended.push_back(each.session);
    return std::optional(std::move(found));
}

Result<bool> ProjectedDirectory::current_terms(const TextVersion& terms) {
    return legal::is_current(projector_, events::accounts::LegalPage::terms, terms);
}

Result<std::optional<Community>> ProjectedDirectory::community(std::string_view slug_or_id) {
    PALABRE_TRY(directory, projector_.query(views::accounts::directory::projection.name));
    // A slug may look like an id; the slug is what people see, so it goes first.
    PALABRE_TRY(id, views::accounts::directory::community(directory, slug_or_id));
    if (!id) id = CommunityId::parse(slug_or_id);
    if (!id || id->is_platform()) return std::optional<Community>{};
    PALABRE_TRY(spaces, projector_.query(views::spaces::spaces::projection.name));
    PALABRE_TRY(row, views::spaces::spaces::community(spaces, *id));
    if (!row) return std::optional<Community>{};
    const auto& record = row->record;
    return std::optional(Community{record.id, record.slug, record.name,
                                   events::parse<events::Language>(record.language).value_or(events::Language::fr),
                                   record.shows_names, record.demo, record.accent, record.logo});
}

Result<std::optional<Member>> ProjectedDirectory::member(const CommunityId& community, const AccountId& account) {
    PALABRE_TRY(view, projector_.query(views::members::members::projection.name));
    PALABRE_TRY(found, views::members::members::standing(view, community, account));
    if (!found) return std::optional<Member>{};
    return std::optional(Member{found->member, found->standing});
}

Result<bool> ProjectedDirectory::only_demos() {
    PALABRE_TRY(view, projector_.query(views::spaces::spaces::projection.name));
    return views::spaces::spaces::only_demos(view);
}

} // namespace palabre::http
