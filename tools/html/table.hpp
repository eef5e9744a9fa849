// SPDX-License-Identifier: Apache-2.0
// A table on its way to Markdown: rows of finished cells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace palabre::tools::html {

class Table {
public:
    void begin_row() { rows_.emplace_back(); }
    /// A cell of the current row. `align`: "left", "right", "center" or anything else. Cells past the bound are joined
    /// to the last one, so that padding stays linear.
    void cell(std::string markdown, std::string_view align, bool heading);
    /// The lines of the table, or nothing when it has no cell. The first row is the heading; a table whose first row is
    /// none gets an empty one.
    [[nodiscard]] std::string markdown() const;

private:
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::string> rules_; ///< "---", ":--", … by column
    bool headed_ = false;            ///< the first row holds headings
};

} // namespace palabre::tools::html
