// SPDX-License-Identifier: Apache-2.0
// A search and its answer.
#pragma once

#include "core/base/instant.hpp"
#include "projections/search/query/query.hpp"
#include "projections/search/query/vocabulary.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace palabre::projections::search {

enum class Sort : std::uint8_t { relevance, newest, cheapest, nearest };

/// What a document has to be, besides matching.
struct Filter {
    struct Choice {
        Column column;
        std::vector<std::uint32_t> values; ///< one of them
    };
    struct Range {
        Column column;
        std::uint32_t least = 1; ///< a document without the number is outside
        std::uint32_t most = UINT32_MAX;
    };
    struct Circle {
        double latitude = 0;
        double longitude = 0;
        double kilometres = 0; ///< infinite: what has no place passes, too
    };
    std::vector<Choice> choices;
    std::vector<Range> ranges;
    std::optional<Circle> around; ///< also what `nearest` sorts by
};

struct Request {
    Query query; ///< without words: everything matches, alike
    VisibleScopes visible;
    Filter filter;
    Sort sort = Sort::relevance;
    Instant now{};
    std::size_t offset = 0;
    std::size_t limit = 20;
    bool widened = true;        ///< where fewer have all words than were asked for, look for any of them
    bool counted = true;        ///< false: nothing is counted, and what cannot be among the best is not looked at
    std::vector<Column> facets; ///< counted over all that is found
    /// Counted over all that is found, by where a number lies: from one start, in ascending order, to the next.
    struct Bands {
        Column column;
        std::vector<std::uint32_t> starts;
    };
    std::vector<Bands> bands;
};

struct Hit {
    Ordinal document = 0;
    float score = 0;
};

struct Facet {
    Column column;
    std::vector<std::uint32_t> counts;             ///< by value; 0: documents without one
    std::map<std::uint32_t, std::uint32_t> others; ///< of values from limits::search_codes on
};

struct Correction {
    std::string from;
    std::string to;
};

struct Answer {
    std::vector<Hit> hits;
    std::uint32_t total = 0;                       ///< when counted
    std::size_t matched = 0;                       ///< the same up to offset and limit, always
    bool any_word = false;                         ///< not all words were found together
    bool incomplete = false;                       ///< more phrases had to be checked than limits::search_phrase_checks
    std::vector<Facet> facets;                     ///< when counted
    std::vector<std::vector<std::uint32_t>> bands; ///< when counted: of each of Request::bands
    std::vector<Correction> corrections;
    std::size_t compared = 0; ///< words of the vocabulary that were looked at for misspelt ones
};

} // namespace palabre::projections::search
