// SPDX-License-Identifier: Apache-2.0
#include "http/server/answer_times.hpp"

#include <algorithm>

namespace palabre::http {

void AnswerTimes::note(int status, Duration taken) {
    if (status < 100 || status >= 600) return;
    const double seconds = static_cast<double>(taken.count()) / 1e6;
    Class& of = classes_[static_cast<std::size_t>(status) / 100];
    of.buckets[static_cast<std::size_t>(std::ranges::lower_bound(bounds, seconds) - bounds.begin())].fetch_add(
        1, std::memory_order_relaxed);
    of.micros.fetch_add(static_cast<std::uint64_t>(taken.count()), std::memory_order_relaxed);
}

AnswerTimes::All AnswerTimes::read() const {
    All all;
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t k = 0; k < all[i].buckets.size(); ++k)
            all[i].buckets[k] = classes_[i].buckets[k].load(std::memory_order_relaxed);
        all[i].seconds = static_cast<double>(classes_[i].micros.load(std::memory_order_relaxed)) / 1e6;
    }
    return all;
}

} // namespace palabre::http
