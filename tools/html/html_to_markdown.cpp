// SPDX-License-Identifier: Apache-2.0
#include "tools/html/html_to_markdown.hpp"

#include "core/limits.hpp"
#include "tools/html/elements.hpp"
#include "tools/html/escape.hpp"
#include "tools/html/inline_run.hpp"
#include "tools/html/markdown_writer.hpp"
#include "tools/html/scripts.hpp"
#include "tools/html/table.hpp"
#include "tools/html/tokens.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace palabre::tools::html {

namespace {

using Gap = MarkdownWriter::Gap;

struct Open {
    std::string name;
    Meaning meaning = Meaning::inline_text;
    bool container = false;   ///< it opened a quote or an item of the writer
    std::string address = {}; ///< a
    std::string align = {};   ///< td, th
    std::uint64_t number = 1; ///< ol: of its next item
    char marker = '-';        ///< ul, ol: '-' or '*', '.' or ')'
    bool tight = false;       ///< ul, ol: its next item needs no blank line before it
};

/// The address if a page may link to it: http, https, mailto; else nothing.
std::string linkable(std::string address) {
    const auto first = address.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    address = address.substr(first, address.find_last_not_of(" \t\r\n") - first + 1);
    if (address.starts_with("//")) return "https:" + address;
    for (const std::string_view scheme : {"http://", "https://", "mailto:"})
        if (address.size() > scheme.size() &&
            std::equal(scheme.begin(), scheme.end(), address.begin(), [](char a, char b) { return a == (b | 0x20); }))
            return address;
    return {};
}

/// "python" of class="lang-python prettyprint".
std::string code_language(std::string_view classes) {
    for (const std::string_view prefix : {"lang-", "language-"}) {
        const auto found = classes.find(prefix);
        if (found == std::string_view::npos) continue;
        const auto rest = classes.substr(found + prefix.size());
        return std::string(rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-#")));
    }
    return {};
}

class Converter {
public:
    std::string run(std::string_view html) {
        Tokens tokens(html);
        for (Token token; tokens.next(token);) {
            if (token.kind == Token::Kind::text)
                text(token.text);
            else if (token.kind == Token::Kind::start)
                start(token);
            else
                end(token.name);
        }
        while (!open_.empty()) pop();
        flush(true);
        return std::move(writer_).take();
    }

private:
    void text(std::string_view raw);
    void start(const Token& token);
    void end(std::string_view name);
    void push(const Token& token, Meaning what);
    void pop();
    void close_implied(std::string_view name, Meaning what);
    void begin_block(const Token& token, Open& element);
    void end_block(const Open& element);
    void begin_list(const Token& token, Open& element);
    void begin_item(Open& element);
    void begin_cell(const Token& token, Open& element);
    void end_cell(const Open& element);
    void end_table();
    void end_pre();
    void image(const Token& token);
    [[nodiscard]] std::string take_run(Place place);
    void flush(bool loose);
    void write(std::string_view lines, bool loose);
    [[nodiscard]] Open* enclosing_list();
    [[nodiscard]] bool in_item() const;
    [[nodiscard]] std::size_t count(Meaning what) const { return counts_[static_cast<std::size_t>(what)]; }
    [[nodiscard]] bool inside(Meaning what) const { return count(what) > 0; }
    [[nodiscard]] bool verbatim() const { return inside(Meaning::pre) || inside(Meaning::code); }

    MarkdownWriter writer_;
    InlineRun run_;
    std::vector<Open> open_;
    std::array<std::size_t, 32> counts_{}; ///< open elements by meaning
    std::size_t beyond_ = 0;               ///< elements open below the bound
    std::optional<Table> table_;           ///< the outermost one
    std::string verbatim_;                 ///< of the open pre or code
    std::string language_;
    char list_before_ = '\0'; ///< marker of the list that ended just before: the next one needs another
};

void Converter::text(std::string_view raw) {
    if (inside(Meaning::hidden)) return;
    const auto decoded = decode(raw);
    if (verbatim())
        verbatim_ += decoded;
    else if (inside(Meaning::superscript))
        run_.text(superscript(decoded));
    else if (inside(Meaning::subscript))
        run_.text(subscript(decoded));
    else
        run_.text(decoded);
}

Open* Converter::enclosing_list() {
    for (std::size_t i = open_.size(); i-- > 0;)
        if (open_[i].meaning == Meaning::bullets || open_[i].meaning == Meaning::numbers) return &open_[i];
    return nullptr;
}

/// Is an item (and not a quote within it) what the next block stands in?
bool Converter::in_item() const {
    for (std::size_t i = open_.size(); i-- > 0;)
        if (open_[i].container) return open_[i].meaning == Meaning::item;
    return false;
}

/// Ends what HTML lets one leave open: a paragraph before a block, an item before the next one.
void Converter::close_implied(std::string_view name, Meaning what) {
    const auto pop_to = [&](std::size_t place) {
        while (open_.size() > place) pop();
    };
    for (std::size_t i = open_.size(); i-- > 0;) {
        const Open& element = open_[i];
        if (what == Meaning::item) {
            if (element.meaning == Meaning::item) return pop_to(i);
            if (element.meaning == Meaning::bullets || element.meaning == Meaning::numbers) return;
        } else if (what == Meaning::row || what == Meaning::cell) {
            if (element.meaning == what) return pop_to(i);
            if (element.meaning == Meaning::table) return;
        } else if (name == "dt" || name == "dd") {
            if (element.name == "dt" || element.name == "dd") return pop_to(i);
            if (element.name == "dl") return;
        } else if (what == Meaning::link) {
            if (element.meaning == Meaning::link) return pop_to(i);
        } else if (is_block(name)) {
            if (element.name == "p") return pop_to(i);
            if (is_block(element.name)) return;
        }
    }
}

void Converter::start(const Token& token) {
    const Meaning what = meaning(token.name);
    if (inside(Meaning::hidden) && what != Meaning::hidden) return;
    if (what == Meaning::image) return image(token);
    if (what == Meaning::line_break) {
        if (verbatim())
            verbatim_.push_back('\n');
        else
            run_.line_break();
        return;
    }
    if (what == Meaning::rule) {
        if (table_ || verbatim()) return run_.text(" ");
        close_implied(token.name, what);
        flush(false);
        return write("___", true);
    }
    if (is_void(token.name)) return;
    if (!verbatim()) close_implied(token.name, what);
    push(token, what);
}

void Converter::push(const Token& token, Meaning what) {
    if (open_.size() >= limits::html_open_elements) {
        ++beyond_;
        if (is_block(token.name)) run_.text(" ");
        return;
    }
    if (verbatim() && what != Meaning::hidden) what = Meaning::inline_text; // code is code, whatever stands in it
    Open element{token.name, what};
    switch (what) {
    case Meaning::emphasis:
        run_.open(Mark::emphasis);
        break;
    case Meaning::strong:
        run_.open(Mark::strong);
        break;
    case Meaning::strike:
        run_.open(Mark::strike);
        break;
    case Meaning::link:
        element.address = linkable(attribute(token.attributes, "href"));
        run_.open_link(element.address);
        break;
    case Meaning::code:
    case Meaning::superscript:
    case Meaning::subscript:
    case Meaning::inline_text:
    case Meaning::hidden:
        break;
    default:
        begin_block(token, element);
        break;
    }
    ++counts_[static_cast<std::size_t>(what)];
    open_.push_back(std::move(element));
}

void Converter::begin_block(const Token& token, Open& element) {
    if (element.meaning == Meaning::pre) language_ = code_language(attribute(token.attributes, "class"));
    if (table_) {
        if (element.meaning == Meaning::cell) return begin_cell(token, element);
        if (element.meaning == Meaning::row && !inside(Meaning::cell)) table_->begin_row();
        return run_.text(" ");
    }
    flush(false);
    switch (element.meaning) {
    case Meaning::quote:
        if (writer_.depth() < limits::markdown_containers) {
            writer_.open_quote();
            element.container = true;
        }
        list_before_ = '\0';
        break;
    case Meaning::bullets:
    case Meaning::numbers:
        begin_list(token, element);
        break;
    case Meaning::item:
        begin_item(element);
        break;
    case Meaning::term:
        run_.open(Mark::strong);
        break;
    case Meaning::table:
        table_.emplace();
        break;
    default:
        break;
    }
}

void Converter::begin_list(const Token& token, Open& element) {
    const auto start = attribute(token.attributes, "start");
    const bool number =
        !start.empty() && start.size() <= 9 && start.find_first_not_of("0123456789") == std::string::npos;
    if (number) element.number = std::stoull(start);
    const bool bullets = element.meaning == Meaning::bullets;
    element.marker = bullets ? '-' : '.';
    if (list_before_ == element.marker) element.marker = bullets ? '*' : ')';
    // Only a list of bullets or one that begins at 1 may follow a line of text at once.
    element.tight = in_item() && !writer_.fresh() && (bullets || element.number == 1);
}

void Converter::begin_item(Open& element) {
    if (writer_.depth() >= limits::markdown_containers) return;
    Open* list = enclosing_list();
    std::string marker;
    if (list != nullptr && list->meaning == Meaning::numbers) marker = std::to_string(list->number++ % 1'000'000'000);
    marker += list != nullptr ? list->marker : '-';
    marker += ' ';
    writer_.open_item(marker);
    element.container = true;
    list_before_ = '\0';
}

void Converter::begin_cell(const Token& token, Open& element) {
    if (inside(Meaning::cell)) return run_.text(" ");           // of a table within: its words are the outer cell's
    if (!run_.empty()) write(take_run(Place::paragraph), true); // a caption
    const auto style = attribute(token.attributes, "style");
    element.align = attribute(token.attributes, "align");
    for (const std::string_view align : {"left", "right", "center"})
        if (style.find(align) != std::string::npos) element.align = align;
}

void Converter::image(const Token& token) {
    if (inside(Meaning::hidden)) return;
    auto alt = attribute(token.attributes, "alt");
    if (alt.empty()) alt = nameless_image;
    if (verbatim()) {
        verbatim_ += alt;
        return;
    }
    const bool linked = inside(Meaning::link);
    if (!linked) run_.open_link(linkable(attribute(token.attributes, "src")));
    run_.text(alt);
    if (!linked) run_.close_link();
}

void Converter::end(std::string_view name) {
    if (inside(Meaning::hidden) && meaning(name) != Meaning::hidden) return;
    if (beyond_ > 0) {
        --beyond_;
        if (is_block(name)) run_.text(" ");
        return;
    }
    for (std::size_t i = open_.size(); i-- > 0;) {
        if (open_[i].name == name) {
            while (open_.size() > i) pop();
            return;
        }
        // A stray end tag of words does not reach out of its cell, item or quote.
        const Meaning what = open_[i].meaning;
        if ((what == Meaning::cell || what == Meaning::item || what == Meaning::quote) && !is_block(name)) return;
    }
}

void Converter::pop() {
    if (open_.back().container) flush(false); // its last words, while it is still what they stand in
    const Open element = std::move(open_.back());
    open_.pop_back();
    --counts_[static_cast<std::size_t>(element.meaning)];
    switch (element.meaning) {
    case Meaning::emphasis:
        return run_.close(Mark::emphasis);
    case Meaning::strong:
        return run_.close(Mark::strong);
    case Meaning::strike:
        return run_.close(Mark::strike);
    case Meaning::link:
        return run_.close_link();
    case Meaning::code:
        return run_.code(std::exchange(verbatim_, {}));
    case Meaning::superscript:
    case Meaning::subscript:
    case Meaning::inline_text:
    case Meaning::hidden:
        return;
    case Meaning::pre:
        return end_pre();
    case Meaning::cell:
        return end_cell(element);
    case Meaning::table:
        return end_table();
    default:
        return end_block(element);
    }
}

void Converter::end_block(const Open& element) {
    if (table_) return run_.text(" ");
    if (element.meaning == Meaning::term) run_.close(Mark::strong);
    if (element.meaning == Meaning::heading && !run_.empty()) {
        const auto level = static_cast<std::size_t>(element.name[1] - '0');
        write(std::string(level, '#') + ' ' + take_run(Place::heading), true);
    }
    flush(element.name == "p");
    if (element.container) writer_.close();
    const bool list = element.meaning == Meaning::bullets || element.meaning == Meaning::numbers;
    list_before_ = list ? element.marker : list_before_;
}

void Converter::end_cell(const Open& element) {
    if (!table_ || inside(Meaning::cell)) return flush(false);
    table_->cell(take_run(Place::cell), element.align, element.name == "th");
}

void Converter::end_table() {
    if (inside(Meaning::table)) return run_.text(" "); // one within another: its cells are the outer one's
    const auto lines = table_->markdown();
    table_.reset();
    if (!lines.empty()) write(lines, true);
    flush(true);
}

void Converter::end_pre() {
    if (table_) return run_.code(std::exchange(verbatim_, {}));
    std::string_view lines = verbatim_;
    if (lines.starts_with('\n')) lines.remove_prefix(1); // HTML drops it
    while (lines.ends_with('\n')) lines.remove_suffix(1);
    const std::string fence(std::max<std::size_t>(3, longest_run(lines, '`') + 1), '`');
    if (!lines.empty()) write(fence + language_ + '\n' + std::string(lines) + '\n' + fence, true);
    verbatim_.clear();
}

/// The Markdown of the words so far. Marks and links that are still open go on behind.
std::string Converter::take_run(Place place) {
    for (std::size_t i = open_.size(); i-- > 0;) {
        switch (open_[i].meaning) {
        case Meaning::emphasis:
            run_.close(Mark::emphasis);
            break;
        case Meaning::strong:
        case Meaning::term:
            run_.close(Mark::strong);
            break;
        case Meaning::strike:
            run_.close(Mark::strike);
            break;
        case Meaning::link:
            run_.close_link();
            break;
        default:
            break;
        }
    }
    auto markdown = run_.markdown(place);
    run_.clear();
    for (const Open& element : open_) {
        switch (element.meaning) {
        case Meaning::emphasis:
            run_.open(Mark::emphasis);
            break;
        case Meaning::strong:
        case Meaning::term:
            run_.open(Mark::strong);
            break;
        case Meaning::strike:
            run_.open(Mark::strike);
            break;
        case Meaning::link:
            run_.open_link(element.address);
            break;
        default:
            break;
        }
    }
    return markdown;
}

/// Writes the words so far as a paragraph, if there are any.
void Converter::flush(bool loose) {
    if (table_) return run_.text(" ");
    const bool words = !run_.empty();
    const auto lines = take_run(Place::paragraph);
    if (words) write(lines, loose);
}

/// A block is set apart by blank lines; the first words of a plain list item are not.
void Converter::write(std::string_view lines, bool loose) {
    Open* list = in_item() && writer_.fresh() ? enclosing_list() : nullptr;
    const bool tight = list != nullptr && list->tight && !loose;
    if (list != nullptr) list->tight = true;
    writer_.block(lines, tight ? Gap::line : Gap::blank);
    list_before_ = '\0';
}

} // namespace

std::string to_markdown(std::string_view html) {
    return Converter().run(html);
}

} // namespace palabre::tools::html
