// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/visible.hpp"

#include "projections/ads/ads.hpp"
#include "projections/projector.hpp"
#include "projections/spaces/spaces.hpp"

#include <algorithm>
#include <map>

namespace palabre::http::search {
namespace {

using projections::search::VisibleScopes;

VisibleScopes numbers(const std::vector<projections::search::Scope>& scopes) {
    std::vector<bool> out;
    for (const auto& scope : scopes) {
        if (scope.number >= out.size()) out.resize(scope.number + std::size_t{1});
        out[scope.number] = true;
    }
    return VisibleScopes(std::move(out));
}

} // namespace

VisibleScopes Scopes::ads() const {
    std::vector<projections::search::Scope> out;
    std::ranges::copy_if(all, std::back_inserter(out),
                         [](const auto& scope) { return scope.of == projections::search::Scope::Of::ads; });
    return numbers(out);
}

VisibleScopes Scopes::within(const SpaceId& space) const {
    std::vector<projections::search::Scope> out;
    std::ranges::copy_if(all, std::back_inserter(out), [&](const auto& scope) {
        return std::ranges::find(scope.spaces, space) != scope.spaces.end();
    });
    return numbers(out);
}

Result<Scopes> visible_scopes(const Context& context, const projections::View& search) {
    PALABRE_TRY(scopes, projections::search::scopes(search, context.community->id));
    PALABRE_TRY(spaces, context.services.projector->query("spaces"));
    std::map<SpaceId, bool> seen;
    const auto sees = [&](const SpaceId& space) -> Result<bool> {
        if (const auto known = seen.find(space); known != seen.end()) return known->second;
        PALABRE_TRY(rule, projections::spaces::spaces::rule(spaces, context.community->id, space));
        const bool may = rule && rights::allowed(rights::may(rights::Action::see_space, context.standing, *rule));
        seen.emplace(space, may);
        return may;
    };
    using Of = projections::search::Scope::Of;
    const bool members = rights::allowed(rights::may(rights::Action::see_member, context.standing));
    PALABRE_TRY(ads_view, context.services.projector->query("ads"));
    PALABRE_TRY(rules, projections::ads::rules(ads_view, context.community->id));
    const bool ads = rights::allowed(rights::may(rights::Action::see_space, context.standing, rules.as_space()));
    Scopes out;
    for (auto& scope : scopes) {
        bool all = scope.of == Of::spaces || (scope.of == Of::ads ? ads : members);
        for (const auto& space : scope.spaces) {
            PALABRE_TRY(one, sees(space));
            all = all && one;
        }
        if (all) out.all.push_back(std::move(scope));
    }
    out.visible = numbers(out.all);
    return out;
}

} // namespace palabre::http::search
