// SPDX-License-Identifier: Apache-2.0
#include "core/images/exif.hpp"

#include <cstddef>
#include <cstdint>

namespace palabre::images {
namespace {

constexpr std::uint32_t tag_of_orientation = 0x0112;
constexpr std::uint32_t type_short = 3;
constexpr std::size_t entry_bytes = 12;

/// Numbers in the order of bytes that the structure names; past its end they are 0.
struct Numbers {
    std::string_view bytes;
    bool big = false;

    [[nodiscard]] std::uint32_t at(std::size_t place, std::size_t size) const {
        if (place > bytes.size() || size > bytes.size() - place) return 0;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t from = big ? i : size - 1 - i;
            value = value << 8 | static_cast<unsigned char>(bytes[place + from]);
        }
        return value;
    }
};

} // namespace

int orientation(std::string_view tiff) {
    const bool big = tiff.starts_with("MM");
    if (!big && !tiff.starts_with("II")) return 1;
    const Numbers numbers{tiff, big};
    if (numbers.at(2, 2) != 42) return 1;
    const std::size_t folder = numbers.at(4, 4);
    const std::uint32_t entries = numbers.at(folder, 2);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t entry = folder + 2 + i * entry_bytes;
        if (entry >= tiff.size()) break;
        if (numbers.at(entry, 2) != tag_of_orientation) continue;
        const std::uint32_t value = numbers.at(entry + 8, 2);
        return numbers.at(entry + 2, 2) == type_short && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

} // namespace palabre::images
