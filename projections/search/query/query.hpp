// SPDX-License-Identifier: Apache-2.0
// What somebody looks for, out of what was typed. Every text is a query: words, and between quotation marks words that
// stand beside each other. All other signs only part words.
#pragma once

#include "projections/search/analysis/analyzer.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections::search {

struct Query {
    struct Word {
        std::string folded;
        std::vector<std::string> terms; ///< one for each language, each once
        bool unfinished = false;        ///< still being typed: its beginning counts
        bool operator==(const Word&) const = default;
    };
    /// Each once, at most limits::search_words; without stop words of any of the languages, where others are left.
    std::vector<Word> words;
    std::vector<std::vector<std::string>> phrases; ///< folded words, stop words too
    bool operator==(const Query&) const = default;
};

/// `typing`: a last word without anything behind it is unfinished. At least one language.
[[nodiscard]] Query parse_query(std::string_view text, std::span<const Language> languages, bool typing,
                                Analyzer& analyzer);

} // namespace palabre::projections::search
