// SPDX-License-Identifier: Apache-2.0
// What a search may be narrowed to by numbers: where, which trade, how much, how large, how old. The same parameters
// for everything and for one context alone, and the counts that go with them.
#pragma once

#include "core/places/places.hpp"
#include "http/api/parameters.hpp"
#include "projections/search/query/request.hpp"

#include <optional>
#include <string>

namespace palabre::http::search {

/// The middle of a commune by its code, postcode or name, or the point of "latitude,longitude". Nothing: neither.
[[nodiscard]] std::optional<places::Point> point_of(std::string_view near);

/// sort region departement commune trade contract near radius_km price_least price_most surface_least surface_most
/// days: puts what they say into the request, whose `now` is set. `near` is what point_of() takes; without `radius_km`
/// it is what is sorted by alone. The problem of the first that is wrong.
[[nodiscard]] std::optional<Problem> read_filters(Parameters& parameters, projections::search::Request& request);

/// Asks for the counts that facets_members() tells.
void ask_facets(projections::search::Request& request);
/// Of all that was found: "regions", "departements", "communes", "trades", "contracts" as [{"code","count"}], "prices",
/// "surfaces" as [{"least","most","count"}] (most null: any), "ages" as [{"days","count"}] (days null: older); what
/// there is none of is left out. Members of a JSON object, without braces.
[[nodiscard]] std::string facets_members(const projections::search::Answer& answer);

} // namespace palabre::http::search
