// SPDX-License-Identifier: Apache-2.0
// libpng. It leaves by longjmp, as libjpeg does: see jpeg.cpp.
#include "core/images/decoded.hpp"
#include "core/images/exif.hpp"
#include "core/limits.hpp"

#include <cstring>
#include <png.h>

namespace palabre::images {
namespace {

constexpr int chunks_most = 100; ///< that are kept of what libpng does not know
constexpr double usual_gamma = PNG_DEFAULT_sRGB;

class Reader {
public:
    Reader(std::string_view bytes, std::uint32_t side) : bytes_(bytes), side_(side) {}
    ~Reader() { png_destroy_read_struct(&png_, &info_, nullptr); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Reading read() {
        png_ = png_create_read_struct(
            PNG_LIBPNG_VER_STRING, nullptr, [](png_structp png, png_const_charp) { png_longjmp(png, 1); },
            [](png_structp, png_const_charp) {}); // it would write both to the standard error
        if (png_ == nullptr || (info_ = png_create_info_struct(png_)) == nullptr || !begin()) return fault_;
        reducer_.emplace(size_, fit(size_, side_), Ink::rgba);
        line_.resize(std::size_t{size_.width} * 4 * (interlaced_ ? size_.height : 1));
        if (interlaced_)
            for (std::uint32_t y = 0; y < size_.height; ++y)
                lines_.push_back(line_.data() + std::size_t{y} * size_.width * 4);
        if (!finish()) return fault_;
        for (const auto* line : lines_) reducer_->add(line);
        Decoded decoded{.raster = reducer_->take(), .orientation = turned()};
        if (profile_ != nullptr) decoded.profile.assign(reinterpret_cast<const char*>(profile_), profile_bytes_);
        return decoded;
    }

private:
    static void give(png_structp png, png_bytep out, std::size_t size) {
        auto& self = *static_cast<Reader*>(png_get_io_ptr(png));
        if (size > self.bytes_.size()) png_error(png, "cut off");
        std::memcpy(out, self.bytes_.data(), size);
        self.bytes_.remove_prefix(size);
    }

    bool begin() {
        if (setjmp(png_jmpbuf(png_)) != 0) return false;
        png_set_read_fn(png_, this, give);
        png_set_user_limits(png_, limits::image_side, limits::image_side);
        png_set_chunk_cache_max(png_, chunks_most);
        png_set_chunk_malloc_max(png_, limits::image_profile_bytes);
        png_set_keep_unknown_chunks(png_, PNG_HANDLE_CHUNK_NEVER, nullptr, 0);
        if (bytes_.size() >= 24 && bytes_.substr(12, 4) == "IHDR") look_at_size(); // before libpng refuses it by itself
        if (fault_ != Fault::damaged) return false;
        png_read_info(png_, info_);
        size_ = {png_get_image_width(png_, info_), png_get_image_height(png_, info_)};
        interlaced_ = png_get_interlace_type(png_, info_) != PNG_INTERLACE_NONE;
        if (const auto fault = judge(size_.width, size_.height, interlaced_)) {
            fault_ = *fault;
            return false;
        }
        png_charp name = nullptr;
        int method = 0;
        if (png_get_iCCP(png_, info_, &name, &method, &profile_, &profile_bytes_) == 0)
            png_set_gamma(png_, usual_gamma, usual_gamma); // the file's own wins over the second
        png_set_expand(png_);
        png_set_scale_16(png_);
        png_set_gray_to_rgb(png_);
        png_set_add_alpha(png_, 0xff, PNG_FILLER_AFTER);
        png_set_interlace_handling(png_);
        png_read_update_info(png_, info_);
        return png_get_rowbytes(png_, info_) == std::size_t{size_.width} * 4;
    }

    void look_at_size() {
        const auto number = [&](std::size_t at) {
            return png_get_uint_32(reinterpret_cast<png_const_bytep>(bytes_.data()) + at);
        };
        if (const auto fault = judge(number(16), number(20), false)) fault_ = *fault;
    }

    bool finish() {
        if (setjmp(png_jmpbuf(png_)) != 0) return false;
        if (interlaced_) {
            png_read_image(png_, lines_.data());
        } else {
            for (std::uint32_t y = 0; y < size_.height; ++y) {
                png_read_row(png_, line_.data(), nullptr);
                reducer_->add(line_.data());
            }
        }
        png_read_end(png_, info_);
        return true;
    }

    [[nodiscard]] int turned() const {
        png_uint_32 size = 0;
        png_bytep exif = nullptr;
        if (png_get_eXIf_1(png_, info_, &size, &exif) == 0) return 1;
        return orientation({reinterpret_cast<const char*>(exif), size});
    }

    std::string_view bytes_;
    std::uint32_t side_;
    png_structp png_ = nullptr;
    png_infop info_ = nullptr;
    Size size_;
    bool interlaced_ = false;
    png_bytep profile_ = nullptr;
    png_uint_32 profile_bytes_ = 0;
    std::optional<Reducer> reducer_;
    std::vector<std::uint8_t> line_;
    std::vector<png_bytep> lines_; ///< of an interlaced picture: all of them
    Fault fault_ = Fault::damaged;
};

} // namespace

Reading read_png(std::string_view bytes, std::uint32_t side) {
    return Reader(bytes, side).read();
}

} // namespace palabre::images
