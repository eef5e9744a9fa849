// SPDX-License-Identifier: Apache-2.0
// The bounds that decode() holds: of an integer's value or a list's number of items. Text is judged by deciders.
#pragma once

#include <cstdint>
#include <utility>

namespace palabre::events {

struct Bounds {
    std::int64_t least = 0;
    std::int64_t most = 0;

    template <class T>
    [[nodiscard]] constexpr bool hold(T value) const {
        return std::cmp_greater_equal(value, least) && std::cmp_less_equal(value, most);
    }
};

} // namespace palabre::events
