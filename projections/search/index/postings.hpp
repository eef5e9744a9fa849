// SPDX-License-Identifier: Apache-2.0
// In which documents of a segment a term stands, and how much it says there. The documents stand in runs of one impact
// each, the greatest first: a run is a block of which every posting has the block's maximum. So a query that has its
// twenty best leaves off at the run from which on nothing can be among them (MaxScore over blocks), and a run is read
// where it lies, as an array of numbers.
//
//   runs of: u8 impact ‖ u16le n − 1 ‖ n × u16le place in the segment, ascending
//
// Places take two bytes also where gaps would take one: they are not decoded, and within one impact gaps are wide.
#pragma once

#include "projections/search/index/table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections::search {

/// How much a term says in a document, of what it can say at most: ranking.hpp makes it and says what it is worth.
using Impact = std::uint8_t;
/// A document's place in its segment.
using Place = std::uint16_t;

struct Posting {
    Place place = 0;
    Impact impact = 0;
};

/// A view over stored postings; the bytes outlive it. Damaged bytes end it early.
class Postings {
public:
    struct Run {
        Impact impact = 0;
        std::uint32_t size = 0;
        const char* places = nullptr;
        [[nodiscard]] Place operator[](std::uint32_t i) const { return load<Place>(places + i * sizeof(Place)); }
    };
    class Iterator {
    public:
        explicit Iterator(std::string_view rest) : rest_(rest) { take(); }
        const Run& operator*() const { return run_; }
        const Run* operator->() const { return &run_; }
        Iterator& operator++() {
            rest_.remove_prefix(head_bytes + run_.size * sizeof(Place));
            take();
            return *this;
        }
        [[nodiscard]] bool operator==(const Iterator& other) const { return rest_.size() == other.rest_.size(); }

    private:
        void take();
        std::string_view rest_;
        Run run_;
    };

    explicit Postings(std::string_view bytes = {}) : bytes_(bytes) {}
    [[nodiscard]] Iterator begin() const { return Iterator(bytes_); }
    [[nodiscard]] Iterator end() const { return Iterator({}); }
    /// How many; looks at each run.
    [[nodiscard]] std::uint32_t size() const;
    /// Of the first run; 0: none.
    [[nodiscard]] Impact greatest() const { return bytes_.empty() ? 0 : begin()->impact; }
    /// Puts them behind `out`, their places further on by `offset`.
    void decode(std::vector<Posting>& out, std::uint32_t offset = 0) const;

    static constexpr std::size_t head_bytes = 3;

private:
    std::string_view bytes_;
};

/// Any order, each place once.
[[nodiscard]] std::string encode(std::vector<Posting>& postings);

} // namespace palabre::projections::search
