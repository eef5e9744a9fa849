// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/collecting.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace palabre::projections::search {
namespace {

constexpr double earth_kilometres = 6371.0;

/// The greatest key on the bottom, the least, and of equal ones the oldest, on top.
constexpr auto is_better = [](const auto& a, const auto& b) {
    return a.key != b.key ? a.key > b.key : a.hit.document > b.hit.document;
};

double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}

/// Along a great circle (haversine).
double great_circle(double latitude, double longitude, const Filter::Circle& from) {
    const double up = std::sin(radians(latitude - from.latitude) / 2);
    const double along = std::sin(radians(longitude - from.longitude) / 2);
    const double h = up * up + std::cos(radians(latitude)) * std::cos(radians(from.latitude)) * along * along;
    return 2 * earth_kilometres * std::asin(std::min(1.0, std::sqrt(h)));
}

bool stands_in(std::string_view words, std::span<const std::string> phrase) {
    std::vector<std::string_view> all;
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        std::string_view word = words.substr(0, end);
        if (word.starts_with('^')) word.remove_prefix(1);
        all.push_back(word);
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return std::ranges::search(all, phrase).begin() != all.end();
}

} // namespace

Collector::Collector(Reader& reader, const Request& request)
    : reader_(reader), request_(request), wanted_(request.offset + request.limit),
      counts_all_(request.counted || request.sort != Sort::relevance) {
    for (const Column column : request.facets)
        if (request.counted) answer_.facets.push_back({column, {}});
}

Status Collector::enter(SegmentId segment) {
    const auto column = [&](Column which) { return reader_.part(segment, PartId::of(which)); };
    first_ = segment.first();
    size_ = segment.size();
    if (wanted_ > 0) set_threshold();
    PALABRE_TRY(scope, column(Column::scope));
    PALABRE_TRY(created, column(Column::created));
    PALABRE_TRY(price, column(Column::price));
    PALABRE_TRY(latitude, column(Column::latitude));
    PALABRE_TRY(longitude, column(Column::longitude));
    scope_ = scope;
    created_ = created;
    price_ = price;
    latitude_ = latitude;
    longitude_ = longitude;
    chosen_.clear();
    ranged_.clear();
    facets_.clear();
    for (const auto& choice : request_.filter.choices) {
        PALABRE_TRY(values, column(choice.column));
        chosen_.push_back({values, &choice});
    }
    for (const auto& range : request_.filter.ranges) {
        PALABRE_TRY(values, column(range.column));
        ranged_.push_back({values, &range});
    }
    for (const auto& facet : answer_.facets) {
        PALABRE_TRY(values, column(facet.column));
        facets_.push_back(values);
    }
    return {};
}

bool Collector::passes(Place place) const {
    for (const auto& [column, choice] : chosen_)
        if (std::ranges::find(choice->values, value_at(column, place)) == choice->values.end()) return false;
    for (const auto& [column, range] : ranged_) {
        const std::uint32_t value = value_at(column, place);
        if (value < range->least || value > range->most) return false;
    }
    if (!request_.visible(value_at(scope_, place))) return false;
    return !request_.filter.around || kilometres(place) <= request_.filter.around->kilometres;
}

double Collector::kilometres(Place place) const {
    const std::uint32_t latitude = value_at(latitude_, place);
    const std::uint32_t longitude = value_at(longitude_, place);
    if (latitude == 0 || longitude == 0 || !request_.filter.around) return std::numeric_limits<double>::infinity();
    return great_circle(degrees(latitude), degrees(longitude), *request_.filter.around);
}

double Collector::key_of(Place place, float score) const {
    switch (request_.sort) {
    case Sort::newest:
        return value_at(created_, place);
    case Sort::cheapest: {
        const std::uint32_t price = value_at(price_, place);
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
    ++answer_.total;
    for (std::size_t i = 0; i < facets_.size(); ++i) {
        auto& counts = answer_.facets[i].counts;
        const std::uint32_t value = std::min<std::uint32_t>(value_at(facets_[i], place), limits::search_codes - 1);
        if (value >= counts.size()) counts.resize(value + 1);
        ++counts[value];
    }
    const Instant created{std::int64_t{value_at(created_, place)} * 1'000'000};
    const float score = worth * freshness(created, request_.now);
    keep(key_of(place, score), {ordinal, score});
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
    return std::ranges::all_of(request_.query.phrases, [&](const auto& phrase) {
        return std::ranges::any_of((*stored)->words,
                                   [&](const std::string& words) { return stands_in(words, phrase); });
    });
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
    set_threshold();
}

void Collector::set_threshold() {
    if (best_.size() < wanted_ || request_.sort != Sort::relevance) return;
    threshold_ = best_.front().key;
    ties_ = first_ <= best_.front().hit.document && best_.front().hit.document < first_ + size_;
}

Result<Answer> Collector::finish() && {
    if (failure_.has_error()) return failure_.error();
    std::ranges::sort(best_, is_better);
    answer_.matched = best_.size();
    for (std::size_t i = request_.offset; i < best_.size(); ++i) answer_.hits.push_back(best_[i].hit);
    return std::move(answer_);
}

} // namespace palabre::projections::search
