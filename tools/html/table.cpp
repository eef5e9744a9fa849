// SPDX-License-Identifier: Apache-2.0
#include "tools/html/table.hpp"

#include <algorithm>

namespace palabre::tools::html {

namespace {

constexpr std::size_t most_columns = 50; // wider than any page shows

std::string_view rule(std::string_view align) {
    if (align == "left") return ":--";
    if (align == "right") return "--:";
    if (align == "center") return ":-:";
    return "---";
}

void append_row(std::string& out, const std::vector<std::string>& cells, std::size_t columns) {
    if (!out.empty()) out.push_back('\n');
    out.push_back('|');
    for (std::size_t i = 0; i < columns; ++i) {
        out.push_back(' ');
        if (i < cells.size()) out += cells[i];
        out += " |";
    }
}

} // namespace

void Table::cell(std::string markdown, std::string_view align, bool heading) {
    if (rows_.empty()) begin_row();
    auto& row = rows_.back();
    if (rows_.size() == 1 && heading) headed_ = true;
    if (row.size() == most_columns) {
        row.back() += ' ';
        row.back() += markdown;
        return;
    }
    row.push_back(std::move(markdown));
    if (rules_.size() < row.size()) rules_.emplace_back(rule(align));
}

std::string Table::markdown() const {
    std::string out;
    if (rules_.empty()) return out;
    auto row = rows_.begin();
    while (row->empty()) ++row; // there is a cell, so this ends
    if (headed_)
        append_row(out, *row++, rules_.size());
    else
        append_row(out, {}, rules_.size());
    append_row(out, rules_, rules_.size());
    for (; row != rows_.end(); ++row)
        if (!row->empty()) append_row(out, *row, rules_.size());
    return out;
}

} // namespace palabre::tools::html
