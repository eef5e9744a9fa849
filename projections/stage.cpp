// SPDX-License-Identifier: Apache-2.0
#include "projections/projection.hpp"

namespace palabre::projections {

std::optional<std::string> Stage::get(std::string_view key) const {
    if (const auto staged = changes_.find(key); staged != changes_.end()) return staged->second;
    auto stored = store_.get(family_, key);
    if (stored.has_error()) {
        failure_ = stored.error();
        return std::nullopt;
    }
    return std::move(*stored);
}

Result<std::vector<std::pair<std::string, std::string>>> Stage::scan(std::string_view lower,
                                                                     std::string_view upper) const {
    std::vector<std::pair<std::string, std::string>> rows;
    if (lower >= upper) return rows;

    auto staged = changes_.lower_bound(lower);
    const auto staged_end = changes_.lower_bound(upper);
    const auto take_staged = [&] {
        if (staged->second) rows.emplace_back(staged->first, *staged->second);
        ++staged;
    };
    Scan stored = store_.scan(family_, lower, upper);
    for (; stored.valid(); stored.next()) {
        while (staged != staged_end && staged->first < stored.key()) take_staged();
        if (staged != staged_end && staged->first == stored.key())
            take_staged(); // stands in for the stored row, or hides it
        else
            rows.emplace_back(stored.key(), stored.value());
    }
    if (auto status = stored.status(); status.has_error()) {
        failure_ = status.error();
        return std::move(status).error();
    }
    while (staged != staged_end) take_staged();
    return rows;
}

void Stage::drain(Batch& batch) {
    for (const auto& [key, value] : changes_) {
        if (value)
            batch.put(family_, key, *value);
        else
            batch.remove(family_, key);
    }
    changes_.clear();
    failure_.reset();
}

std::size_t Stage::bytes() const {
    std::size_t sum = 0;
    for (const auto& [key, value] : changes_) sum += key.size() + (value ? value->size() : 0);
    return sum;
}

} // namespace palabre::projections
