// SPDX-License-Identifier: Apache-2.0
#include "core/images/images.hpp"

#include "core/images/decoded.hpp"
#include "core/limits.hpp"

namespace palabre::images {

std::optional<Kind> kind_of(std::string_view bytes) {
    if (bytes.starts_with("\xff\xd8\xff")) return Kind::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return Kind::png;
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP") return Kind::webp;
    // Readers take the mark further down too; then the file is something else first.
    if (bytes.starts_with("%PDF-")) return Kind::pdf;
    return std::nullopt;
}

std::optional<Fault> judge(std::uint64_t width, std::uint64_t height, bool whole) {
    if (width == 0 || height == 0) return Fault::damaged;
    if (width > limits::image_side || height > limits::image_side) return Fault::too_large;
    if (width * height > (whole ? limits::image_pixels_whole : limits::image_pixels)) return Fault::too_large;
    return std::nullopt;
}

namespace {

Reading read(std::string_view bytes, Kind kind) {
    switch (kind) {
    case Kind::jpeg:
        return read_jpeg(bytes, sides.back());
    case Kind::png:
        return read_png(bytes, sides.back());
    case Kind::webp:
        return read_webp(bytes, sides.back());
    case Kind::pdf:
        break;
    }
    return Fault::damaged;
}

} // namespace

std::variant<Pictures, Fault> make_pictures(std::string_view bytes, Kind kind) {
    auto reading = read(bytes, kind);
    if (const auto* fault = std::get_if<Fault>(&reading)) return *fault;
    auto& decoded = std::get<Decoded>(reading);
    const int turned = decoded.orientation;
    const Raster picture = upright(to_srgb(std::move(decoded)), turned);

    Pictures made{.webp = kind != Kind::jpeg, .size = picture.size, .files = {}};
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const Size size = fit(picture.size, sides[i]);
        const Raster smaller = size == picture.size ? Raster() : reduced(picture, size);
        const Raster& shown = size == picture.size ? picture : smaller;
        auto file = made.webp ? write_webp(shown) : write_jpeg(shown);
        if (!file) return Fault::damaged;
        made.files[i] = std::move(*file);
    }
    return made;
}

} // namespace palabre::images
