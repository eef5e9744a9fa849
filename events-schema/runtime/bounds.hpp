// SPDX-License-Identifier: Apache-2.0
// The bounds of a field as its schema says them: of an integer's value, a text's code points, a list's number of items
// (a second Bounds is then that of each item). find_violation() holds all of them before an event is proposed; decode()
// those of integers and lists, since a stored text is what it is.
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
