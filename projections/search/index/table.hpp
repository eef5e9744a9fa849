// SPDX-License-Identifier: Apache-2.0
// A sorted map of byte strings as one stored value, looked into where it lies: nothing is decoded to find an entry.
//
//   u32le n ‖ n+1 × u32le end of the entry before, from the first entry on ‖ n × (u8 length of key ‖ key ‖ value)
//
// Equal maps are equal bytes; the empty one is the empty string. Keys have at most 255 bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace palabre::projections::search {

/// A number at any address, little endian.
template <class T>
[[nodiscard]] T load(const char* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}
template <class T>
void append(std::string& out, T value) {
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof value);
}

/// A view: the bytes outlive it. What is no table reads as an empty one.
class Table {
public:
    struct Entry {
        std::string_view key;
        std::string_view value;
    };

    Table() = default;
    explicit Table(std::string_view bytes);

    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// i < size(). Damaged entries read as empty ones.
    [[nodiscard]] Entry operator[](std::uint32_t i) const;
    /// Logarithmic.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const;
    /// The first entry whose key is not less; size() if there is none.
    [[nodiscard]] std::uint32_t lower_bound(std::string_view key) const;

private:
    std::string_view ends_;
    std::string_view entries_;
    std::uint32_t size_ = 0;
};

/// Makes a table of entries that come in the order of their keys.
class TableWriter {
public:
    /// A key that is greater than the last one. An entry without a value is left out.
    void add(std::string_view key, std::string_view value);
    [[nodiscard]] bool empty() const { return ends_.empty(); }
    [[nodiscard]] std::string finish() &&;

private:
    std::string ends_;
    std::string entries_;
};

} // namespace palabre::projections::search
