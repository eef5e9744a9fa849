// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/search.hpp"

#include "core/limits.hpp"
#include "projections/search/query/collecting.hpp"
#include "projections/search/query/matching.hpp"

#include <algorithm>

namespace palabre::projections::search {
namespace {

constexpr float typed_otherwise = 0.7F; ///< what a completed or corrected word counts beside one that was typed so
constexpr std::size_t corrections_most = 3;
constexpr std::size_t words_corrected = 3; ///< of a query: each is compared with the whole vocabulary

/// Whether the viewer sees any of the documents.
Result<bool> is_visible(Reader& reader, const VisibleScopes& visible, const Listing& listing) {
    bool seen = false;
    for (std::size_t i = reader.stretches().size(); !seen && i-- > 0;) {
        if (listing[i].empty()) continue;
        PALABRE_TRY(scopes, reader.numbers(Column::scope, i));
        listing[i].each([&](Place place) {
            seen = visible((*scopes)[place]);
            return !seen;
        });
    }
    return seen;
}

class Wording {
public:
    Wording(Reader& reader, const Request& request, Analyzer& analyzer)
        : reader_(reader), request_(request), analyzer_(analyzer) {}

    /// How many words of the vocabulary were looked at for misspelt ones.
    [[nodiscard]] std::size_t compared() const { return words_compared - budget_; }
    /// The terms by which a word is found: its own, what it begins, or what it was meant to be.
    Result<Group> group(const Query::Word& word, std::vector<Correction>& corrections) {
        Group group;
        bool known = false;
        for (const auto& term : word.terms) {
            PALABRE_TRY(listing, reader_.with_term(term));
            group.push_back({listing, 1});
            if (known) continue;
            PALABRE_TRY(seen, is_visible(reader_, request_.visible, *listing));
            known = seen;
        }
        if (word.unfinished) {
            PALABRE_TRY(longer, words_beginning(reader_, request_.visible, word.folded, limits::search_alternatives));
            for (const auto& one : longer) PALABRE_CHECK(add(group, one.word));
            known = known || !longer.empty();
        }
        if (known || corrected_ == words_corrected) return group;
        ++corrected_;
        PALABRE_TRY(meant, words_near(reader_, request_.visible, word.folded, corrections_most, budget_));
        for (const auto& one : meant) PALABRE_CHECK(add(group, one.word));
        if (!meant.empty()) corrections.push_back({word.folded, meant.front().word});
        return group;
    }

private:
    /// By the languages of what stands in the index.
    Status add(Group& group, std::string_view word) {
        const auto& counts = reader_.counts().by_language;
        for (std::size_t language = 0; language < counts.size(); ++language) {
            if (counts[language] == 0) continue;
            const std::string_view term = analyzer_.term(word, static_cast<Language>(language));
            if (term.empty()) continue;
            PALABRE_TRY(listing, reader_.with_term(term));
            if (std::ranges::find(group, listing, &Alternative::listing) == group.end())
                group.push_back({listing, typed_otherwise});
        }
        return {};
    }

    Reader& reader_;
    const Request& request_;
    Analyzer& analyzer_;
    std::size_t corrected_ = 0;
    std::size_t budget_ = words_compared;
};

/// One pass over the index.
Result<Answer> pass(Reader& reader, const Request& request, Matching& matching) {
    Collector collector(reader, request);
    PALABRE_CHECK(matching.run(collector, request.offset + request.limit));
    return std::move(collector).finish();
}

} // namespace

Result<Answer> find(Reader& reader, const Request& request, Analyzer& analyzer) {
    Wording wording(reader, request, analyzer);
    std::vector<Group> groups;
    std::vector<Correction> corrections;
    for (const auto& word : request.query.words) {
        PALABRE_TRY(group, wording.group(word, corrections));
        groups.push_back(std::move(group));
    }
    PALABRE_TRY(matching, Matching::prepare(reader, std::move(groups), request.filter));
    PALABRE_TRY(answer, pass(reader, request, matching));
    if (request.widened && request.query.words.size() > 1 && answer.matched < request.limit) {
        // Rather too much than nothing: what has the most words comes first.
        matching.match_any();
        PALABRE_TRY(wider, pass(reader, request, matching));
        wider.any_word = wider.matched > answer.matched;
        answer = std::move(wider);
    }
    answer.corrections = std::move(corrections);
    answer.compared = wording.compared();
    return answer;
}

} // namespace palabre::projections::search
