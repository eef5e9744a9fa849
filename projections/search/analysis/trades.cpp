// SPDX-License-Identifier: Apache-2.0
#include "projections/search/analysis/trades.hpp"

#include "projections/search/analysis/word_lists.hpp"

#include <algorithm>

namespace palabre::projections::search {

const Trades& Trades::list() {
    static const Trades trades;
    return trades;
}

Trades::Trades() {
    Analyzer analyzer;
    for (std::string_view rest = word_lists::trades; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!line.empty() && !line.starts_with('#')) add(line, lines_.size(), analyzer);
    }
    for (std::size_t i = 0; i < names_.size(); ++i)
        if (!names_[i].terms.empty()) by_first_.emplace(names_[i].terms.front(), i);
}

void Trades::add(std::string_view line, std::size_t number, Analyzer& analyzer) {
    const std::size_t first = names_.size();
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(" = "), line.size());
        Name name;
        name.line = number;
        analyzer.each_token(line.substr(0, end), Language::fr, [&](const Token& token) {
            if (!token.term.empty()) name.terms.emplace_back(token.term);
            name.capitals = token.word.capitals;
        });
        name.capitals = name.capitals && name.terms.size() == 1;
        names_.push_back(std::move(name));
        line.remove_prefix(std::min(end + 3, line.size()));
    }
    lines_.emplace_back(first, names_.size());
}

void Trades::each_meant(std::span<const Said> said, const std::function<void(std::string_view term)>& mean) const {
    for (std::size_t i = 0; i < said.size(); ++i) {
        const auto [begin, end] = by_first_.equal_range(said[i].term);
        for (auto found = begin; found != end; ++found) {
            const Name& name = names_[found->second];
            if (name.terms.size() > said.size() - i || (name.capitals && !said[i].capitals)) continue;
            const auto same = [](const Said& word, const std::string& term) { return word.term == term; };
            if (!std::ranges::equal(said.subspan(i, name.terms.size()), name.terms, same)) continue;
            const auto [first, last] = lines_[name.line];
            for (std::size_t other = first; other < last; ++other)
                if (other != found->second) std::ranges::for_each(names_[other].terms, mean);
        }
    }
}

} // namespace palabre::projections::search
