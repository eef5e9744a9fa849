// SPDX-License-Identifier: Apache-2.0
// Colours as pages have them, and how well one can be read on another (WCAG 2.2, 1.4.3). Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palabre {

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;

    /// "#0b5a69", in small letters. Nothing: anything else.
    [[nodiscard]] static constexpr std::optional<Colour> parse(std::string_view text) {
        if (text.size() != 7 || text.front() != '#') return std::nullopt;
        std::uint32_t bits = 0;
        for (const char c : text.substr(1)) {
            const bool digit = c >= '0' && c <= '9';
            if (!digit && (c < 'a' || c > 'f')) return std::nullopt;
            bits = bits << 4U | static_cast<std::uint32_t>(digit ? c - '0' : c - 'a' + 10);
        }
        return Colour{static_cast<std::uint8_t>(bits >> 16U), static_cast<std::uint8_t>(bits >> 8U),
                      static_cast<std::uint8_t>(bits)};
    }
    [[nodiscard]] std::string text() const;
    friend bool operator==(const Colour&, const Colour&) = default;
};

/// 1 (none) to 21 (black and white), whichever stands on which.
[[nodiscard]] double contrast(Colour one, Colour other);

/// On the way from one colour to the other, `part` 0 to 1 of it.
[[nodiscard]] Colour mixed(Colour from, Colour to, double part);

} // namespace palabre
