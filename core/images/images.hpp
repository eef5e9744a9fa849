// SPDX-License-Identifier: Apache-2.0
// From a file that somebody sends to pictures that are shown: decoded and written anew, so that nothing is left of it
// but what is seen: no EXIF, no place, no comment, no bytes behind the end, no other file hidden in it. Upright, in
// sRGB, at three sizes. A photo (JPEG) stays one; PNG and WebP become WebP, which keeps transparency.
#pragma once

#include "core/images/raster.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace palabre::images {

enum class Kind : std::uint8_t { jpeg, png, webp, pdf };

/// What bytes are, told by how they begin, whatever they are called; nothing: none of these. 16 bytes are enough.
[[nodiscard]] std::optional<Kind> kind_of(std::string_view bytes);

/// The longer side at most of each size that is made: in a list, in the text, by itself.
inline constexpr std::array<std::uint32_t, 3> sides = {320, 960, 2048};

/// Why bytes are no picture that is taken.
enum class Fault : std::uint8_t {
    damaged,   ///< it is cut off or cannot be decoded
    too_large, ///< more dots than limits::image_pixels, or as must be in memory at once than image_pixels_whole
    animated,
};

struct Pictures {
    bool webp = false;                ///< else JPEG
    Size size;                        ///< of the largest; the others are fit(size, side)
    std::array<std::string, 3> files; ///< by `sides`
};

/// Of a JPEG, PNG or WebP. Cost: some 0.2 s for 12 million dots; memory for a moment as limits::image_… say. Any
/// thread; one at a time bounds the memory.
[[nodiscard]] std::variant<Pictures, Fault> make_pictures(std::string_view bytes, Kind kind);

} // namespace palabre::images
