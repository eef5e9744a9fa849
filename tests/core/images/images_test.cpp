// SPDX-License-Identifier: Apache-2.0
#include "core/images/decoded.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace palabre;
using namespace palabre::images;

namespace {

/// The left half is red, the right one blue.
Raster halves(Size size) {
    Raster raster(size, Ink::rgba);
    for (std::uint32_t y = 0; y < size.height; ++y)
        for (std::uint32_t x = 0; x < size.width; ++x) {
            auto* dot = raster.line(y).data() + std::size_t{x} * 4;
            dot[x < size.width / 2 ? 0 : 2] = 250;
            dot[3] = 255;
        }
    return raster;
}

bool near(const std::uint8_t* dot, int red, int green, int blue) {
    return std::abs(dot[0] - red) < 12 && std::abs(dot[1] - green) < 12 && std::abs(dot[2] - blue) < 12;
}

Decoded read_back(const Pictures& pictures, std::size_t size) {
    const auto& file = pictures.files[size];
    return std::get<Decoded>(pictures.webp ? read_webp(file, 4000) : read_jpeg(file, 4000));
}

Fault fault_of(std::string_view bytes, Kind kind) {
    const auto made = make_pictures(bytes, kind);
    REQUIRE(std::holds_alternative<Fault>(made));
    return std::get<Fault>(made);
}

} // namespace

TEST_CASE("images: the kind is told by how the bytes begin") {
    CHECK(kind_of("\xff\xd8\xff\xe0") == Kind::jpeg);
    CHECK(kind_of("\x89PNG\r\n\x1a\n....") == Kind::png);
    CHECK(kind_of("RIFF....WEBPVP8 ") == Kind::webp);
    CHECK(kind_of("%PDF-1.7\n") == Kind::pdf);
    for (const std::string_view other :
         {"", "\xff\xd8", "RIFF....AVI ", "RIFF", "GIF89a", "<svg xmlns=''>", "<html>", " %PDF-1.7", "PK\x03\x04",
          "\0\0\0\x18"
          "ftypheic"})
        CHECK(!kind_of(other));
}

TEST_CASE("images: a photo becomes three photos, and a drawing three drawings") {
    const Raster source = halves({3000, 1500});
    for (const auto& [bytes, kind] : {std::pair{*write_jpeg(source), Kind::jpeg}, {*write_webp(source), Kind::webp}}) {
        const auto made = std::get<Pictures>(make_pictures(bytes, kind));
        CHECK(made.webp == (kind == Kind::webp));
        CHECK(made.size == Size{2048, 1024});
        for (std::size_t i = 0; i < sides.size(); ++i) {
            CHECK(kind_of(made.files[i]) == kind);
            const Raster shown = read_back(made, i).raster;
            CHECK(shown.size == fit({2048, 1024}, sides[i]));
            CHECK(near(shown.line(shown.size.height / 2).data(), 250, 0, 0));
            CHECK(near(shown.line(0).data() + shown.line(0).size() - 4, 0, 0, 250));
        }
    }
}

TEST_CASE("images: a photo that lies is set upright, and says so no more") {
    // EXIF behind the first two bytes: orientation 6, the right side is up.
    const std::string tiff("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0", 26);
    std::string exif("Exif\0\0", 6);
    exif.append(tiff);
    std::string bytes = *write_jpeg(halves({400, 200}));
    std::string segment("\xff\xe1\0", 3);
    segment.push_back(static_cast<char>(exif.size() + 2));
    segment.append(exif);
    bytes.insert(2, segment);
    const auto made = std::get<Pictures>(make_pictures(bytes, Kind::jpeg));
    CHECK(made.size == Size{200, 400});
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const Decoded shown = read_back(made, i);
        CHECK(shown.orientation == 1);
        CHECK(near(shown.raster.line(2).data(), 250, 0, 0)); // what was left is on top
        CHECK(made.files[i].find("Exif") == std::string::npos);
    }
}

TEST_CASE("images: a small picture is not made larger") {
    const auto made = std::get<Pictures>(make_pictures(*write_jpeg(halves({40, 30})), Kind::jpeg));
    CHECK(made.size == Size{40, 30});
    for (std::size_t i = 0; i < sides.size(); ++i) CHECK(read_back(made, i).raster.size == Size{40, 30});
}

TEST_CASE("images: what is cut off is damaged, wherever it is cut") {
    const Raster source = halves({400, 300});
    for (const auto& [bytes, kind] : {std::pair{*write_jpeg(source), Kind::jpeg}, {*write_webp(source), Kind::webp}})
        for (std::size_t part = 0; part < 20; ++part)
            CHECK(fault_of(bytes.substr(0, bytes.size() * part / 20), kind) == Fault::damaged);
}

TEST_CASE("images: any byte changed gives a picture or a fault") {
    const std::string jpeg = *write_jpeg(halves({64, 48})), webp = *write_webp(halves({64, 48}));
    for (const auto& [bytes, kind] : {std::pair{jpeg, Kind::jpeg}, {webp, Kind::webp}})
        for (std::size_t at = 0; at < bytes.size(); at += 3) {
            std::string changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ 0x55);
            const auto made = make_pictures(changed, kind);
            if (const auto* pictures = std::get_if<Pictures>(&made)) CHECK(pictures->files[0].size() > 20);
        }
}

TEST_CASE("images: one that is said to be of another kind is damaged") {
    const std::string jpeg = *write_jpeg(halves({8, 8}));
    for (const Kind kind : {Kind::png, Kind::webp, Kind::pdf}) CHECK(fault_of(jpeg, kind) == Fault::damaged);
}

TEST_CASE("images: sizes at the limits, and one past them") {
    CHECK(!judge(limits::image_side, 6103, false));
    CHECK(judge(limits::image_side, 6104, false) == Fault::too_large);
    CHECK(judge(limits::image_side + 1, 1, false) == Fault::too_large);
    CHECK(!judge(4000, 4000, true));
    CHECK(judge(4001, 4000, true) == Fault::too_large);
    CHECK(judge(0, 4, false) == Fault::damaged);
}

TEST_CASE("images: a JPEG that says it is huge is refused before it is decoded") {
    std::string bytes = *write_jpeg(halves({64, 48}));
    const std::size_t frame = bytes.find("\xff\xc2"); // progressive: height and width stand five bytes on
    REQUIRE(frame != std::string::npos);
    bytes.replace(frame + 5, 4, "\xff\xdc\xff\xdc"); // the most that JPEG knows
    CHECK(fault_of(bytes, Kind::jpeg) == Fault::too_large);
}
