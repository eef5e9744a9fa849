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

/// Whether the viewer sees any document with this term.
Result<bool> is_visible(Reader& reader, const VisibleScopes& visible, std::string_view term) {
    for (const SegmentId segment : reader.segments()) {
        PALABRE_TRY(bytes, reader.part(segment, PartId::of_term(term, segment.level)));
        const auto postings = Table(bytes).find(term);
        if (!postings) continue;
        PALABRE_TRY(scopes, reader.part(segment, PartId::of(Column::scope)));
        for (const auto& run : Postings(*postings))
            for (std::uint32_t i = 0; i < run.size; ++i)
                if (visible(value_at(scopes, run[i]))) return true;
    }
    return false;
}

class Wording {
public:
    Wording(Reader& reader, const Request& request, Analyzer& analyzer)
        : reader_(reader), request_(request), analyzer_(analyzer) {}

    /// The terms by which a word is found: its own, what it begins, or what it was meant to be.
    Result<Group> group(const Query::Word& word, std::vector<Correction>& corrections) {
        Group group;
        bool known = false;
        for (const auto& term : word.terms) {
            group.push_back({term, 1});
            PALABRE_TRY(seen, is_visible(reader_, request_.visible, term));
            known = known || seen;
        }
        if (word.unfinished) {
            PALABRE_TRY(longer, words_beginning(reader_, request_.visible, word.folded, limits::search_alternatives));
            for (const auto& one : longer) add(group, one.word);
            known = known || !longer.empty();
        }
        if (known) return group;
        PALABRE_TRY(meant, words_near(reader_, request_.visible, word.folded, corrections_most));
        for (const auto& one : meant) add(group, one.word);
        if (!meant.empty()) corrections.push_back({word.folded, meant.front().word});
        return group;
    }

private:
    /// By the languages of what stands in the index.
    void add(Group& group, std::string_view word) {
        const auto& counts = reader_.counts().by_language;
        for (std::size_t language = 0; language < counts.size(); ++language) {
            if (counts[language] == 0) continue;
            const std::string_view term = analyzer_.term(word, static_cast<Language>(language));
            if (!term.empty() && std::ranges::find(group, term, &Alternative::term) == group.end())
                group.push_back({std::string(term), typed_otherwise});
        }
    }

    Reader& reader_;
    const Request& request_;
    Analyzer& analyzer_;
};

/// One pass over the index.
Result<Answer> pass(Reader& reader, const Request& request, Matching& matching) {
    Collector collector(reader, request);
    const auto& segments = reader.segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        collector.enter(segments[i]);
        matching.run(i, segments[i].size(), collector);
    }
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
    PALABRE_TRY(matching, Matching::prepare(reader, std::move(groups)));
    PALABRE_TRY(answer, pass(reader, request, matching));
    if (request.widened && request.query.words.size() > 1 && answer.matched < request.limit) {
        // Rather too much than nothing: what has the most words comes first.
        matching.match_any();
        PALABRE_TRY(wider, pass(reader, request, matching));
        wider.any_word = wider.matched > answer.matched;
        answer = std::move(wider);
    }
    answer.corrections = std::move(corrections);
    return answer;
}

} // namespace palabre::projections::search
