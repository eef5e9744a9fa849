// SPDX-License-Identifier: Apache-2.0
#include "projections/search/query/matching.hpp"

#include <algorithm>
#include <numeric>

namespace palabre::projections::search {
namespace {

/// A sum of floats in another order may be greater by so much.
constexpr float rounding = 1.00001F;

} // namespace

Result<Matching> Matching::prepare(Reader& reader, std::vector<Group> groups) {
    Matching matching;
    for (const auto& group : groups) {
        Words word;
        for (const auto& [term, weight] : group) {
            Listed listed;
            std::uint64_t documents = 0;
            for (const SegmentId segment : reader.segments()) {
                PALABRE_TRY(bytes, reader.part(segment, PartId::of_term(term, segment.level)));
                const Postings postings(Table(bytes).find(term).value_or(std::string_view()));
                documents += postings.size();
                listed.postings.push_back(postings);
            }
            listed.weight = weight * inverse_frequency(reader.counts().documents, documents);
            if (documents > 0) word.push_back(std::move(listed));
        }
        matching.words_.push_back(std::move(word));
    }
    return matching;
}

float Matching::greatest(const Words& word, std::size_t index) const {
    float most = 0;
    for (const auto& listed : word) most = std::max(most, listed.weight * worth(listed.postings[index].greatest()));
    return most;
}

void Matching::run(std::size_t index, std::uint32_t documents, Collector& collector) {
    met_.assign(documents, 0);
    worth_.resize(documents);
    if (words_.empty()) {
        for (std::uint32_t place = 0; place < documents; ++place) collector.offer(static_cast<Place>(place), 0);
    } else if (any_) {
        match_any_word(index, collector);
    } else {
        match_all_words(index, collector);
    }
}

void Matching::match_all_words(std::size_t index, Collector& collector) {
    // The rarest word first: what has not met it is passed over by all the others.
    std::vector<std::size_t> order(words_.size());
    std::vector<std::uint32_t> sizes(words_.size());
    std::vector<float> greatest_of(words_.size());
    for (std::size_t i = 0; i < words_.size(); ++i) {
        order[i] = i;
        for (const auto& listed : words_[i]) sizes[i] += listed.postings[index].size();
        if (sizes[i] == 0) return;
        greatest_of[i] = greatest(words_[i], index);
    }
    std::ranges::sort(order, {}, [&](std::size_t i) { return sizes[i]; });

    for (std::size_t step = 0; step < order.size(); ++step) {
        const Words& word = words_[order[step]];
        float others = 0;
        for (const std::size_t other : order) others += other == order[step] ? 0 : greatest_of[other];
        if (order.size() > 2) others *= rounding; // of two the sum is the same in any order
        const bool last = step + 1 == order.size();
        for (const auto& listed : word) {
            for (const auto& run : listed.postings[index]) {
                const float own = listed.weight * worth(run.impact);
                // Runs come the greatest first: of what follows nothing can be among the best.
                if (!collector.wants(own + others)) break;
                for (std::uint32_t i = 0; i < run.size; ++i) {
                    const Place place = run[i];
                    if (met_[place] != step) continue;
                    met_[place] = static_cast<std::uint8_t>(step + 1);
                    worth_[place] = step == 0 ? own : worth_[place] + own;
                    if (last) collector.offer(place, worth_[place]);
                }
            }
        }
    }
}

void Matching::match_any_word(std::size_t index, Collector& collector) {
    std::vector<Place> touched;
    for (std::size_t step = 0; step < words_.size(); ++step) {
        for (const auto& listed : words_[step]) {
            for (const auto& run : listed.postings[index]) {
                const float own = listed.weight * worth(run.impact);
                for (std::uint32_t i = 0; i < run.size; ++i) {
                    const Place place = run[i];
                    if (met_[place] == step + 1) continue; // another term for the same word
                    if (met_[place] == 0) {
                        touched.push_back(place);
                        worth_[place] = 0;
                    }
                    met_[place] = static_cast<std::uint8_t>(step + 1);
                    worth_[place] += own;
                }
            }
        }
    }
    for (const Place place : touched) collector.offer(place, worth_[place]);
}

} // namespace palabre::projections::search
