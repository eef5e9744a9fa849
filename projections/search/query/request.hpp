// SPDX-License-Identifier: Apache-2.0
// A search and its answer.
#pragma once

#include "core/base/instant.hpp"
#include "projections/search/query/query.hpp"
#include "projections/search/query/vocabulary.hpp"

#include <cstdint>
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
        double kilometres = 0;
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
    std::vector<Column> facets; ///< counted over all that is found; columns of codes below limits::search_codes
};

struct Hit {
    Ordinal document = 0;
    float score = 0;
};

struct Facet {
    Column column;
    std::vector<std::uint32_t> counts; ///< by value; 0: documents without one
};

struct Correction {
    std::string from;
    std::string to;
};

struct Answer {
    std::vector<Hit> hits;
    std::uint32_t total = 0;   ///< when counted
    std::size_t matched = 0;   ///< the same up to offset and limit, always
    bool any_word = false;     ///< not all words were found together
    bool incomplete = false;   ///< more phrases had to be checked than limits::search_phrase_checks
    std::vector<Facet> facets; ///< when counted
    std::vector<Correction> corrections;
};

} // namespace palabre::projections::search
