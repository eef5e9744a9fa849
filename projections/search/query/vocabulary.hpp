// SPDX-License-Identifier: Apache-2.0
// The words that stand in what a viewer may see: how a beginning may go on, and what a misspelt one may have meant.
#pragma once

#include "projections/search/query/reader.hpp"

#include <string>
#include <vector>

namespace palabre::projections::search {

/// Scopes by number: whether the viewer may see what is in them. Past its end: no.
class VisibleScopes {
public:
    VisibleScopes() = default;
    explicit VisibleScopes(std::vector<bool> scopes) : scopes_(std::move(scopes)) {}
    [[nodiscard]] bool operator()(std::uint32_t scope) const { return scope < scopes_.size() && scopes_[scope]; }

private:
    std::vector<bool> scopes_;
};

struct KnownWord {
    std::string word;
    std::uint32_t documents = 0; ///< visible ones
    bool operator==(const KnownWord&) const = default;
};

/// At most `most` words that begin so, those of most documents first. Looks at limits::search_completions words of a
/// segment at most. An empty beginning has none.
[[nodiscard]] Result<std::vector<KnownWord>> words_beginning(Reader& reader, const VisibleScopes& visible,
                                                             std::string_view beginning, std::size_t most);

/// How many words of vocabularies may be looked at for one query: some 60 ms.
inline constexpr std::size_t words_compared = 3'000'000;

/// At most `most` other words that differ by one insertion, deletion, substitution or swap of neighbours, from 4
/// letters on, or by two, from 8 on; the nearest first, then those of most documents. Reads all words, the newest
/// segments first, until `budget`, which it takes from, is used up.
[[nodiscard]] Result<std::vector<KnownWord>> words_near(Reader& reader, const VisibleScopes& visible,
                                                        std::string_view word, std::size_t most, std::size_t& budget);

/// Of the two folded words, up to `most`; past it most + 1.
[[nodiscard]] unsigned distance(std::string_view a, std::string_view b, unsigned most);

} // namespace palabre::projections::search
