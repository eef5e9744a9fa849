// SPDX-License-Identifier: Apache-2.0
#include "core/images/decoded.hpp"
#include "core/images/exif.hpp"

#include <memory>
#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

namespace palabre::images {
namespace {

constexpr float quality = 85; ///< drawings and screens: their edges show faults sooner than a photo's
constexpr int effort = 2;     ///< of 6: past it a picture takes seconds for some per cent less

const std::uint8_t* raw(std::string_view bytes) {
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

/// A named chunk of the container; empty: there is none.
std::string chunk(const WebPDemuxer* file, const char* name) {
    std::string found;
    WebPChunkIterator at{};
    if (WebPDemuxGetChunk(file, name, 1, &at) != 0)
        found.assign(reinterpret_cast<const char*>(at.chunk.bytes), at.chunk.size);
    WebPDemuxReleaseChunkIterator(&at);
    return found;
}

} // namespace

Reading read_webp(std::string_view bytes, std::uint32_t side) {
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0) return Fault::damaged;
    if (WebPGetFeatures(raw(bytes), bytes.size(), &config.input) != VP8_STATUS_OK) return Fault::damaged;
    if (config.input.has_animation != 0) return Fault::animated;
    const Size size{static_cast<std::uint32_t>(config.input.width), static_cast<std::uint32_t>(config.input.height)};
    if (const auto fault = judge(size.width, size.height, true)) return *fault;

    const Size wanted = fit(size, side);
    Decoded decoded{.raster = Raster(wanted, Ink::rgba)};
    config.options.use_scaling = 1; // as it is decoded: the whole never stands here beside the smaller one
    config.options.scaled_width = static_cast<int>(wanted.width);
    config.options.scaled_height = static_cast<int>(wanted.height);
    auto& out = config.output;
    out.colorspace = MODE_RGBA;
    out.is_external_memory = 1;
    out.u.RGBA = {decoded.raster.dots.data(), static_cast<int>(wanted.width * 4), decoded.raster.dots.size()};
    if (WebPDecode(raw(bytes), bytes.size(), &config) != VP8_STATUS_OK) return Fault::damaged;

    const WebPData data{raw(bytes), bytes.size()};
    const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> file(WebPDemux(&data), &WebPDemuxDelete);
    if (!file) return Fault::damaged; // cut off behind the picture
    decoded.profile = chunk(file.get(), "ICCP");
    decoded.orientation = orientation(chunk(file.get(), "EXIF"));
    return decoded;
}

std::optional<std::string> write_webp(const Raster& picture) {
    WebPConfig config;
    WebPPicture source;
    if (WebPConfigPreset(&config, WEBP_PRESET_TEXT, quality) == 0 || WebPPictureInit(&source) == 0) return std::nullopt;
    config.method = effort;
    source.width = static_cast<int>(picture.size.width);
    source.height = static_cast<int>(picture.size.height);
    WebPMemoryWriter writer;
    WebPMemoryWriterInit(&writer);
    source.writer = WebPMemoryWrite;
    source.custom_ptr = &writer;
    std::optional<std::string> made;
    if (WebPPictureImportRGBA(&source, picture.dots.data(), source.width * 4) != 0 && WebPEncode(&config, &source) != 0)
        made.emplace(reinterpret_cast<const char*>(writer.mem), writer.size);
    WebPPictureFree(&source);
    WebPMemoryWriterClear(&writer);
    return made;
}

} // namespace palabre::images
