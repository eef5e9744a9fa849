// SPDX-License-Identifier: Apache-2.0
#include "tools/import/report.hpp"

#include "core/limits.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::tools::import {

namespace {

constexpr std::array<std::string_view, kinds> names = {
    "users", "people without a user", "questions",  "answers",   "comments", "edits",
    "votes", "accepted answers",      "job offers", "other rows"};

std::uint64_t sum(const Report::Reasons& reasons) {
    std::uint64_t total = 0;
    for (const auto& [reason, rows] : reasons) total += rows.count;
    return total;
}

std::uint64_t accounted(const Report::Line& line) {
    return line.imported + line.already + sum(line.skipped) + sum(line.refused);
}

void append_reasons(std::string& out, std::string_view kind, std::string_view what, const Report::Reasons& reasons) {
    for (const auto& [reason, rows] : reasons) {
        const std::string_view more = rows.count > rows.first.size() ? " …" : "";
        out +=
            fmt::format("{}, {}: {} × {} ({}{})\n", kind, what, rows.count, reason, fmt::join(rows.first, " "), more);
    }
}

nlohmann::ordered_json to_json(const Report::Reasons& reasons) {
    auto out = nlohmann::ordered_json::array();
    for (const auto& [reason, rows] : reasons)
        out.push_back({{"reason", reason}, {"count", rows.count}, {"rows", rows.first}});
    return out;
}

} // namespace

std::string_view text(Kind kind) {
    return names[static_cast<std::size_t>(kind)];
}

void Report::add(Reasons& reasons, std::string_view reason, std::string_view row) {
    auto found = reasons.find(reason);
    if (found == reasons.end()) found = reasons.emplace(std::string(reason), Rows{}).first;
    ++found->second.count;
    if (found->second.first.size() < limits::report_rows) found->second.first.emplace_back(row);
}

std::uint64_t Report::imported() const {
    std::uint64_t total = 0;
    for (const Line& line : lines_) total += line.imported;
    return total;
}

std::uint64_t Report::refused() const {
    std::uint64_t total = 0;
    for (const Line& line : lines_) total += sum(line.refused);
    return total;
}

Status Report::check() const {
    for (std::size_t i = 0; i < kinds; ++i)
        if (lines_[i].read != accounted(lines_[i]))
            return error(ErrorCode::corrupt, fmt::format("{}: {} read, but {} accounted for", names[i], lines_[i].read,
                                                         accounted(lines_[i])));
    return {};
}

std::string Report::table() const {
    constexpr std::string_view row = "{:<22}{:>10}{:>10}{:>15}{:>10}{:>10}\n";
    std::string out = fmt::format(row, "", "read", "imported", "already there", "skipped", "refused");
    for (std::size_t i = 0; i < kinds; ++i) {
        const Line& line = lines_[i];
        out += fmt::format(row, names[i], line.read, line.imported, line.already, sum(line.skipped), sum(line.refused));
    }
    for (std::size_t i = 0; i < kinds; ++i) {
        append_reasons(out, names[i], "skipped", lines_[i].skipped);
        append_reasons(out, names[i], "refused", lines_[i].refused);
        append_reasons(out, names[i], "noted", lines_[i].notes);
    }
    return out;
}

std::string Report::json() const {
    auto out = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < kinds; ++i) {
        const Line& line = lines_[i];
        out.push_back({{"kind", names[i]},
                       {"read", line.read},
                       {"imported", line.imported},
                       {"already_there", line.already},
                       {"skipped", to_json(line.skipped)},
                       {"refused", to_json(line.refused)},
                       {"notes", to_json(line.notes)}});
    }
    // A dump may hold anything: what is no UTF-8 is replaced rather than losing the report.
    return out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

} // namespace palabre::tools::import
