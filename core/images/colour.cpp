// SPDX-License-Identifier: Apache-2.0
// Little CMS: a picture's own colours (a phone's are wider than a screen's) become sRGB, for its profile is dropped.
#include "core/images/decoded.hpp"
#include "core/limits.hpp"

#include <lcms2.h>
#include <memory>
#include <type_traits>

namespace palabre::images {
namespace {

template <auto Close>
struct Closer {
    template <class T>
    void operator()(T* handle) const {
        Close(handle);
    }
};
using Profile = std::unique_ptr<void, Closer<&cmsCloseProfile>>;
// Handles are void* there.
using Transform = std::unique_ptr<void, Closer<&cmsDeleteTransform>>;

/// Whether the dots were turned by the profile; one that is damaged or about other inks is passed over.
bool by_profile(Decoded& decoded) {
    if (decoded.profile.empty() || decoded.profile.size() > limits::image_profile_bytes) return false;
    const std::unique_ptr<std::remove_pointer_t<cmsContext>, Closer<&cmsDeleteContext>> context(
        cmsCreateContext(nullptr, nullptr));
    const Profile from(cmsOpenProfileFromMemTHR(context.get(), decoded.profile.data(),
                                                static_cast<cmsUInt32Number>(decoded.profile.size())));
    const Profile to(cmsCreate_sRGBProfileTHR(context.get()));
    if (!from || !to) return false;
    Raster& raster = decoded.raster;
    const bool cmyk = raster.ink == Ink::cmyk;
    if (cmsGetColorSpace(from.get()) != (cmyk ? cmsSigCmykData : cmsSigRgbData)) return false;
    const cmsUInt32Number given = !cmyk ? TYPE_RGBA_8 : decoded.inverted ? TYPE_CMYK_8_REV : TYPE_CMYK_8;
    const Transform transform(cmsCreateTransformTHR(context.get(), from.get(), given, to.get(), TYPE_RGBA_8,
                                                    INTENT_RELATIVE_COLORIMETRIC, cmyk ? 0 : cmsFLAGS_COPY_ALPHA));
    if (!transform) return false;
    for (std::uint32_t y = 0; y < raster.size.height; ++y) {
        auto line = raster.line(y);
        cmsDoTransform(transform.get(), line.data(), line.data(), raster.size.width);
        if (!cmyk) continue;
        for (std::size_t i = 3; i < line.size(); i += 4) line[i] = 255;
    }
    raster.ink = Ink::rgba;
    return true;
}

} // namespace

Raster to_srgb(Decoded decoded) {
    if (by_profile(decoded) || decoded.raster.ink == Ink::rgba) return std::move(decoded.raster);
    // Inks without a profile: near enough to be recognized.
    for (std::size_t i = 0; i < decoded.raster.dots.size(); i += 4) {
        std::uint8_t* const dot = decoded.raster.dots.data() + i;
        const auto light = [&](std::uint8_t ink) { return decoded.inverted ? ink : 255 - ink; };
        const int black = light(dot[3]);
        for (int c = 0; c < 3; ++c) dot[c] = static_cast<std::uint8_t>(light(dot[c]) * black / 255);
        dot[3] = 255;
    }
    decoded.raster.ink = Ink::rgba;
    return std::move(decoded.raster);
}

} // namespace palabre::images
