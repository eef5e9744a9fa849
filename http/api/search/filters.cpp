// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/filters.hpp"

#include "core/limits.hpp"
#include "events/codes.hpp"
#include "projections/search/subject.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>

namespace palabre::http::search {

namespace engine = projections::search;
using engine::Column;
using json = nlohmann::ordered_json;

namespace {

constexpr std::uint32_t day_seconds = 86'400;
constexpr std::uint64_t most_days = 3'650;
constexpr std::uint64_t most_price = 100'000'000, most_surface = 1'000'000;
// Where prices (a month, in euros) and surfaces (m²) are parted: from one to the next there is about as much.
constexpr auto price_starts = std::to_array<std::uint32_t>({1, 300, 600, 1'000, 1'500, 2'000, 3'000, 5'000});
constexpr auto surface_starts = std::to_array<std::uint32_t>({1, 10, 20, 40, 80, 150});
constexpr auto ages = std::to_array<std::uint32_t>({30, 7, 1}); ///< days
constexpr std::size_t communes_told = 100;

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// Reads one parameter after the other; remembers the first that is wrong.
class Reading {
public:
    Reading(Parameters& parameters, engine::Request& request) : parameters_(parameters), request_(request) {}

    /// `number` gives the column's number of a text, 0: there is no such thing.
    template <class Number>
    void choice(std::string_view name, Column column, Number&& number) {
        const auto text = parameters_.text(name);
        if (!text) return;
        const std::uint32_t value = number(*text);
        if (value == 0) return refuse(name);
        request_.filter.choices.push_back({column, {value}});
    }
    void range(std::string_view least, std::string_view most, Column column, std::uint64_t greatest) {
        if (!parameters_.text(least) && !parameters_.text(most)) return;
        const auto from = parameters_.number(least, 0, greatest, 1);
        const auto to = parameters_.number(most, 0, greatest, greatest);
        request_.filter.ranges.push_back(
            {column, static_cast<std::uint32_t>(std::max<std::uint64_t>(from, 1)), static_cast<std::uint32_t>(to)});
    }
    void days() {
        if (!parameters_.text("days")) return;
        const auto days = static_cast<std::uint32_t>(parameters_.number("days", 1, most_days, 1));
        const std::uint32_t now = engine::seconds(request_.now), age = days * day_seconds;
        request_.filter.ranges.push_back({Column::created, now > age ? now - age : 1});
    }
    void near() {
        const bool bounded = parameters_.text("radius_km").has_value();
        const auto radius = static_cast<double>(parameters_.number("radius_km", 1, limits::ad_radius, 1));
        const auto text = parameters_.text("near");
        if (!text && (bounded || request_.sort == engine::Sort::nearest)) return refuse("near");
        if (!text) return;
        const auto point = point_of(*text);
        if (!point) return refuse("near");
        request_.filter.around = engine::Filter::Circle{point->latitude, point->longitude,
                                                        bounded ? radius : std::numeric_limits<double>::infinity()};
    }
    [[nodiscard]] std::optional<Problem> problem() && {
        return parameters_.problem() ? parameters_.problem() : std::move(problem_);
    }

private:
    void refuse(std::string_view name) {
        if (!problem_) problem_ = http::problem(Fault::wrong_value, std::string(name));
    }

    Parameters& parameters_;
    engine::Request& request_;
    std::optional<Problem> problem_;
};

template <class Code>
json codes(const engine::Facet& facet, Code&& code, std::size_t most = std::numeric_limits<std::size_t>::max()) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counts(facet.others.begin(), facet.others.end());
    for (std::uint32_t value = 1; value < facet.counts.size(); ++value)
        if (facet.counts[value] > 0) counts.emplace_back(value, facet.counts[value]);
    std::ranges::stable_sort(counts, [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    json out = json::array();
    for (const auto& [value, count] : counts) {
        if (out.size() == most) break;
        const std::string text(code(value));
        if (!text.empty()) out.push_back({{"code", text}, {"count", count}});
    }
    return out;
}

std::string_view code_of(std::span<const events::Code> list, std::uint32_t number) {
    for (const auto& one : list)
        if (engine::number_of_code(one.code) == number) return one.code;
    return {};
}
std::string_view trade_code(std::uint32_t number) {
    return code_of(events::trades(), number);
}
std::string_view contract_code(std::uint32_t number) {
    return code_of(events::contracts(), number);
}

json bands(std::span<const std::uint32_t> starts, const std::vector<std::uint32_t>& counts) {
    json out = json::array();
    for (std::size_t i = 0; i < std::min(starts.size(), counts.size()); ++i)
        if (counts[i] > 0)
            out.push_back({{"least", starts[i]},
                           {"most", i + 1 < starts.size() ? json(starts[i + 1] - 1) : json(nullptr)},
                           {"count", counts[i]}});
    return out;
}

json ages_json(const std::vector<std::uint32_t>& counts) {
    json out = json::array();
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0) out.push_back({{"days", i == 0 ? json(nullptr) : json(ages[i - 1])}, {"count", counts[i]}});
    return out;
}

} // namespace

std::optional<places::Point> point_of(std::string_view near) {
    if (const std::size_t comma = near.find(','); comma != std::string_view::npos) {
        const std::size_t behind = std::min(near.find_first_not_of(' ', comma + 1), near.size());
        const auto latitude = number(near.substr(0, comma)), longitude = number(near.substr(behind));
        const bool there =
            latitude && longitude && *latitude >= -90 && *latitude <= 90 && *longitude >= -180 && *longitude <= 180;
        if (there) return places::Point{*latitude, *longitude};
    }
    const auto* commune = places::Places::list().meant(near);
    return commune != nullptr && commune->has_point ? std::optional(commune->point) : std::nullopt;
}

std::optional<Problem> read_filters(Parameters& parameters, engine::Request& request) {
    request.sort = parameters.choice<engine::Sort>("sort", {{"relevance", engine::Sort::relevance},
                                                            {"newest", engine::Sort::newest},
                                                            {"cheapest", engine::Sort::cheapest},
                                                            {"nearest", engine::Sort::nearest}});
    Reading reading(parameters, request);
    reading.choice("region", Column::region, [](std::string_view code) {
        return places::Places::list().region(code) != nullptr ? places::number_of_area(code) : 0;
    });
    reading.choice("departement", Column::department, [](std::string_view code) {
        return places::Places::list().department(code) != nullptr ? places::number_of_area(code) : 0;
    });
    reading.choice("commune", Column::commune, [](std::string_view code) {
        const auto* commune = places::Places::list().commune(code);
        return commune != nullptr ? places::number_of_commune(commune->code) : 0;
    });
    reading.choice("trade", Column::trade, [](std::string_view code) {
        return events::find_trade(code) != nullptr ? engine::number_of_code(code) : 0;
    });
    reading.choice("contract", Column::contract, [](std::string_view code) {
        return events::find_contract(code) != nullptr ? engine::number_of_code(code) : 0;
    });
    reading.range("price_least", "price_most", Column::price, most_price);
    reading.range("surface_least", "surface_most", Column::surface, most_surface);
    reading.days();
    reading.near();
    return std::move(reading).problem();
}

void ask_facets(engine::Request& request) {
    for (const Column column : {Column::region, Column::department, Column::commune, Column::trade, Column::contract})
        request.facets.push_back(column);
    request.bands.push_back({Column::price, {price_starts.begin(), price_starts.end()}});
    request.bands.push_back({Column::surface, {surface_starts.begin(), surface_starts.end()}});
    std::vector<std::uint32_t> since{1};
    const std::uint32_t now = engine::seconds(request.now);
    for (const auto days : ages) since.push_back(now > days * day_seconds ? now - days * day_seconds : 1);
    request.bands.push_back({Column::created, std::move(since)});
}

std::string facets_members(const engine::Answer& answer) {
    json out = json::object();
    for (const auto& facet : answer.facets) {
        if (facet.column == Column::region) out["regions"] = codes(facet, places::region_code);
        if (facet.column == Column::department) out["departements"] = codes(facet, places::department_code);
        if (facet.column == Column::commune) out["communes"] = codes(facet, places::commune_code, communes_told);
        if (facet.column == Column::trade) out["trades"] = codes(facet, trade_code);
        if (facet.column == Column::contract) out["contracts"] = codes(facet, contract_code);
    }
    const bool counted = answer.bands.size() == 3;
    out["prices"] = counted ? bands(price_starts, answer.bands[0]) : json::array();
    out["surfaces"] = counted ? bands(surface_starts, answer.bands[1]) : json::array();
    out["ages"] = counted ? ages_json(answer.bands[2]) : json::array();
    for (const char* name : {"regions", "departements", "communes", "trades", "contracts"})
        if (!out.contains(name)) out[name] = json::array();
    std::string text = out.dump();
    return text.substr(1, text.size() - 2);
}

} // namespace palabre::http::search
