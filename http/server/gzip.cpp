// SPDX-License-Identifier: Apache-2.0
#include "http/server/gzip.hpp"

#include "core/limits.hpp"

#include <zlib.h>

#include <stdexcept>

namespace palabre::http {
namespace {

constexpr int level = 3; ///< 20 KB page: 0.25 ms against 0.6 ms at zlib's default, 8 % larger
constexpr int gzip_window = 15 + 16;

} // namespace

struct Gzip::Zlib {
    z_stream stream{};
};

Gzip::Gzip() : zlib_(std::make_unique<Zlib>()) {
    if (deflateInit2(&zlib_->stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
}

Gzip::~Gzip() {
    deflateEnd(&zlib_->stream);
}

std::string Gzip::pack(std::string_view text) {
    z_stream& stream = zlib_->stream;
    deflateReset(&stream);
    std::string packed;
    packed.resize(deflateBound(&stream, static_cast<uLong>(text.size())));
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); // zlib reads only
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::logic_error("deflateBound was too small");
    packed.resize(stream.total_out);
    return packed;
}

std::shared_ptr<const std::string> Gzip::pack(const std::shared_ptr<const std::string>& body) {
    const auto found = kept_.find(body.get());
    if (found != kept_.end() && found->second.body.lock() == body) return found->second.packed;
    auto packed = std::make_shared<const std::string>(pack(*body));
    if (found != kept_.end()) {
        kept_bytes_ -= found->second.packed->size();
        kept_bytes_ += packed->size();
        found->second = {body, packed};
    } else if (packed->size() <= limits::gzip_kept) {
        make_room(packed->size());
        kept_.emplace(body.get(), Kept{body, packed});
        order_.push_back(body.get());
        kept_bytes_ += packed->size();
    }
    return packed;
}

void Gzip::make_room(std::size_t bytes) {
    while (!order_.empty() && kept_bytes_ + bytes > limits::gzip_kept) {
        const auto oldest = kept_.find(order_.front());
        kept_bytes_ -= oldest->second.packed->size();
        kept_.erase(oldest);
        order_.pop_front();
    }
}

} // namespace palabre::http
