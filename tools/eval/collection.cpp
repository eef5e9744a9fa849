// SPDX-License-Identifier: Apache-2.0
#include "tools/eval/collection.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace palabre::tools::eval {
namespace {

/// Calls `take` with each line that is not empty; false of it: the line is not what it should be.
template <class Take>
Status each_line(const std::filesystem::path& file, Take&& take) {
    std::ifstream in(file);
    if (!in) return error(ErrorCode::not_found, file.string() + ": cannot be read");
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (!line.empty() && !take(line))
            return error(ErrorCode::invalid, fmt::format("{}:{}: ill-formed", file.string(), number));
    }
    return {};
}

std::optional<std::string> member(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) return std::nullopt;
    if (found->is_string()) return found->get<std::string>();
    if (found->is_number_integer()) return std::to_string(found->get<long>());
    return std::nullopt;
}

double gain(int grade) {
    return std::exp2(std::max(grade, 0)) - 1;
}

double discounted(const std::vector<int>& grades) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(grades.size(), 10); ++i)
        sum += gain(grades[i]) / std::log2(static_cast<double>(i) + 2);
    return sum;
}

} // namespace

Result<Collection> Collection::read(const std::filesystem::path& folder) {
    Collection out;
    PALABRE_CHECK(each_line(folder / "docs.jsonl", [&](const std::string& line) {
        const auto object = nlohmann::json::parse(line, nullptr, false);
        if (!object.is_object()) return false;
        auto id = member(object, "id");
        auto text = member(object, "text");
        if (!id || !text) return false;
        out.documents.push_back({std::move(*id), member(object, "title").value_or(""), std::move(*text)});
        return true;
    }));
    PALABRE_CHECK(each_line(folder / "queries.jsonl", [&](const std::string& line) {
        const auto object = nlohmann::json::parse(line, nullptr, false);
        if (!object.is_object()) return false;
        auto id = member(object, "id");
        auto text = member(object, "text");
        if (!id || !text) return false;
        out.queries.push_back({std::move(*id), std::move(*text)});
        return true;
    }));
    PALABRE_CHECK(each_line(folder / "qrels.tsv", [&](const std::string& line) {
        std::istringstream in(line);
        std::string query, document;
        int grade = 0;
        if (!(in >> query >> document >> grade)) return false;
        out.judged[query][document] = grade;
        return true;
    }));
    return out;
}

Collection::Gaps Collection::gaps() const {
    std::set<std::string_view> asked, there;
    for (const auto& query : queries) asked.insert(query.id);
    for (const auto& document : documents) there.insert(document.id);
    Gaps out;
    std::set<std::string_view> missing;
    for (const auto& [query, grades] : judged) {
        if (!asked.contains(query)) {
            ++out.queries;
            continue;
        }
        for (const auto& [document, grade] : grades)
            if (!there.contains(document)) missing.insert(document);
    }
    out.documents = missing.size();
    return out;
}

Figures judge(const Collection& collection, const std::map<std::string, std::vector<std::string>>& found) {
    Figures sums;
    for (const auto& query : collection.queries) {
        const auto judged = collection.judged.find(query.id);
        if (judged == collection.judged.end()) continue;
        const auto& grades = judged->second;
        const auto right =
            static_cast<double>(std::ranges::count_if(grades, [](const auto& one) { return one.second > 0; }));
        if (right == 0) continue;
        ++sums.queries;
        const auto answer = found.find(query.id);
        if (answer == found.end()) continue;
        double precisions = 0, met = 0, met_100 = 0;
        std::vector<int> ranked;
        for (std::size_t i = 0; i < answer->second.size(); ++i) {
            const auto grade = grades.find(answer->second[i]);
            ranked.push_back(grade == grades.end() ? 0 : grade->second);
            if (ranked.back() <= 0) continue;
            precisions += ++met / static_cast<double>(i + 1);
            if (i < 100) ++met_100;
        }
        std::vector<int> ideal;
        for (const auto& [document, grade] : grades) ideal.push_back(grade);
        std::ranges::sort(ideal, std::greater());
        sums.map += precisions / right;
        sums.ndcg_10 += discounted(ranked) / discounted(ideal);
        sums.recall_100 += met_100 / right;
    }
    const auto count = static_cast<double>(std::max<std::size_t>(sums.queries, 1));
    return {sums.map / count, sums.ndcg_10 / count, sums.recall_100 / count, sums.queries};
}

} // namespace palabre::tools::eval
