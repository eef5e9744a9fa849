// SPDX-License-Identifier: Apache-2.0
// What a reader of one format gives: a picture that is small enough already, and what is to be done to it.
#pragma once

#include "core/images/images.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace palabre::images {

struct Decoded {
    Raster raster;
    int orientation = 1;      ///< EXIF's
    std::string profile = {}; ///< ICC's, of what stands in the file
    bool inverted = false;    ///< of cmyk: 255 is no ink
};

using Reading = std::variant<Decoded, Fault>;

/// Before anything is decoded: whether a picture of that size is read at all. `whole`: it must stand in memory at once.
[[nodiscard]] std::optional<Fault> judge(std::uint64_t width, std::uint64_t height, bool whole);

// Each reads all of a file of its format. Nothing throws but std::bad_alloc; memory is bounded by the limits.
[[nodiscard]] Reading read_jpeg(std::string_view bytes, std::uint32_t side);
[[nodiscard]] Reading read_png(std::string_view bytes, std::uint32_t side);
[[nodiscard]] Reading read_webp(std::string_view bytes, std::uint32_t side);

/// The dots as RGBA of sRGB, by the profile where there is one that can be used.
[[nodiscard]] Raster to_srgb(Decoded decoded);

// A picture as a file without anything but its dots. Nothing: the library could not.
[[nodiscard]] std::optional<std::string> write_jpeg(const Raster& picture);
[[nodiscard]] std::optional<std::string> write_webp(const Raster& picture);

} // namespace palabre::images
