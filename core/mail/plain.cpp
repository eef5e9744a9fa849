// SPDX-License-Identifier: Apache-2.0
#include "core/mail/plain.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace palabre::mail {
namespace {

constexpr std::string_view blank = " \t\r\n";

/// What core/text and the templates escape; anything else that begins with & stays as it is.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> entities = {{
    {"&amp;", "&"},
    {"&lt;", "<"},
    {"&gt;", ">"},
    {"&quot;", "\""},
    {"&#39;", "'"},
    {"&#x27;", "'"},
    {"&nbsp;", "\xc2\xa0"},
}};

std::string unescaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto known =
            std::ranges::find_if(entities, [&](const auto& each) { return text.starts_with(each.first); });
        if (known == entities.end()) {
            out += text.front();
            text.remove_prefix(1);
        } else {
            out += known->second;
            text.remove_prefix(known->first.size());
        }
    }
    return out;
}

bool is_paragraph(std::string_view tag) {
    static constexpr std::array<std::string_view, 13> tags = {"p",  "h1", "h2",         "h3",  "h4",   "h5",     "h6",
                                                              "ul", "ol", "blockquote", "div", "main", "section"};
    return std::ranges::find(tags, tag) != tags.end();
}

/// What stands between the first `from` and the next `to`.
std::optional<std::string_view> between(std::string_view html, std::string_view from, std::string_view to) {
    const auto begin = html.find(from);
    if (begin == std::string_view::npos) return std::nullopt;
    html.remove_prefix(begin + from.size());
    const auto end = html.find(to);
    if (end == std::string_view::npos) return std::nullopt;
    return html.substr(0, end);
}

class Writer {
public:
    void text(std::string_view words) {
        for (const char c : unescaped(words)) {
            if (blank.find(c) != std::string_view::npos) {
                space_ = true;
                continue;
            }
            begin_line();
            if (std::exchange(space_, false) && !line_is_new_) out_ += ' ';
            line_is_new_ = false;
            out_ += c;
        }
    }
    void tag(std::string_view tag) {
        const bool closes = tag.starts_with('/');
        if (closes) tag.remove_prefix(1);
        const std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n/"));
        if (name == "br") return end_line();
        if (name == "li") {
            end_line();
            if (!closes) item_ = true;
        }
        if (name == "a") return closes ? end_link() : begin_link(tag);
        if (!is_paragraph(name)) return;
        end_line();
        paragraph_ = !out_.empty();
        if (name == "blockquote") quotes_ = closes ? quotes_ - (quotes_ > 0 ? 1 : 0) : quotes_ + 1;
    }
    std::string take() && {
        end_line();
        return std::move(out_);
    }

private:
    void begin_line() {
        if (!at_start_) return;
        if (std::exchange(paragraph_, false)) out_ += '\n';
        for (int i = 0; i < quotes_; ++i) out_ += "> ";
        if (std::exchange(item_, false)) out_ += "- ";
        at_start_ = false;
        line_is_new_ = true;
    }
    void end_line() {
        space_ = false;
        if (!std::exchange(at_start_, true)) out_ += '\n';
    }
    void begin_link(std::string_view tag) {
        const auto address = between(tag, "href=\"", "\"");
        address_ = address ? unescaped(*address) : std::string();
        begin_line();
        words_from_ = out_.size();
    }
    void end_link() {
        if (address_.empty()) return;
        std::string_view words = std::string_view(out_).substr(std::min(words_from_, out_.size()));
        if (words.starts_with(' ')) words.remove_prefix(1);
        if (words != address_) {
            if (!words.empty()) out_ += words.ends_with(':') ? " " : ": ";
            out_ += address_;
        }
        line_is_new_ = false;
        address_.clear();
    }

    std::string out_, address_;
    std::size_t words_from_ = 0;
    int quotes_ = 0;
    bool space_ = false, at_start_ = true, line_is_new_ = true, paragraph_ = false, item_ = false;
};

} // namespace

std::string plain_text(std::string_view html) {
    const auto head = html.find("</head>");
    if (head != std::string_view::npos) html.remove_prefix(head);
    Writer writer;
    while (!html.empty()) {
        const auto open = html.find('<');
        writer.text(html.substr(0, open));
        if (open == std::string_view::npos) break;
        html.remove_prefix(open + 1);
        const auto close = std::min(html.find('>'), html.size());
        writer.tag(html.substr(0, close));
        html.remove_prefix(std::min(close + 1, html.size()));
    }
    return std::move(writer).take();
}

std::string title_text(std::string_view html) {
    return unescaped(between(html, "<title>", "</title>").value_or(""));
}

} // namespace palabre::mail
