// SPDX-License-Identifier: Apache-2.0
// libjpeg-turbo. It leaves by longjmp: what has a destructor stands outside the function that sets the jump, and what
// is read after the jump is a member.
#include "core/images/decoded.hpp"
#include "core/images/exif.hpp"
#include "core/limits.hpp"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
// After cstdio, which it needs.
#include <jerror.h>
#include <jpeglib.h>

namespace palabre::images {
namespace {

constexpr int quality = 82;
constexpr int scans_most = 100; ///< a progressive file has some ten; each costs time for the whole picture
constexpr std::string_view exif_mark{"Exif\0\0", 6};

struct Errors {
    jpeg_error_mgr manager{};
    std::jmp_buf jump{};
};

[[noreturn]] void leave(j_common_ptr info) {
    std::longjmp(reinterpret_cast<Errors*>(info->err)->jump, 1);
}

/// What is cut off comes as a warning, and grey dots; other oddities do no harm.
void hear(j_common_ptr info, int level) {
    const int code = info->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER)) leave(info);
}

void count_scans(j_common_ptr info) {
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > scans_most) leave(info);
}

void set_up(Errors& errors) {
    jpeg_std_error(&errors.manager);
    errors.manager.error_exit = leave;
    errors.manager.emit_message = hear;
    errors.manager.output_message = [](j_common_ptr) {};
}

class Reader {
public:
    Reader(std::string_view bytes, std::uint32_t side) : bytes_(bytes), side_(side) {
        set_up(errors_);
        info_.err = &errors_.manager;
        progress_.progress_monitor = count_scans;
    }
    ~Reader() {
        jpeg_destroy_decompress(&info_);
        std::free(profile_);
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Reading read() {
        if (!begin()) return fault_;
        const int turn = turned(); // the markers go with the last line
        reducer_.emplace(Size{info_.output_width, info_.output_height},
                         fit({info_.output_width, info_.output_height}, side_), ink());
        line_.resize(std::size_t{info_.output_width} * 4);
        if (!finish()) return fault_;
        Decoded decoded{.raster = reducer_->take(), .orientation = turn, .inverted = info_.saw_Adobe_marker != 0};
        if (profile_ != nullptr) decoded.profile.assign(reinterpret_cast<const char*>(profile_), profile_bytes_);
        return decoded;
    }

private:
    [[nodiscard]] Ink ink() const { return info_.out_color_space == JCS_CMYK ? Ink::cmyk : Ink::rgba; }

    /// Up to where the size of what comes is known.
    bool begin() {
        if (setjmp(errors_.jump) != 0) return false;
        jpeg_create_decompress(&info_);
        info_.mem->max_memory_to_use = static_cast<long>(limits::image_memory_bytes);
        info_.progress = &progress_;
        jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
        jpeg_save_markers(&info_, JPEG_APP0 + 1, 0xFFFF);
        jpeg_save_markers(&info_, JPEG_APP0 + 2, 0xFFFF);
        if (jpeg_read_header(&info_, TRUE) != JPEG_HEADER_OK) return false;
        if (const auto fault = judge(info_.image_width, info_.image_height, false)) {
            fault_ = *fault;
            return false;
        }
        const bool cmyk = info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
        info_.out_color_space = cmyk ? JCS_CMYK : JCS_EXT_RGBA;
        // The transform gives halves, quarters and eighths for less than the whole; never below what is wanted.
        info_.scale_num = 1;
        for (info_.scale_denom = 8; info_.scale_denom > 1; info_.scale_denom /= 2)
            if (std::max(info_.image_width, info_.image_height) / info_.scale_denom >= side_) break;
        jpeg_read_icc_profile(&info_, &profile_, &profile_bytes_);
        jpeg_start_decompress(&info_);
        return true;
    }

    bool finish() {
        if (setjmp(errors_.jump) != 0) return false;
        while (info_.output_scanline < info_.output_height) {
            JSAMPROW row = line_.data();
            jpeg_read_scanlines(&info_, &row, 1);
            reducer_->add(line_.data());
        }
        jpeg_finish_decompress(&info_);
        return true;
    }

    /// Of the first EXIF marker; they live until the picture is read.
    [[nodiscard]] int turned() const {
        for (const auto* marker = info_.marker_list; marker != nullptr; marker = marker->next) {
            const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
            if (marker->marker == JPEG_APP0 + 1 && data.starts_with(exif_mark))
                return images::orientation(data.substr(exif_mark.size()));
        }
        return 1;
    }

    std::string_view bytes_;
    std::uint32_t side_;
    Errors errors_;
    jpeg_decompress_struct info_{};
    jpeg_progress_mgr progress_{};
    JOCTET* profile_ = nullptr;
    unsigned profile_bytes_ = 0;
    std::optional<Reducer> reducer_;
    std::vector<std::uint8_t> line_;
    Fault fault_ = Fault::damaged;
};

class Writer {
public:
    explicit Writer(const Raster& picture) : picture_(picture) {
        set_up(errors_);
        info_.err = &errors_.manager;
    }
    ~Writer() {
        jpeg_destroy_compress(&info_);
        std::free(bytes_);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    std::optional<std::string> write() {
        if (!encode()) return std::nullopt;
        return std::string(reinterpret_cast<const char*>(bytes_), size_);
    }

private:
    bool encode() {
        if (setjmp(errors_.jump) != 0) return false;
        jpeg_create_compress(&info_);
        jpeg_mem_dest(&info_, &bytes_, &size_);
        info_.image_width = picture_.size.width;
        info_.image_height = picture_.size.height;
        info_.input_components = 4;
        info_.in_color_space = JCS_EXT_RGBA;
        jpeg_set_defaults(&info_);
        jpeg_set_quality(&info_, quality, TRUE);
        jpeg_simple_progression(&info_); // smaller, and something is seen at once on a slow line
        jpeg_start_compress(&info_, TRUE);
        while (info_.next_scanline < info_.image_height) {
            JSAMPROW row = const_cast<JSAMPROW>(picture_.line(info_.next_scanline).data());
            jpeg_write_scanlines(&info_, &row, 1);
        }
        jpeg_finish_compress(&info_);
        return true;
    }

    const Raster& picture_;
    Errors errors_;
    jpeg_compress_struct info_{};
    unsigned char* bytes_ = nullptr;
    unsigned long size_ = 0;
};

} // namespace

Reading read_jpeg(std::string_view bytes, std::uint32_t side) {
    return Reader(bytes, side).read();
}

std::optional<std::string> write_jpeg(const Raster& picture) {
    return Writer(picture).write();
}

} // namespace palabre::images
