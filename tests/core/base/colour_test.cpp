// SPDX-License-Identifier: Apache-2.0
#include "core/base/colour.hpp"

#include <doctest/doctest.h>

using namespace palabre;

TEST_CASE("colour: six digits of small letters, and nothing else") {
    CHECK(Colour::parse("#0b5a69") == Colour{0x0b, 0x5a, 0x69});
    CHECK(Colour::parse("#ffffff") == Colour{255, 255, 255});
    for (const char* text : {"#000000", "#0b5a69", "#a0f9e1"}) CHECK(Colour::parse(text)->text() == text);
    for (const char* bad : {"", "#", "0b5a69", "#0b5a6", "#0b5a690", "#0B5A69", "#0b5a6g", "red", "#0b5a6/",
                            "#0b5a6:", "#0b5a6\xc3", "#12345 ", " #12345"})
        CHECK_FALSE(Colour::parse(bad));
}

TEST_CASE("colour: contrast is that of WCAG, either way round") {
    const Colour white{255, 255, 255}, black{}, grey{0x76, 0x76, 0x76};
    CHECK(contrast(white, black) == doctest::Approx(21));
    CHECK(contrast(black, white) == doctest::Approx(21));
    CHECK(contrast(white, white) == doctest::Approx(1));
    CHECK(contrast(grey, white) == doctest::Approx(4.54).epsilon(0.001));
}

TEST_CASE("colour: mixed is on the way, and never past its ends") {
    const Colour from{0, 100, 200}, to{200, 0, 200};
    CHECK(mixed(from, to, 0) == from);
    CHECK(mixed(from, to, 1) == to);
    CHECK(mixed(from, to, 0.5) == Colour{100, 50, 200});
    CHECK(mixed(from, to, -1) == from);
    CHECK(mixed(from, to, 2) == to);
}
