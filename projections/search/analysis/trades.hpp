// SPDX-License-Identifier: Apache-2.0
// Names that mean the same (word_lists.hpp, trades), found in a text where it is indexed: a text that says one of them
// is found by the others. A query needs nothing then, and costs nothing.
#pragma once

#include "projections/search/analysis/analyzer.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace palabre::projections::search {

class Trades {
public:
    /// The one list; made at its first use. Any thread.
    [[nodiscard]] static const Trades& list();

    struct Said {
        std::string_view term; ///< no stop word
        bool capitals = false;
    };
    /// Calls `mean` with each term of the other names of what is said, a name at a time; one may come twice.
    void each_meant(std::span<const Said> said, const std::function<void(std::string_view term)>& mean) const;

private:
    struct Name {
        std::vector<std::string> terms;
        bool capitals = false; ///< counts where it is written so
        std::size_t line = 0;
    };
    Trades();
    void add(std::string_view line, std::size_t number, Analyzer& analyzer);

    std::vector<Name> names_;                                         ///< by line
    std::vector<std::pair<std::size_t, std::size_t>> lines_;          ///< first name and the one behind the last
    std::unordered_multimap<std::string_view, std::size_t> by_first_; ///< first term → name
};

} // namespace palabre::projections::search
