// SPDX-License-Identifier: Apache-2.0
// gzip for answers (zlib). One per I/O thread: its tables (about 256 KB) and the packed forms of shared bodies are
// reused.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace palabre::http {

/// One thread.
class Gzip {
public:
    Gzip();
    ~Gzip();
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;

    /// Cost: about 10 ms a megabyte of text.
    [[nodiscard]] std::string pack(std::string_view text);
    /// The packed form, kept as long as somebody else holds the body (bounded by limits::gzip_kept).
    [[nodiscard]] std::shared_ptr<const std::string> pack(const std::shared_ptr<const std::string>& body);

private:
    struct Kept {
        std::weak_ptr<const std::string> body; ///< gone: the address may mean another body by now
        std::shared_ptr<const std::string> packed;
    };
    void make_room(std::size_t bytes);

    struct Zlib;
    std::unique_ptr<Zlib> zlib_;
    std::unordered_map<const std::string*, Kept> kept_;
    std::deque<const std::string*> order_; ///< oldest first
    std::size_t kept_bytes_ = 0;
};

} // namespace palabre::http
