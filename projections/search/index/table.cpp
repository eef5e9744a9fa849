// SPDX-License-Identifier: Apache-2.0
#include "projections/search/index/table.hpp"

#include <bit>

namespace palabre::projections::search {

static_assert(std::endian::native == std::endian::little, "tables are read where they lie");

Table::Table(std::string_view bytes) {
    constexpr std::size_t word = sizeof(std::uint32_t);
    if (bytes.size() < 2 * word) return;
    const std::size_t size = load<std::uint32_t>(bytes.data());
    if ((bytes.size() - word) / word < size + 1) return;
    ends_ = bytes.substr(word, (size + 1) * word);
    entries_ = bytes.substr(word + ends_.size());
    size_ = static_cast<std::uint32_t>(size);
}

Table::Entry Table::operator[](std::uint32_t i) const {
    const char* const ends = ends_.data() + std::size_t{i} * sizeof(std::uint32_t);
    const std::size_t begin = load<std::uint32_t>(ends);
    const std::size_t end = load<std::uint32_t>(ends + sizeof(std::uint32_t));
    if (begin >= end || end > entries_.size()) return {};
    const std::string_view entry = entries_.substr(begin, end - begin);
    const std::size_t length = static_cast<unsigned char>(entry[0]);
    if (length >= entry.size()) return {};
    return {entry.substr(1, length), entry.substr(1 + length)};
}

std::uint32_t Table::lower_bound(std::string_view key) const {
    std::uint32_t first = 0;
    for (std::uint32_t count = size_; count > 0;) {
        const std::uint32_t half = count / 2;
        if ((*this)[first + half].key < key) {
            first += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return first;
}

std::optional<std::string_view> Table::find(std::string_view key) const {
    const std::uint32_t at = lower_bound(key);
    if (at == size_) return std::nullopt;
    const Entry entry = (*this)[at];
    return entry.key == key ? std::optional(entry.value) : std::nullopt;
}

void TableWriter::add(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    append(ends_, static_cast<std::uint32_t>(entries_.size()));
    entries_.push_back(static_cast<char>(key.size()));
    entries_ += key;
    entries_ += value;
}

std::string TableWriter::finish() && {
    if (ends_.empty()) return {};
    std::string out;
    out.reserve(2 * sizeof(std::uint32_t) + ends_.size() + entries_.size());
    append(out, static_cast<std::uint32_t>(ends_.size() / sizeof(std::uint32_t)));
    out += ends_;
    append(out, static_cast<std::uint32_t>(entries_.size()));
    out += entries_;
    return out;
}

} // namespace palabre::projections::search
