// SPDX-License-Identifier: Apache-2.0
// A column of an index as a query reads it: one number after the other, in as many bytes as the greatest of them takes.
#pragma once

#include "projections/search/index/table.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections::search {

/// Immutable once made.
class Numbers {
public:
    Numbers() = default;
    /// Rows of a column (segment.hpp) behind each other.
    explicit Numbers(std::string_view rows);

    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// 0 past the end.
    [[nodiscard]] std::uint32_t operator[](std::uint32_t i) const {
        if (i >= size_) return 0;
        switch (width_) {
        case 1:
            return static_cast<unsigned char>(bytes_[i]);
        case 2:
            return load<std::uint16_t>(bytes_.data() + i * 2);
        case 4:
            return load<std::uint32_t>(bytes_.data() + i * 4);
        default:
            return 0;
        }
    }
    [[nodiscard]] std::uint32_t greatest() const { return greatest_; }
    [[nodiscard]] std::size_t bytes() const { return sizeof *this + bytes_.size(); }

private:
    std::uint32_t size_ = 0;
    std::uint32_t width_ = 0; ///< 0: all are 0
    std::uint32_t greatest_ = 0;
    std::string bytes_;
};

} // namespace palabre::projections::search
