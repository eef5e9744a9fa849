// SPDX-License-Identifier: Apache-2.0
#include "http/projected_directory.hpp"

#include "projections/accounts/directory.hpp"
#include "projections/members/members.hpp"
#include "projections/spaces/spaces.hpp"

namespace palabre::http {

namespace views = projections;

template <class T>
std::optional<T> ProjectedDirectory::or_nothing(Result<std::optional<T>> result) const {
    if (result.has_value()) return std::move(*result);
    logger_.error("directory read failed", {{"why", result.error()}});
    return std::nullopt;
}

std::optional<Account> ProjectedDirectory::account(const AccountId& account) {
    const auto view = projector_.view(views::accounts::directory::projection.name);
    const auto record = or_nothing(views::accounts::directory::account(view, account));
    if (!record) return std::nullopt;
    return Account{record->epoch, record->administrator,
                   events::parse<events::Language>(record->language).value_or(events::Language::fr)};
}

std::optional<Community> ProjectedDirectory::community(std::string_view slug_or_id) {
    // A slug may look like an id; the slug is what people see, so it goes first.
    auto id = or_nothing(views::accounts::directory::community(
        projector_.view(views::accounts::directory::projection.name), slug_or_id));
    if (!id) id = CommunityId::parse(slug_or_id);
    if (!id || id->is_platform()) return std::nullopt;
    const auto view = projector_.view(views::spaces::spaces::projection.name);
    const auto row = or_nothing(views::spaces::spaces::community(view, *id));
    if (!row) return std::nullopt;
    const auto& record = row->record;
    return Community{
        record.id,          record.slug,
        record.name,        events::parse<events::Language>(record.language).value_or(events::Language::fr),
        record.shows_names, record.demo};
}

std::optional<Member> ProjectedDirectory::member(const CommunityId& community, const AccountId& account) {
    const auto view = projector_.view(views::members::members::projection.name);
    const auto found = or_nothing(views::members::members::standing(view, community, account));
    if (!found) return std::nullopt;
    return Member{found->member, found->standing};
}

bool ProjectedDirectory::only_demos() {
    const auto found = views::spaces::spaces::only_demos(projector_.view(views::spaces::spaces::projection.name));
    if (found.has_value()) return *found;
    logger_.error("directory read failed", {{"why", found.error()}});
    return false;
}

} // namespace palabre::http
