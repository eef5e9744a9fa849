// SPDX-License-Identifier: Apache-2.0
// Walks the postings of a query's words through one segment after the other and offers what matches to a Collector.
#pragma once

#include "projections/search/query/collecting.hpp"
#include "projections/search/query/reader.hpp"

#include <string>
#include <vector>

namespace palabre::projections::search {

/// A term that stands for a word of the query.
struct Alternative {
    std::string term;
    float weight = 1;
};
/// All that stand for the same word: one of them is enough.
using Group = std::vector<Alternative>;

class Matching {
public:
    /// Reads the postings of all terms in all segments. Without groups everything matches.
    [[nodiscard]] static Result<Matching> prepare(Reader& reader, std::vector<Group> groups);

    /// From now on a document with one of the words matches; before: with all of them.
    void match_any() { any_ = true; }
    /// `index` of the segment in Reader::segments().
    void run(std::size_t index, std::uint32_t documents, Collector& collector);

private:
    /// A term with its postings in each segment.
    struct Listed {
        float weight = 0; ///< of the term that says all it can: idf times the alternative's
        std::vector<Postings> postings;
    };
    using Words = std::vector<Listed>;

    [[nodiscard]] float greatest(const Words& word, std::size_t index) const;
    void match_all_words(std::size_t index, Collector& collector);
    void match_any_word(std::size_t index, Collector& collector);

    std::vector<Words> words_;
    bool any_ = false;
    // Of the segment under way, by place: how many words it has, and what they are worth.
    std::vector<std::uint8_t> met_;
    std::vector<float> worth_;
};

} // namespace palabre::projections::search
