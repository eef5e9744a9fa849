// SPDX-License-Identifier: Apache-2.0
// BM25 over fields with weights (BM25F), cut so that what stands in the index depends on its own document alone: a
// term's impact is its saturated frequency, measured against a usual length instead of the average one, in
// `impact_steps` steps. How rare the term is (idf) and how fresh the document are factors of the query. So nothing
// stored changes when others write, and an index after an erasure is what a rebuild makes.
#pragma once

#include "core/base/instant.hpp"
#include "projections/search/index/postings.hpp"

#include <cstdint>

namespace palabre::projections::search {

/// Where a word stands.
enum class Field : std::uint8_t { title, tags, body };

/// How often a term counts that stands once in this field.
[[nodiscard]] std::uint32_t weight(Field field);

/// Of a term with this weighted frequency (> 0) in a document of so many words: 1 to impact_steps.
[[nodiscard]] Impact impact_of(std::uint32_t frequency, std::uint32_t words);
inline constexpr Impact impact_steps = 48;

/// What a step is worth: 0 to 1.
[[nodiscard]] constexpr float worth(Impact impact) {
    return static_cast<float>(impact) / impact_steps;
}

/// > 0, whatever the numbers.
[[nodiscard]] float inverse_frequency(std::uint64_t documents, std::uint64_t with_term);

/// 1 for the old, up to freshness_most for what is new `now`.
[[nodiscard]] float freshness(Instant created, Instant now);
inline constexpr float freshness_most = 1.25F;

} // namespace palabre::projections::search
