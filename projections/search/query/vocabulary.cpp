// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/vocabulary.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

namespace palabre::projections::search {
namespace {

constexpr std::size_t one_typo_letters = 4;
constexpr std::size_t two_typos_letters = 8;

std::uint32_t visible_documents(std::string_view counts, const VisibleScopes& visible) {
    std::uint32_t sum = 0;
    for (const auto& count : word_counts(counts))
        if (visible(count.scope)) sum += count.documents;
    return sum;
}

struct Candidate {
    std::uint32_t documents = 0;
    unsigned distance = 0;
};
using Candidates = std::unordered_map<std::string, Candidate>;

std::vector<KnownWord> best(const Candidates& candidates, std::size_t most) {
    std::vector<const Candidates::value_type*> order;
    for (const auto& candidate : candidates) order.push_back(&candidate);
    std::ranges::sort(order, [](const auto* a, const auto* b) {
        return std::tuple(a->second.distance, b->second.documents, std::string_view(a->first)) <
               std::tuple(b->second.distance, a->second.documents, std::string_view(b->first));
    });
    std::vector<KnownWord> out;
    for (std::size_t i = 0; i < std::min(order.size(), most); ++i)
        out.push_back({order[i]->first, order[i]->second.documents});
    return out;
}

/// What two words have at their ends alike takes no part in their distance.
void trim_common_ends(std::string_view& a, std::string_view& b) {
    while (!a.empty() && !b.empty() && a.front() == b.front()) {
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
}

} // namespace

unsigned distance(std::string_view a, std::string_view b, unsigned most) {
    const unsigned beyond = most + 1;
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > most) return beyond;
    trim_common_ends(a, b);
    if (a.empty()) return static_cast<unsigned>(b.size());
    if (a.size() > limits::search_word_bytes || b.size() > limits::search_word_bytes) return beyond;
    using Row = std::array<unsigned, limits::search_word_bytes + 1>;
    Row before_last{}, last{}, row{};
    for (unsigned j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<unsigned>(i);
        unsigned least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > most) return beyond;
        before_last = last;
        last = row;
    }
    return std::min(last[b.size()], beyond);
}

Result<std::vector<KnownWord>> words_beginning(Reader& reader, const VisibleScopes& visible, std::string_view beginning,
                                               std::size_t most) {
    Candidates candidates;
    if (beginning.empty()) return std::vector<KnownWord>{};
    for (const SegmentId segment : reader.segments()) {
        PALABRE_TRY(bytes, reader.part(segment, PartId::of_word(beginning, segment.level)));
        const Table table(bytes);
        std::size_t seen = 0;
        for (std::uint32_t i = table.lower_bound(beginning); i < table.size() && seen < limits::search_completions;
             ++i, ++seen) {
            const auto [word, counts] = table[i];
            if (!word.starts_with(beginning)) break;
            if (const std::uint32_t documents = visible_documents(counts, visible); documents > 0)
                candidates[std::string(word)].documents += documents;
        }
    }
    return best(candidates, most);
}

Result<std::vector<KnownWord>> words_near(Reader& reader, const VisibleScopes& visible, std::string_view word,
                                          std::size_t most, std::size_t& budget) {
    Candidates candidates;
    const unsigned typos = word.size() >= two_typos_letters ? 2 : word.size() >= one_typo_letters ? 1 : 0;
    if (typos == 0) return std::vector<KnownWord>{};
    for (const SegmentId segment : reader.segments()) {
        const std::uint32_t buckets = levels[segment.level].word_buckets;
        for (std::uint32_t bucket = 0; bucket < buckets; ++bucket) {
            PALABRE_TRY(bytes, reader.part(segment, {PartId::Kind::words, static_cast<std::uint8_t>(bucket)}));
            const Table table(bytes);
            for (std::uint32_t i = 0; i < table.size() && budget > 0; ++i, --budget) {
                const auto [known, counts] = table[i];
                const unsigned away = distance(word, known, typos);
                if (away > typos || away == 0) continue;
                if (const std::uint32_t documents = visible_documents(counts, visible); documents > 0) {
                    Candidate& candidate = candidates[std::string(known)];
                    candidate.documents += documents;
                    candidate.distance = away;
                }
            }
        }
    }
    return best(candidates, most);
}

} // namespace palabre::projections::search
