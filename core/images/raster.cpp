// SPDX-License-Identifier: Apache-2.0
#include "core/images/raster.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace palabre::images {
namespace {

std::uint8_t byte_of(float value) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

} // namespace

Size fit(Size size, std::uint32_t side) {
    const std::uint32_t longer = std::max(size.width, size.height);
    if (longer <= side) return size;
    const auto scaled = [&](std::uint32_t length) {
        const std::uint64_t rounded = (std::uint64_t{length} * side + longer / 2) / longer;
        return std::max(static_cast<std::uint32_t>(rounded), 1U);
    };
    return {scaled(size.width), scaled(size.height)};
}

Reducer::Reducer(Size from, Size to, Ink ink)
    : from_(from), made_(to, ink), narrowed_(std::size_t{to.width} * 4), sum_(std::size_t{to.width} * 4),
      rows_a_row_(static_cast<double>(from.height) / to.height) {}

void Reducer::narrow(const std::uint8_t* line) {
    const double step = static_cast<double>(from_.width) / made_.size.width;
    for (std::uint32_t x = 0; x < made_.size.width; ++x) {
        const double begin = x * step, end = std::min((x + 1) * step, static_cast<double>(from_.width));
        float total[4] = {};
        for (auto at = static_cast<std::uint32_t>(begin); at < from_.width && at < end; ++at) {
            const auto weight = static_cast<float>(std::min<double>(at + 1, end) - std::max<double>(at, begin));
            const std::uint8_t* const dot = line + std::size_t{at} * 4;
            const float colour = made_.ink == Ink::rgba ? weight * static_cast<float>(dot[3]) / 255 : weight;
            for (int i = 0; i < 3; ++i) total[i] += colour * static_cast<float>(dot[i]);
            total[3] += weight * static_cast<float>(dot[3]);
        }
        for (int i = 0; i < 4; ++i) narrowed_[std::size_t{x} * 4 + i] = total[i] / static_cast<float>(end - begin);
    }
}

void Reducer::emit() {
    auto out = made_.line(written_++);
    for (std::size_t x = 0; x < made_.size.width; ++x) {
        const float* const sum = sum_.data() + x * 4;
        const float share = made_.ink == Ink::rgba ? sum[3] / 255 : 1;
        for (int i = 0; i < 3; ++i) out[x * 4 + i] = share > 0 ? byte_of(sum[i] / share) : 0;
        out[x * 4 + 3] = byte_of(sum[3]);
    }
    std::ranges::fill(sum_, 0.0F);
}

void Reducer::add(const std::uint8_t* line) {
    if (read_ == from_.height) return;
    if (from_ == made_.size) { // nothing to do but keep it
        std::memcpy(made_.line(read_++).data(), line, std::size_t{from_.width} * 4);
        return;
    }
    narrow(line);
    double begin = read_++;
    const bool last = read_ == from_.height;
    // A line may end one line of the smaller picture and begin the next.
    while (written_ < made_.size.height) {
        const double bound = last && written_ + 1 == made_.size.height ? from_.height : (written_ + 1) * rows_a_row_;
        const double end = std::min<double>(read_, bound);
        const auto weight = static_cast<float>((end - begin) / rows_a_row_);
        for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += weight * narrowed_[i];
        if (bound > read_) return;
        emit();
        begin = bound;
    }
}

Raster reduced(const Raster& picture, Size to) {
    Reducer reducer(picture.size, to, picture.ink);
    for (std::uint32_t y = 0; y < picture.size.height; ++y) reducer.add(picture.line(y).data());
    return reducer.take();
}

Raster upright(Raster picture, int orientation) {
    if (orientation < 2 || orientation > 8) return picture;
    const auto [width, height] = picture.size;
    const bool lies = orientation >= 5;
    Raster turned(lies ? Size{height, width} : picture.size, picture.ink);
    for (std::uint32_t y = 0; y < turned.size.height; ++y) {
        auto out = turned.line(y);
        for (std::uint32_t x = 0; x < turned.size.width; ++x) {
            // Where the dot at (x, y) stands in what was stored.
            std::uint32_t from_x = lies ? y : x, from_y = lies ? x : y;
            if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
                from_x = width - 1 - from_x;
            if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
                from_y = height - 1 - from_y;
            std::memcpy(out.data() + std::size_t{x} * 4, picture.line(from_y).data() + std::size_t{from_x} * 4, 4);
        }
    }
    return turned;
}

} // namespace palabre::images
