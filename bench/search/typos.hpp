// SPDX-License-Identifier: Apache-2.0
// What the programs that look for misspelt titles have in common: job ads, and each title as somebody types it who
// knows no accents and slips once. Nothing of ours is in it.
#pragma once

#include "bench/search/measured.hpp"

namespace palabre::bench {

/// A line each, with a tab between two fields.
inline std::vector<std::pair<std::string, std::string>> read_pairs(const char* path) {
    std::ifstream in(path);
    std::vector<std::pair<std::string, std::string>> out;
    for (std::string line; std::getline(in, line);)
        if (const std::size_t tab = line.find('\t'); tab != std::string::npos)
            out.emplace_back(line.substr(0, tab), line.substr(tab + 1));
    if (out.empty()) throw std::runtime_error(std::string(path) + ": nothing in it");
    return out;
}

/// `find` gives the indexes of the ten best ads for a text. Tells for how many an ad of the title was among them.
template <class Find>
void tell_found(const std::vector<std::pair<std::string, std::string>>& ads,
                const std::vector<std::pair<std::string, std::string>>& typed, Find&& find) {
    std::size_t found = 0;
    for (const auto& [title, text] : typed) {
        const std::vector<std::size_t> best = find(text);
        const bool met = std::any_of(best.begin(), best.end(), [&](std::size_t i) { return ads[i].first == title; });
        found += met ? 1 : 0;
    }
    std::printf("{\"found\": %zu, \"of\": %zu}\n", found, typed.size());
}

} // namespace palabre::bench
