// SPDX-License-Identifier: Apache-2.0
// A picture as dots, four bytes each, and how a large one becomes a small one while its lines come in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace palabre::images {

struct Size {
    std::uint32_t width = 0, height = 0;
    [[nodiscard]] std::uint64_t dots() const { return std::uint64_t{width} * height; }
    friend bool operator==(const Size&, const Size&) = default;
};

/// The largest size of the same shape whose longer side has at most `side` dots; never larger than `size`, at least 1.
[[nodiscard]] Size fit(Size size, std::uint32_t side);

/// What the four bytes of a dot mean.
enum class Ink : std::uint8_t { rgba, cmyk };

struct Raster {
    Size size;
    Ink ink = Ink::rgba;
    std::vector<std::uint8_t> dots;

    Raster() = default;
    Raster(Size s, Ink i) : size(s), ink(i), dots(s.dots() * 4) {}
    [[nodiscard]] std::span<std::uint8_t> line(std::uint32_t y) {
        return {dots.data() + std::size_t{y} * size.width * 4, std::size_t{size.width} * 4};
    }
    [[nodiscard]] std::span<const std::uint8_t> line(std::uint32_t y) const {
        return {dots.data() + std::size_t{y} * size.width * 4, std::size_t{size.width} * 4};
    }
};

/// Takes the lines of a picture from top to bottom, and keeps the picture at a size that is no larger: each dot is the
/// mean of the area that it stands for (transparent dots weigh nothing). Allocates when it is made, and no more.
class Reducer {
public:
    Reducer(Size from, Size to, Ink ink);
    /// One line of `from.width` dots; those past `from.height` are passed over.
    void add(const std::uint8_t* line);
    /// After the last line.
    [[nodiscard]] Raster take() { return std::move(made_); }

private:
    void narrow(const std::uint8_t* line);
    void emit();

    Size from_;
    Raster made_;
    std::vector<float> narrowed_, sum_; ///< of a line of the made picture; four values a dot
    double rows_a_row_;
    std::uint32_t read_ = 0, written_ = 0;
};

/// The whole picture at another size.
[[nodiscard]] Raster reduced(const Raster& picture, Size to);
/// Turned and mirrored so that it stands upright. `orientation`: EXIF's, 1 to 8; another: as it is.
[[nodiscard]] Raster upright(Raster picture, int orientation);

} // namespace palabre::images
