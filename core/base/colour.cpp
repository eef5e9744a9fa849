// SPDX-License-Identifier: Apache-2.0
#include "core/base/colour.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace palabre {
namespace {

/// As sRGB is defined.
double linear(std::uint8_t channel) {
    const double part = channel / 255.0;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

std::uint8_t between(std::uint8_t from, std::uint8_t to, double part) {
    return static_cast<std::uint8_t>(std::lround(from + (to - from) * std::clamp(part, 0.0, 1.0)));
}

} // namespace

std::string Colour::text() const {
    return fmt::format("#{:02x}{:02x}{:02x}", red, green, blue);
}

double contrast(Colour one, Colour other) {
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

Colour mixed(Colour from, Colour to, double part) {
    return {between(from.red, to.red, part), between(from.green, to.green, part), between(from.blue, to.blue, part)};
}

} // namespace palabre
