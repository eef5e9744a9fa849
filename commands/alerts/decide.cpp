// SPDX-License-Identifier: Apache-2.0
#include "commands/alerts/alerts.hpp"
#include "commands/checks.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "events/codes.hpp"

namespace palabre::commands {

using alerts::SavedSearch;
using alerts::SavedSearches;

namespace {

using FindCode = const events::Code* (*)(std::string_view);

Refusal check_code(const std::optional<std::string>& code, FindCode find, std::string field) {
    if (code && find(*code) == nullptr) return refuse(Reason::unknown_code, std::move(field));
    return std::nullopt;
}

/// A circle has a middle on the earth and a radius.
Refusal check_circle(const alerts::SaveSearch& c) {
    if (!c.latitude && !c.longitude && !c.radius) return std::nullopt;
    if (!c.latitude) return refuse(Reason::missing, "/latitude");
    if (!c.longitude) return refuse(Reason::missing, "/longitude");
    if (!c.radius) return refuse(Reason::missing, "/radius_km");
    if (*c.latitude < -limits::latitude || *c.latitude > limits::latitude)
        return refuse(Reason::ill_formed, "/latitude");
    if (*c.longitude < -limits::longitude || *c.longitude > limits::longitude)
        return refuse(Reason::ill_formed, "/longitude");
    if (*c.radius == 0 || *c.radius > limits::ad_radius) return refuse(Reason::ill_formed, "/radius_km");
    return std::nullopt;
}

template <class T>
Refusal check_range(const std::optional<T>& least, const std::optional<T>& most, std::uint64_t bound,
                    const std::string& field) {
    if ((least && *least > bound) || (most && *most > bound)) return refuse(Reason::ill_formed, field);
    if (least && most && *least > *most) return refuse(Reason::ill_formed, field);
    return std::nullopt;
}

Refusal check_wanted(const alerts::SaveSearch& c) {
    if (auto bad = check_code(c.trade, events::find_trade, "/trade")) return bad;
    if (auto bad = check_code(c.contract, events::find_contract, "/contract")) return bad;
    if (auto bad = check_code(c.departement, events::find_departement, "/departement")) return bad;
    if (auto bad = check_code(c.region, events::find_region, "/region")) return bad;
    if (auto bad = check_circle(c)) return bad;
    if (auto bad = check_range(c.price_least, c.price_most, limits::ad_money, "/price_most")) return bad;
    if (auto bad = check_range(c.surface_least, c.surface_most, limits::ad_surface, "/surface_most")) return bad;
    return check_text(c.words, limits::search_text, "/q");
}

} // namespace

Decision decide(Lookup& look, const Caller& caller, const alerts::SaveSearch& c) {
    if (auto refused = check_right(look, caller, rights::Action::follow)) return *refused;
    if (auto bad = check_wanted(c)) return *bad;
    if (look.exists<SavedSearch>(c.search)) return refuse(Reason::taken, "/search");
    if (look.get<SavedSearches>(caller.member()).value_or(SavedSearches{}).count >= limits::saved_searches)
        return refuse(Reason::too_many);
    const auto length = c.words ? static_cast<std::uint32_t>(text::length(*c.words)) : 0;
    return Happens{events::alerts::SearchSaved{.search = c.search,
                                               .member = caller.member(),
                                               .language = c.language,
                                               .kind = c.kind,
                                               .trade = c.trade,
                                               .contract = c.contract,
                                               .departement = c.departement,
                                               .region = c.region,
                                               .latitude = c.latitude,
                                               .longitude = c.longitude,
                                               .radius = c.radius,
                                               .price_least = c.price_least,
                                               .price_most = c.price_most,
                                               .surface_least = c.surface_least,
                                               .surface_most = c.surface_most,
                                               .length = length,
                                               .words = c.words},
                   c.search.text()};
}

Decision decide(Lookup& look, const Caller& caller, const alerts::DropSearch& c) {
    if (auto refused = check_right(look, caller, rights::Action::follow)) return *refused;
    const auto search = look.get<SavedSearch>(c.search);
    if (!search || search->member != caller.member()) return refuse(Reason::not_found);
    if (search->dropped) return NoOp{};
    (void)look.get<SavedSearches>(caller.member());
    return Happens{events::alerts::SearchDropped{.search = c.search, .member = caller.member()}, c.search.text()};
}

} // namespace palabre::commands
