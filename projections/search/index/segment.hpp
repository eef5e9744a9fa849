// SPDX-License-Identifier: Apache-2.0
// Documents are numbered as they come, and a run of them is a segment: 128; sixteen of those, merged; sixteen of those
// again. Where one begins and ends depends on the numbers alone, so the rows of an index are the same whatever batches
// they came in. The newest documents, fewer than 128, stand in no segment yet: a query makes one of their forward rows.
//
// A segment is up to three kinds of parts, each a row of its own, absent when it would be empty:
//   terms    Table of term → Postings; which bucket a term is in depends on its hash
//   words    Table of word → how many documents of each scope say it: u16le scope ‖ u32le count, ascending by scope;
//            by its first letter, since words are looked for by how they begin
//   columns  one u32le a document
#pragma once

#include "core/store/key.hpp"
#include "projections/search/index/document.hpp"
#include "projections/search/index/table.hpp"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace palabre::projections::search {

/// A document's number in its community, from 0, in the order in which documents came.
using Ordinal = std::uint32_t;

inline constexpr std::size_t level_count = 3;
inline constexpr std::uint32_t segments_merged = 16;
struct Level {
    std::uint32_t documents;
    std::uint32_t term_buckets; ///< a power of two
    std::uint32_t word_buckets; ///< 1 or letter_count
};
inline constexpr std::uint32_t letter_count = 32;
inline constexpr Level levels[level_count] = {{128, 1, 1}, {2'048, 8, letter_count}, {32'768, 256, letter_count}};
/// A segment of the highest level: places fit in 16 bits.
inline constexpr std::uint32_t most_documents = levels[level_count - 1].documents;

struct SegmentId {
    std::uint8_t level = 0;
    std::uint32_t number = 0; ///< among those of its level

    [[nodiscard]] std::uint32_t size() const { return levels[level].documents; }
    [[nodiscard]] Ordinal first() const { return number * size(); }
    [[nodiscard]] bool holds(Ordinal ordinal) const { return ordinal / size() == number; }
    auto operator<=>(const SegmentId&) const = default;
};
/// Where the first `count` documents stand, oldest first; what is behind them stands in none.
[[nodiscard]] std::vector<SegmentId> segments(Ordinal count);
/// How many of the first `count` stand in a segment.
[[nodiscard]] Ordinal in_segments(Ordinal count);
/// How many of the first `count` stand in a segment that others were merged into: those behind them are young.
[[nodiscard]] constexpr Ordinal settled_documents(Ordinal count) {
    return count - count % levels[1].documents;
}

/// A part of a segment.
struct PartId {
    enum class Kind : std::uint8_t { terms = 't', words = 'w', columns = 'c' };
    Kind kind = Kind::terms;
    std::uint8_t number = 0; ///< the bucket, or the Column

    [[nodiscard]] static PartId of_term(std::string_view term, std::uint8_t level);
    [[nodiscard]] static PartId of_word(std::string_view word, std::uint8_t level);
    [[nodiscard]] static PartId of(Column column) { return {Kind::columns, static_cast<std::uint8_t>(column)}; }
    auto operator<=>(const PartId&) const = default;
};
[[nodiscard]] std::string part_key(const CommunityId& community, SegmentId segment, PartId part);

/// The parts of one segment, none of them empty.
using Parts = std::map<PartId, std::string>;
/// What a part is, empty if it is absent. The bytes live until the next call.
using PartSource = std::function<std::string_view(SegmentId, PartId)>;

/// Of documents by their place; a missing one leaves its place empty.
[[nodiscard]] Parts build(std::uint8_t level, std::span<const std::shared_ptr<const Indexed>> documents);
/// Puts a term's postings of a table behind `out`, their places further on by `offset`. What a damaged row names
/// outside of its segment of so many documents is nowhere.
void add_postings(std::vector<Posting>& out, std::string_view table, std::string_view term, std::uint32_t offset,
                  std::uint32_t documents);
/// Of its sixteen segments one level below. Reads each of their parts once.
[[nodiscard]] Parts merge(SegmentId segment, const PartSource& source);

/// How many documents of each scope say a word.
struct WordCount {
    std::uint16_t scope = 0;
    std::uint32_t documents = 0;
};
[[nodiscard]] std::vector<WordCount> word_counts(std::string_view value);
[[nodiscard]] std::string encode(std::span<const WordCount> counts);

/// Of a row of a column; 0 past its end.
[[nodiscard]] inline std::uint32_t value_at(std::string_view column, Place place) {
    const std::size_t at = std::size_t{place} * sizeof(std::uint32_t);
    return at + sizeof(std::uint32_t) <= column.size() ? load<std::uint32_t>(column.data() + at) : 0;
}

} // namespace palabre::projections::search
