// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/collecting.hpp"

#include "core/limits.hpp"
#include "projections/search/query/fitting.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace palabre::projections::search {
namespace {

/// Of a degree of latitude, which is as long everywhere, on the sphere of places::kilometres().
constexpr double kilometres_per_degree = 6371.0 * std::numbers::pi / 180;

/// The greatest key on the bottom, the least, and of equal ones the oldest, on top.
constexpr auto is_better = [](const auto& a, const auto& b) {
    return a.key != b.key ? a.key > b.key : a.hit.document > b.hit.document;
};

Instant instant(std::uint32_t seconds) {
    return Instant{std::int64_t{seconds} * 1'000'000};
}

} // namespace

Collector::Collector(Reader& reader, const Request& request)
    : reader_(reader), request_(request), wanted_(request.offset + request.limit),
      counts_all_(request.counted || request.sort != Sort::relevance),
      bounded_(request.filter.around && std::isfinite(request.filter.around->kilometres)) {
    use(Column::scope);
    use(Column::created);
    for (const auto& range : request.filter.ranges) use(range.column);
    if (request.sort == Sort::cheapest) use(Column::price);
    if (const auto& around = request.filter.around) {
        use(Column::latitude);
        use(Column::longitude);
        const double degrees = (bounded_ ? around->kilometres / kilometres_per_degree : 180) + 1e-5; // for rounding
        box_.south = coordinate(around->latitude - degrees);
        box_.north = coordinate(around->latitude + degrees);
    }
    if (!request.counted) return;
    for (const Column column : request.facets) {
        use(column);
        answer_.facets.push_back({column, {}, {}});
    }
    for (const auto& bands : request.bands) {
        use(bands.column);
        answer_.bands.emplace_back(bands.starts.size());
    }
}

void Collector::use(Column column) {
    if (std::ranges::find(used_, column) == used_.end()) used_.push_back(column);
}

Status Collector::enter(std::size_t stretch) {
    first_ = reader_.stretches()[stretch].first;
    last_ = first_ + reader_.stretches()[stretch].documents - 1;
    for (const Column column : used_) {
        PALABRE_TRY(numbers, reader_.numbers(column, stretch));
        columns_[static_cast<std::size_t>(column)] = numbers;
    }
    freshest_ = freshness(instant(columns_[static_cast<std::size_t>(Column::created)]->greatest()), request_.now);
    return {};
}

bool Collector::passes(Place place) const {
    for (const auto& range : request_.filter.ranges)
        if (!is_inside(range, value(range.column, place))) return false;
    if (!request_.visible(value(Column::scope, place))) return false;
    return !bounded_ || is_around(place);
}

bool Collector::is_around(Place place) const {
    const std::uint32_t latitude = value(Column::latitude, place);
    return latitude >= box_.south && latitude <= box_.north && kilometres(place) <= request_.filter.around->kilometres;
}

double Collector::kilometres(Place place) const {
    if (!request_.filter.around) return std::numeric_limits<double>::infinity();
    return search::kilometres(*request_.filter.around, value(Column::latitude, place), value(Column::longitude, place));
}

double Collector::key_of(Place place, float score) const {
    switch (request_.sort) {
    case Sort::newest:
        return value(Column::created, place);
    case Sort::cheapest: {
        const std::uint32_t price = value(Column::price, place);
        return price == 0 ? -std::numeric_limits<double>::infinity() : -static_cast<double>(price);
    }
    case Sort::nearest:
        return -kilometres(place);
    default:
        return score;
    }
}

void Collector::offer(Place place, float worth) {
    if (!wants(worth) || !passes(place)) return;
    const Ordinal ordinal = first_ + place;
    if (!request_.query.phrases.empty() && !has_phrases(ordinal)) return;
    count(place);
    // Most of what is counted is far from the best.
    if (request_.sort == Sort::relevance && worth * freshest_ < threshold_) return;
    const float score = worth * freshness(instant(value(Column::created, place)), request_.now);
    keep(key_of(place, score), {ordinal, score});
}

void Collector::count(Place place) {
    ++answer_.total;
    for (auto& facet : answer_.facets) {
        const std::uint32_t code = value(facet.column, place);
        if (code >= limits::search_codes) {
            ++facet.others[code];
            continue;
        }
        if (code >= facet.counts.size()) facet.counts.resize(code + 1);
        ++facet.counts[code];
    }
    for (std::size_t i = 0; i < answer_.bands.size(); ++i) {
        const auto& [column, starts] = request_.bands[i];
        const auto band = std::ranges::upper_bound(starts, value(column, place)) - starts.begin();
        if (band > 0) ++answer_.bands[i][static_cast<std::size_t>(band - 1)];
    }
}

bool Collector::has_phrases(Ordinal ordinal) {
    if (checked_ == limits::search_phrase_checks) {
        answer_.incomplete = true;
        return false;
    }
    ++checked_;
    const auto stored = reader_.document(ordinal);
    if (stored.has_error()) failure_ = stored.error();
    if (stored.has_error() || !*stored) return false;
    return search::has_phrases(request_.query, **stored);
}

void Collector::keep(double key, const Hit& hit) {
    if (wanted_ == 0) return;
    const Kept kept{key, hit};
    if (best_.size() == wanted_) {
        if (!is_better(kept, best_.front())) return;
        std::ranges::pop_heap(best_, is_better);
        best_.back() = kept;
    } else {
        best_.push_back(kept);
    }
    std::ranges::push_heap(best_, is_better);
    if (best_.size() < wanted_ || request_.sort != Sort::relevance) return;
    threshold_ = best_.front().key;
    worst_ = best_.front().hit.document;
    ++changes_;
}

Result<Answer> Collector::finish() && {
    if (failure_.has_error()) return failure_.error();
    std::ranges::sort(best_, is_better);
    answer_.matched = best_.size();
    for (std::size_t i = request_.offset; i < best_.size(); ++i) answer_.hits.push_back(best_[i].hit);
    return std::move(answer_);
}

} // namespace palabre::projections::search
