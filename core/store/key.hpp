// SPDX-License-Identifier: Apache-2.0
// Order-preserving keys: the bytes of a Key sort as its parts do. Numbers big endian, signed ones with the sign bit
// flipped, ids raw, text followed by one zero byte (so it must hold none).
#pragma once

#include "core/base/big_endian.hpp"
#include "core/base/ids.hpp"
#include "core/base/instant.hpp"

#include <string>
#include <string_view>

namespace palabre {

class Key {
public:
    Key() = default;

    Key& u8(std::uint8_t value) { return be<1>(value); }
    Key& u32(std::uint32_t value) { return be<4>(value); }
    Key& u64(std::uint64_t value) { return be<8>(value); }
    Key& i64(std::int64_t value) { return be<8>(static_cast<std::uint64_t>(value) ^ (1ULL << 63)); }
    /// Newest first.
    Key& descending(Instant at) { return i64(~at.micros); }
    Key& ascending(Instant at) { return i64(at.micros); }
    Key& text(std::string_view value) {
        bytes_.append(value).push_back('\0');
        return *this;
    }
    Key& add(const CommunityId& community) { return text(community.text()); }
    template <class Tag, std::size_t N>
    Key& add(const FixedBytes<Tag, N>& value) {
        bytes_.append(value.view());
        return *this;
    }
    Key& raw(std::string_view value) {
        bytes_.append(value);
        return *this;
    }

    [[nodiscard]] const std::string& str() const& { return bytes_; }
    [[nodiscard]] std::string str() && { return std::move(bytes_); }
    operator std::string_view() const { return bytes_; } // NOLINT(google-explicit-constructor): a key is its bytes
    /// The first key behind all keys that begin with this one.
    [[nodiscard]] std::string prefix_end() const {
        std::string end = bytes_;
        while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
        if (end.empty()) return std::string(64, '\xff');
        ++end.back();
        return end;
    }

private:
    template <std::size_t N>
    Key& be(std::uint64_t value) {
        append_big_endian(bytes_, value, N);
        return *this;
    }
    std::string bytes_;
};

/// Takes the parts of a key off again, in the same order. Past the end: zeros and empty text, and ok() is false.
class KeyReader {
public:
    explicit KeyReader(std::string_view bytes) : rest_(bytes) {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(be<1>()); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(be<4>()); }
    std::uint64_t u64() { return be<8>(); }
    std::int64_t i64() { return static_cast<std::int64_t>(be<8>() ^ (1ULL << 63)); }
    Instant descending() { return {~i64()}; }
    Instant ascending() { return {i64()}; }
    std::string_view text() {
        const auto end = rest_.find('\0');
        if (end == std::string_view::npos) {
            ok_ = false;
            return {};
        }
        const auto value = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return value;
    }
    template <class T>
    T take() {
        if (rest_.size() < T::size) {
            ok_ = false;
            return {};
        }
        const auto value = T::from(rest_);
        rest_.remove_prefix(T::size);
        return value;
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }
    [[nodiscard]] bool ok() const { return ok_; }

private:
    template <std::size_t N>
    std::uint64_t be() {
        if (rest_.size() < N) {
            ok_ = false;
            return 0;
        }
        const std::uint64_t value = from_big_endian(rest_.substr(0, N));
        rest_.remove_prefix(N);
        return value;
    }
    std::string_view rest_;
    bool ok_ = true;
};

} // namespace palabre
