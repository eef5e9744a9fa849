// SPDX-License-Identifier: Apache-2.0
#include "tools/html/markdown_writer.hpp"

namespace palabre::tools::html {

void MarkdownWriter::open_quote() {
    containers_.push_back({"> ", "> ", false});
}

void MarkdownWriter::open_item(std::string_view marker) {
    containers_.push_back({std::string(marker), std::string(marker.size(), ' '), false});
}

bool MarkdownWriter::fresh() const {
    return containers_.empty() ? out_.empty() : !containers_.back().used;
}

void MarkdownWriter::close() {
    if (!containers_.back().used && containers_.back().first != "> ")
        block({}); // blank line first: "-" below words is a heading
    containers_.pop_back();
}

void MarkdownWriter::separate(Gap gap) {
    if (out_.empty()) return;
    out_.push_back('\n');
    if (gap == Gap::line) return;
    for (const Container& container : containers_)
        if (container.used) out_ += container.rest; // a new quote or item begins behind the blank line
    while (out_.back() == ' ') out_.pop_back();
    out_.push_back('\n');
}

void MarkdownWriter::prefix() {
    for (Container& container : containers_) {
        out_ += container.used ? container.rest : container.first;
        container.used = true;
    }
}

void MarkdownWriter::block(std::string_view lines, Gap gap) {
    separate(gap);
    while (true) {
        const auto end = lines.find('\n');
        const auto line = lines.substr(0, end);
        prefix();
        out_ += line;
        if (line.empty())
            while (!out_.empty() && out_.back() == ' ') out_.pop_back();
        if (end == std::string_view::npos) return;
        out_.push_back('\n');
        lines.remove_prefix(end + 1);
    }
}

std::string MarkdownWriter::take() && {
    if (!out_.empty()) out_.push_back('\n');
    return std::move(out_);
}

} // namespace palabre::tools::html
