// SPDX-License-Identifier: Apache-2.0
#include "tools/jobs/csv.hpp"

#include "core/limits.hpp"

#include <fmt/format.h>

namespace palabre::tools::jobs {

Error Csv::fault(std::string_view what) const {
    return error(ErrorCode::invalid, fmt::format("{}, line {}: {}", name_, begun_, what));
}

Result<Csv> Csv::open(std::istream& in, std::string name) {
    Csv csv(in, std::move(name));
    PALABRE_TRY(first, csv.fields());
    if (!first) return csv.fault("no row that names the columns");
    csv.columns_ = std::move(*first);
    if (csv.columns_[0].starts_with("\xef\xbb\xbf")) csv.columns_[0].erase(0, 3); // a byte order mark
    return csv;
}

Result<std::optional<std::vector<std::string>>> Csv::fields() {
    std::vector<std::string> row(1);
    bool quoted = false, any = false;
    std::size_t bytes = 0;
    begun_ = line_;
    for (int c = in_.get(); c != std::istream::traits_type::eof(); c = in_.get()) {
        any = true;
        if (++bytes > limits::xml_row_bytes) return fault("the row is too long");
        if (c == '\n') ++line_;
        if (quoted) {
            if (c != '"')
                row.back() += static_cast<char>(c);
            else if (in_.peek() == '"')
                row.back() += static_cast<char>(in_.get());
            else
                quoted = false;
        } else if (c == '"' && row.back().empty()) {
            quoted = true;
        } else if (c == ',') {
            row.emplace_back();
        } else if (c == '\n') {
            return std::optional(std::move(row));
        } else if (c != '\r' || in_.peek() != '\n') {
            row.back() += static_cast<char>(c);
        }
    }
    if (quoted) return fault("a quote does not end");
    return any ? std::optional(std::move(row)) : std::nullopt;
}

Result<std::optional<Csv::Row>> Csv::next() {
    for (;;) {
        PALABRE_TRY(row, fields());
        if (!row) return std::optional<Row>();
        if (row->size() == 1 && row->front().empty()) continue; // an empty line
        if (row->size() != columns_.size())
            return fault(fmt::format("{} fields where there are {} columns", row->size(), columns_.size()));
        Row named;
        for (std::size_t i = 0; i < columns_.size(); ++i) named.emplace(columns_[i], std::move((*row)[i]));
        return std::optional(std::move(named));
    }
}

} // namespace palabre::tools::jobs
