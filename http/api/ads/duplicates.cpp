// SPDX-License-Identifier: Apache-2.0
#include "http/api/ads/duplicates.hpp"

#include "core/limits.hpp"
#include "core/text/words.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace palabre::http::ads {

namespace read = projections::ads;

namespace {

constexpr double alike = 0.5;

std::set<std::string> words_of(std::string_view title) {
    std::set<std::string> words;
    text::each_word(title, [&](const text::Word& word) { words.emplace(word.folded); });
    return words;
}

bool stands(read::State state) {
    return state == read::State::published || state == read::State::awaiting || state == read::State::draft;
}

} // namespace

double similarity(std::string_view a, std::string_view b) {
    const auto left = words_of(a), right = words_of(b);
    std::vector<std::string> both;
    std::ranges::set_intersection(left, right, std::back_inserter(both));
    const std::size_t all = left.size() + right.size() - both.size();
    return all == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(all);
}

Result<std::vector<read::AdRow>> duplicates(const projections::View& view, const CommunityId& community,
                                            const MemberId& author, const Likeness& like) {
    PALABRE_TRY(own, read::of_author(view, community, author, std::nullopt, limits::ads_of_author));
    std::vector<std::pair<double, read::AdRow>> found;
    for (auto& row : own.ads) {
        const auto& ad = row.record;
        if (!stands(ad.state()) || ad.kind != like.kind || ad.id == like.except) continue;
        if (like.departement && ad.departement && *like.departement != *ad.departement) continue;
        const double how = similarity(like.title, ad.title);
        if (how >= alike) found.emplace_back(how, std::move(row));
    }
    std::ranges::stable_sort(found, std::greater(), [](const auto& each) { return each.first; });
    if (found.size() > limits::ad_duplicates) found.erase(found.begin() + limits::ad_duplicates, found.end());
    std::vector<read::AdRow> rows;
    for (auto& each : found) rows.push_back(std::move(each.second));
    return rows;
}

} // namespace palabre::http::ads
