// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/history.hpp"

#include "core/base/big_endian.hpp"
#include "core/base/hash.hpp"
#include "core/limits.hpp"

namespace palabre::log::kafka {
namespace {

std::string big_endian(std::int64_t value) {
    std::string out;
    append_big_endian(out, static_cast<std::uint64_t>(value), 8);
    return out;
}

void append_prefixed(std::string& out, std::optional<std::string_view> bytes) {
    const std::uint32_t size = bytes ? static_cast<std::uint32_t>(bytes->size()) : UINT32_MAX;
    append_big_endian(out, size, 4);
    if (bytes) out += *bytes;
}

} // namespace

Digest next_hash(const Digest& previous, const RawRecord& record) {
    std::string headers;
    for (const auto& [name, value] : record.headers) {
        append_prefixed(headers, name);
        append_prefixed(headers, value);
    }
    return Hasher()
        .add_prefixed(previous.view())
        .add_prefixed(big_endian(number(record.offset)))
        .add_prefixed(big_endian(record.timestamp_ms))
        .add_prefixed(record.key)
        .add_prefixed(headers)
        .add_prefixed(record.value)
        .finish();
}

SeenHistory::SeenHistory(std::optional<History> last) {
    if (!last) return;
    hashes_.push_back(last->after);
    first_ = number(last->offset);
}

History SeenHistory::add(const RawRecord& record) {
    const Digest before = hashes_.empty() ? Digest{} : hashes_.back();
    const History added{record.offset, before, next_hash(before, record)};
    // Behind offsets at which no record stands, what is kept begins anew: it is found by counting.
    if (first_ + static_cast<std::int64_t>(hashes_.size()) != number(record.offset)) hashes_.clear();
    if (hashes_.empty()) first_ = number(record.offset);
    hashes_.push_back(added.after);
    while (hashes_.size() > limits::seen_hashes) {
        hashes_.pop_front();
        ++first_;
    }
    return added;
}

std::optional<Seen> SeenHistory::last() const {
    if (hashes_.empty()) return std::nullopt;
    return Seen{Offset{first_ + static_cast<std::int64_t>(hashes_.size()) - 1}, hashes_.back()};
}

std::optional<Digest> SeenHistory::at(Offset offset) const {
    const std::int64_t index = number(offset) - first_;
    if (index < 0 || index >= static_cast<std::int64_t>(hashes_.size())) return std::nullopt;
    return hashes_[static_cast<std::size_t>(index)];
}

std::optional<Offset> SeenHistory::first() const {
    return hashes_.empty() ? std::nullopt : std::optional(Offset{first_});
}

SeenHistory::Verdict SeenHistory::compare(const Seen& seen) const {
    const auto own = at(seen.offset);
    if (!own) return Verdict::unknown;
    return *own == seen.hash ? Verdict::equal : Verdict::differs;
}

} // namespace palabre::log::kafka
