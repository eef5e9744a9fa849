// SPDX-License-Identifier: Apache-2.0
// Blocks of Markdown inside quotes and list items: keeps each line's prefix and the blank lines between blocks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace palabre::tools::html {

class MarkdownWriter {
public:
    /// What stands between this block and the one before.
    enum class Gap : std::uint8_t { line, blank };

    /// Opens a quote.
    void open_quote();
    /// Opens a list item; `marker` is "- ", "12. ". A tight one follows the block before without a blank line.
    void open_item(std::string_view marker);
    /// Closes the innermost quote or item. An item without content shows its bare marker.
    void close();
    [[nodiscard]] std::size_t depth() const { return containers_.size(); }
    /// Nothing was written yet in the innermost quote or item.
    [[nodiscard]] bool fresh() const;

    /// Writes a block of one or more lines (apart by '\n').
    void block(std::string_view lines, Gap gap = Gap::blank);

    /// Everything, ended by one line end; empty if nothing was written.
    [[nodiscard]] std::string take() &&;

private:
    struct Container {
        std::string first; ///< before its first line: the marker
        std::string rest;  ///< before the others
        bool used = false;
    };
    void separate(Gap gap);
    void prefix();

    std::vector<Container> containers_;
    std::string out_;
};

} // namespace palabre::tools::html
