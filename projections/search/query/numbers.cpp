// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/numbers.hpp"

#include <algorithm>

namespace palabre::projections::search {
namespace {

template <class T>
std::string narrowed(std::string_view rows, std::uint32_t size) {
    std::string out(size * sizeof(T), '\0');
    for (std::uint32_t i = 0; i < size; ++i) {
        const auto value = static_cast<T>(load<std::uint32_t>(rows.data() + i * sizeof(std::uint32_t)));
        std::memcpy(out.data() + i * sizeof(T), &value, sizeof value);
    }
    return out;
}

} // namespace

Numbers::Numbers(std::string_view rows) : size_(static_cast<std::uint32_t>(rows.size() / sizeof(std::uint32_t))) {
    for (std::uint32_t i = 0; i < size_; ++i)
        greatest_ = std::max(greatest_, load<std::uint32_t>(rows.data() + i * sizeof(std::uint32_t)));
    if (greatest_ == 0) return;
    width_ = greatest_ <= UINT8_MAX ? 1 : greatest_ <= UINT16_MAX ? 2 : 4;
    bytes_ = width_ == 1   ? narrowed<std::uint8_t>(rows, size_)
             : width_ == 2 ? narrowed<std::uint16_t>(rows, size_)
                           : narrowed<std::uint32_t>(rows, size_);
}

} // namespace palabre::projections::search
