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

Status Stage::walk(std::string_view lower, std::string_view upper, const Visit& visit) const {
    if (lower >= upper) return {};
    auto staged = changes_.lower_bound(lower);
    const auto is_staged = [&] { return staged != changes_.end() && staged->first < upper; };
    // Both move on first: the visitor may change the row that it is shown.
    const auto visit_staged = [&]() -> Status {
        const auto& [key, value] = *staged++;
        if (!value) return {};
        const std::string shown = *value;
        return visit(key, shown);
    };
    Scan stored = store_.scan(family_, lower, upper);
    for (; stored.valid(); stored.next()) {
        while (is_staged() && staged->first < stored.key()) PALABRE_CHECK(visit_staged());
        // A staged one stands in for the stored row, or hides it.
        const bool staged_too = is_staged() && staged->first == stored.key();
        PALABRE_CHECK(staged_too ? visit_staged() : visit(stored.key(), stored.value()));
    }
    if (auto status = stored.status(); status.has_error()) {
        failure_ = status.error();
        return status;
    }
    while (is_staged()) PALABRE_CHECK(visit_staged());
    return {};
}

void Stage::drain(Batch& batch) {
    for (const auto& [key, value] : changes_) {
        if (value)
            batch.put(family_, key, *value);
        else
            batch.remove(family_, key);
    }
    forget();
}

void Stage::forget() {
    changes_.clear();
    failure_.reset();
}

std::size_t Stage::bytes() const {
    std::size_t sum = 0;
    for (const auto& [key, value] : changes_) sum += key.size() + (value ? value->size() : 0);
    return sum;
}

} // namespace palabre::projections
