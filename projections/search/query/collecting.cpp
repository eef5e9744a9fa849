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

void Collector::enter(SegmentId segment) {
    segment_ = segment;
    columns_ = {};
    if (wanted_ > 0) set_threshold();
}

std::uint32_t Collector::value(Column column, Place place) {
    auto& row = columns_[static_cast<std::size_t>(column)];
    if (!row) {
        auto part = reader_.part(segment_, PartId::of(column));
        if (part.has_error()) failure_ = part.error();
        row = part.has_error() ? std::string_view() : *part;
    }
    return value_at(*row, place);
}

bool Collector::passes(Place place) {
    for (const auto& choice : request_.filter.choices)
        if (std::ranges::find(choice.values, value(choice.column, place)) == choice.values.end()) return false;
    for (const auto& range : request_.filter.ranges)
        if (const auto number = value(range.column, place); number < range.least || number > range.most) return false;
    if (!request_.visible(value(Column::scope, place))) return false;
    return !request_.filter.around || kilometres(place) <= request_.filter.around->kilometres;
}

double Collector::kilometres(Place place) {
    const std::uint32_t latitude = value(Column::latitude, place);
    const std::uint32_t longitude = value(Column::longitude, place);
    if (latitude == 0 || longitude == 0 || !request_.filter.around) return std::numeric_limits<double>::infinity();
    return great_circle(degrees(latitude), degrees(longitude), *request_.filter.around);
}

double Collector::key_of(Place place, float score) {
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
    const Ordinal ordinal = segment_.first() + place;
    if (!request_.query.phrases.empty() && !has_phrases(ordinal)) return;
    ++answer_.total;
    for (auto& [column, counts] : answer_.facets) {
        const std::uint32_t code = std::min<std::uint32_t>(value(column, place), limits::search_codes - 1);
        if (code >= counts.size()) counts.resize(code + 1);
        ++counts[code];
    }
    const Instant created{std::int64_t{value(Column::created, place)} * 1'000'000};
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
    ties_ = segment_.holds(best_.front().hit.document);
}

Result<Answer> Collector::finish() && {
    if (failure_.has_error()) return failure_.error();
    std::ranges::sort(best_, is_better);
    answer_.matched = best_.size();
    for (std::size_t i = request_.offset; i < best_.size(); ++i) answer_.hits.push_back(best_[i].hit);
    return std::move(answer_);
}

} // namespace palabre::projections::search
