// SPDX-License-Identifier: Apache-2.0
#include "projections/search/occupations.hpp"

#include "core/limits.hpp"
#include "core/text/words.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace palabre::projections::search {
namespace {

std::string folded(std::string_view text) {
    std::string out;
    text::each_word(text, [&](const text::Word& word) { out.append(out.empty() ? "" : " ").append(word.folded); });
    return out;
}

Error ill_formed(std::size_t entry) {
    return error(ErrorCode::invalid, "occupations: entry " + std::to_string(entry) + " is ill-formed");
}

bool is_field(std::string_view text, std::size_t most) {
    return !text.empty() && text.size() <= most && text.find_first_of("\t\r\n") == std::string_view::npos;
}

Result<std::vector<Occupation>> checked(std::vector<Occupation> all) {
    if (all.empty() || all.size() > limits::occupations)
        return error(ErrorCode::invalid, "occupations: none, or more than " + std::to_string(limits::occupations));
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!is_field(all[i].code, limits::occupation_code) || !is_field(all[i].title, limits::occupation_title))
            return ill_formed(i + 1);
    return all;
}

Result<std::vector<Occupation>> of_lines(std::string_view text) {
    std::vector<Occupation> all;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) return ill_formed(all.size() + 1);
        all.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))});
    }
    return checked(std::move(all));
}

} // namespace

Occupations::Occupations(std::vector<Occupation> all) : all_(std::move(all)) {
    std::ranges::sort(all_, {}, &Occupation::title);
    for (std::size_t i = 0; i < all_.size(); ++i) {
        std::set<std::string> forms{folded(all_[i].title)};
        for (std::string_view rest = all_[i].title; rest.find('/') != std::string_view::npos;) {
            rest.remove_prefix(rest.find('/') + 1);
            forms.insert(folded(rest));
        }
        for (const auto& form : forms)
            if (!form.empty()) by_begin_.emplace_back(form, i);
    }
    std::ranges::sort(by_begin_);
}

Result<Occupations> Occupations::read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return Occupations({});
    std::ostringstream text;
    text << in.rdbuf();
    PALABRE_TRY(all, of_lines(text.str()));
    return Occupations(std::move(all));
}

std::vector<const Occupation*> Occupations::beginning(std::string_view text, std::size_t skip, std::size_t most) const {
    const std::string begin = folded(text);
    std::set<std::size_t> found;
    if (begin.empty()) return {};
    for (auto at = std::ranges::lower_bound(by_begin_, begin, {},
                                            [](const auto& form) { return std::string_view(form.first); });
         at != by_begin_.end() && at->first.starts_with(begin); ++at)
        found.insert(at->second);
    std::vector<const Occupation*> out;
    for (const std::size_t i : found) {
        if (skip > 0) {
            --skip;
            continue;
        }
        if (out.size() == most) break;
        out.push_back(&all_[i]);
    }
    return out;
}

std::filesystem::path occupations_file(const std::filesystem::path& data) {
    return data / "occupations.tsv";
}

Result<std::vector<Occupation>> parse_occupations(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || text[first] != '[') return of_lines(text);
    const auto list = nlohmann::json::parse(text, nullptr, false);
    if (!list.is_array()) return error(ErrorCode::invalid, "occupations: this is no JSON array");
    std::vector<Occupation> all;
    for (const auto& entry : list) {
        const auto field = [&](const char* name) {
            return entry.is_object() && entry.contains(name) && entry[name].is_string() ? entry[name].get<std::string>()
                                                                                        : std::string();
        };
        all.push_back({field("code"), field("libelle")});
    }
    return checked(std::move(all));
}

Status write_occupations(const std::filesystem::path& file, std::span<const Occupation> all) {
    const std::filesystem::path beside = file.string() + ".new";
    {
        std::ofstream out(beside, std::ios::binary | std::ios::trunc);
        for (const auto& one : all) out << one.code << '\t' << one.title << '\n';
        out.flush();
        if (!out) return error(ErrorCode::io, "occupations: cannot write " + beside.string());
    }
    std::error_code fault;
    std::filesystem::rename(beside, file, fault);
    if (fault) return error(ErrorCode::io, "occupations: cannot write " + file.string() + ": " + fault.message());
    return {};
}

} // namespace palabre::projections::search
