// SPDX-License-Identifier: Apache-2.0
// Pictures made anew (core/images/images.hpp). The input is the file.
#include "core/images/images.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>

namespace palabre::fuzz {

void check(std::string_view input) {
    using namespace palabre::images;
    const auto kind = kind_of(input);
    if (!kind || *kind == Kind::pdf) return;
    const auto made = make_pictures(input, *kind);
    const auto* pictures = std::get_if<Pictures>(&made);
    if (pictures == nullptr) return;
    require(pictures->webp == (*kind != Kind::jpeg), "a photo stays a photo, the others become drawings");
    require(std::max(pictures->size.width, pictures->size.height) <= sides.back(), "a picture has a largest size");
    require(pictures->size.dots() > 0, "and dots");
    for (const auto& file : pictures->files) {
        require(kind_of(file) == (pictures->webp ? Kind::webp : Kind::jpeg), "what is made is what it says");
        for (const std::string_view mark : {"Exif", "ICC_PROFILE", "http://ns.adobe.com"})
            require(file.find(mark) == std::string::npos, "nothing is left but dots");
    }
}

} // namespace palabre::fuzz
