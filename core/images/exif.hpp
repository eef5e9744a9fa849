// SPDX-License-Identifier: Apache-2.0
// The one thing of EXIF that a picture needs to be seen rightly: how it is to be turned. All else is dropped.
#pragma once

#include <string_view>

namespace palabre::images {

/// The orientation of a TIFF structure (what follows "Exif\0\0" in a JPEG, the whole of a PNG's or WebP's chunk): 1 to
/// 8; 1 where there is none that can be read.
[[nodiscard]] int orientation(std::string_view tiff);

} // namespace palabre::images
