// SPDX-License-Identifier: Apache-2.0
#include "core/images/exif.hpp"
#include "core/images/raster.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

using namespace palabre::images;

namespace {

/// Each dot tells where it stands.
Raster numbered(std::uint32_t width, std::uint32_t height) {
    Raster raster({width, height}, Ink::rgba);
    for (std::uint32_t y = 0; y < height; ++y)
        for (std::uint32_t x = 0; x < width; ++x) {
            auto* dot = raster.line(y).data() + std::size_t{x} * 4;
            dot[0] = static_cast<std::uint8_t>(x);
            dot[1] = static_cast<std::uint8_t>(y);
            dot[3] = 255;
        }
    return raster;
}

std::pair<int, int> first_dot(const Raster& raster) {
    return {raster.dots[0], raster.dots[1]};
}
std::pair<int, int> last_dot(const Raster& raster) {
    return {raster.dots[raster.dots.size() - 4], raster.dots[raster.dots.size() - 3]};
}

std::string tiff(bool big, int value, std::size_t type = 3) {
    const auto number = [&](std::size_t n, std::size_t size) {
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(n >> (8 * (big ? size - 1 - i : i))));
        return bytes;
    };
    std::string out = big ? "MM" : "II";
    out += number(42, 2) + number(8, 4) + number(2, 2);
    out += number(0x010f, 2) + number(2, 2) + number(4, 4) + number(0, 4); // the maker
    out +=
        number(0x0112, 2) + number(type, 2) + number(1, 4) + number(static_cast<std::size_t>(value), 2) + number(0, 2);
    return out + number(0, 4);
}

} // namespace

TEST_CASE("images: a size fits a side and keeps its shape") {
    CHECK(fit({4000, 3000}, 2048) == Size{2048, 1536});
    CHECK(fit({3000, 4000}, 320) == Size{240, 320});
    CHECK(fit({320, 100}, 320) == Size{320, 100});
    CHECK(fit({16'383, 1}, 320) == Size{320, 1});
}

TEST_CASE("images: a smaller picture is the mean of what stood there") {
    Raster board({4, 2}, Ink::rgba);
    for (std::size_t i = 0; i < 8; ++i) board.dots[i * 4] = i % 2 == 0 ? 200 : 100;
    for (std::size_t i = 0; i < 8; ++i) board.dots[i * 4 + 3] = 255;
    const Raster small = reduced(board, {2, 1});
    CHECK(small.dots == std::vector<std::uint8_t>{150, 0, 0, 255, 150, 0, 0, 255});
    CHECK(reduced(board, board.size).dots == board.dots);

    Raster even({1000, 700}, Ink::cmyk);
    std::ranges::fill(even.dots, std::uint8_t{77});
    const Raster less = reduced(even, {333, 233});
    CHECK(std::ranges::all_of(less.dots, [](std::uint8_t byte) { return byte == 77; }));
}

TEST_CASE("images: what is transparent gives no colour") {
    Raster pair({2, 1}, Ink::rgba);
    pair.dots = {255, 0, 0, 255, 0, 255, 0, 0};
    CHECK(reduced(pair, {1, 1}).dots == std::vector<std::uint8_t>{255, 0, 0, 128});
    pair.dots = {255, 0, 0, 0, 0, 255, 0, 0};
    CHECK(reduced(pair, {1, 1}).dots == std::vector<std::uint8_t>{0, 0, 0, 0});
}

TEST_CASE("images: every orientation stands upright") {
    using Dot = std::pair<int, int>;
    const struct {
        int orientation;
        Size size;
        Dot first, last;
    } all[] = {{1, {3, 2}, {0, 0}, {2, 1}}, {2, {3, 2}, {2, 0}, {0, 1}}, {3, {3, 2}, {2, 1}, {0, 0}},
               {4, {3, 2}, {0, 1}, {2, 0}}, {5, {2, 3}, {0, 0}, {2, 1}}, {6, {2, 3}, {0, 1}, {2, 0}},
               {7, {2, 3}, {2, 1}, {0, 0}}, {8, {2, 3}, {2, 0}, {0, 1}}, {9, {3, 2}, {0, 0}, {2, 1}}};
    for (const auto& each : all) {
        CAPTURE(each.orientation);
        const Raster turned = upright(numbered(3, 2), each.orientation);
        CHECK(turned.size == each.size);
        CHECK(first_dot(turned) == each.first);
        CHECK(last_dot(turned) == each.last);
    }
}

TEST_CASE("images: EXIF tells the orientation, in either order of bytes, and nothing else is believed") {
    for (const bool big : {true, false}) {
        CHECK(orientation(tiff(big, 6)) == 6);
        CHECK(orientation(tiff(big, 9)) == 1);
        CHECK(orientation(tiff(big, 6, 4)) == 1);
        const std::string whole = tiff(big, 8);
        for (std::size_t size = 0; size < whole.size(); ++size) CHECK(orientation(whole.substr(0, size)) <= 8);
    }
    CHECK(orientation("") == 1);
    CHECK(orientation("II*\0\xff\xff\xff\xff") == 1);
}
