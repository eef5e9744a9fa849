// SPDX-License-Identifier: Apache-2.0
#include "core/text/markdown.hpp"

#include "core/limits.hpp"
#include "core/text/html.hpp"
#include "core/text/references.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <md4c.h>
#include <optional>
#include <utility>
#include <vector>

namespace palabre::text {
namespace {

constexpr unsigned dialect =
    MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOHTMLBLOCKS | MD_FLAG_NOHTMLSPANS;

constexpr std::string_view replacement = "\uFFFD";

/// The character of "&#1234;" or "&#x12ab;", or nothing for any other form. What no text may hold is U+FFFD.
std::optional<std::string> numeric_entity(std::string_view entity) {
    if (entity.size() < 4 || !entity.starts_with("&#") || !entity.ends_with(';')) return std::nullopt;
    const bool hex = entity[2] == 'x' || entity[2] == 'X';
    const std::string_view digits = entity.substr(hex ? 3 : 2, entity.size() - (hex ? 4 : 3));
    std::uint32_t point = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
    if (digits.empty() || failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    std::string out;
    const bool control = (point < 0x20 && point != '\t' && point != '\n') || (point >= 0x7f && point < 0xa0);
    const bool none = point > 0x10ffff || (point >= 0xd800 && point < 0xe000);
    if (control || none)
        out = replacement;
    else if (point < 0x80)
        out = {static_cast<char>(point)};
    else if (point < 0x800)
        out = {static_cast<char>(0xc0 | point >> 6), static_cast<char>(0x80 | (point & 63))};
    else if (point < 0x10000)
        out = {static_cast<char>(0xe0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 63)),
               static_cast<char>(0x80 | (point & 63))};
    else
        out = {static_cast<char>(0xf0 | point >> 18), static_cast<char>(0x80 | (point >> 12 & 63)),
               static_cast<char>(0x80 | (point >> 6 & 63)), static_cast<char>(0x80 | (point & 63))};
    return out;
}

/// "&name;" of letters and digits: a browser knows which there are, and makes text of it in any case.
bool is_named_entity(std::string_view entity) {
    const auto alphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return entity.size() > 2 && entity.front() == '&' && entity.back() == ';' &&
           std::ranges::all_of(entity.substr(1, entity.size() - 2), alphanumeric);
}

/// What an entity in an attribute stands for; names beyond the basic ones stay as written.
std::string resolved(std::string_view entity) {
    constexpr std::pair<std::string_view, std::string_view> basic[] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}};
    if (auto character = numeric_entity(entity)) return std::move(*character);
    for (const auto& [name, character] : basic)
        if (name == entity) return std::string(character);
    return std::string(entity);
}

/// The value of an attribute as the browser must see it: decided on and written out after every entity is resolved, so
/// that "javascript&colon;" cannot become an address behind our back.
std::string plain(const MD_ATTRIBUTE& attribute) {
    std::string out;
    for (std::size_t i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
        const auto begin = attribute.substr_offsets[i];
        const std::string_view part(attribute.text + begin, attribute.substr_offsets[i + 1] - begin);
        if (attribute.substr_types[i] == MD_TEXT_NULLCHAR)
            out += replacement;
        else
            out += attribute.substr_types[i] == MD_TEXT_ENTITY ? resolved(part) : std::string(part);
    }
    return out;
}

/// Takes md4c's callbacks and writes HTML. Anything that has no case writes nothing but its text.
class Writer {
public:
    /// `marks`: references become markers.
    explicit Writer(bool marks) : marks_(marks) {}

    [[nodiscard]] std::string take() && { return std::move(out_); }

    int enter(MD_BLOCKTYPE type, void* detail);
    int leave(MD_BLOCKTYPE type, void* detail);
    int enter(MD_SPANTYPE type, void* detail);
    int leave(MD_SPANTYPE type);
    int text(MD_TEXTTYPE type, std::string_view text);

private:
    /// Something within a line that is under way.
    struct Span {
        MD_SPANTYPE type;
        bool live = false;     ///< its tag is open
        std::size_t begin = 0; ///< of links and pictures: where the text begins
        std::string address{}; ///< and the address as written
    };

    void enter_container(std::string_view tag);
    void leave_container(std::string_view tag);
    void enter_cell(std::string_view tag, MD_ALIGN align);
    void enter_link(Span& span, const MD_ATTRIBUTE& address, const MD_ATTRIBUTE& title);
    void close_last_span();
    void write(std::string_view text);
    void mark(const MemberId& member) { out_ += fmt::format("<x-member:{}>", member.text()); }
    void mark(const Quote& quote);
    /// Opens the paragraph again that a quote has ended, for what follows in it.
    void resume_paragraph();
    /// Stops the parser when the page would be too long.
    [[nodiscard]] int go_on() const {
        return out_.size() > limits::html_bytes || address_bytes_ > limits::html_bytes ? 1 : 0;
    }

    const bool marks_;
    std::string out_;
    bool in_paragraph_ = false;  ///< in the lines of one, not in those of a cell or a heading
    bool ended_ = false;         ///< by a quote, and nothing has followed
    std::size_t containers_ = 0; ///< quotes and lists
    /// Innermost last. md4c lets bare addresses and emphasis overlap: what is closed here is what was opened here.
    std::vector<Span> spans_;
    std::array<std::size_t, MD_SPAN_U + 1> open_{}; ///< of each type in spans_
    bool link_open_ = false;                        ///< there is no link in a link
    /// Of all links so far: one long definition that thousands of references name is read through for each of them.
    std::size_t address_bytes_ = 0;
};

/// What stands around a block that needs no more thought.
struct Tags {
    std::string_view open, close;
};

Tags tags(MD_BLOCKTYPE type) {
    switch (type) {
    case MD_BLOCK_HR:
        return {"<hr>\n", ""};
    case MD_BLOCK_CODE:
        return {"<pre><code>", "</code></pre>\n"};
    case MD_BLOCK_P:
        return {"<p>", "</p>\n"};
    case MD_BLOCK_TABLE:
        return {"<table>\n", "</table>\n"};
    case MD_BLOCK_THEAD:
        return {"<thead>\n", "</thead>\n"};
    case MD_BLOCK_TBODY:
        return {"<tbody>\n", "</tbody>\n"};
    case MD_BLOCK_TR:
        return {"<tr>\n", "</tr>\n"};
    default:
        return {};
    }
}

std::string_view heading(unsigned level) {
    constexpr std::string_view names[] = {"h3", "h4", "h5", "h6"};
    return names[std::clamp(level, 1U, 4U) - 1];
}

/// The element of a span that is no link.
std::string_view element(MD_SPANTYPE type) {
    switch (type) {
    case MD_SPAN_EM:
        return "em";
    case MD_SPAN_STRONG:
        return "strong";
    case MD_SPAN_DEL:
        return "del";
    case MD_SPAN_CODE:
        return "code";
    default:
        return {};
    }
}

int Writer::enter(MD_BLOCKTYPE type, void* detail) {
    while (!spans_.empty()) close_last_span();
    if (!out_.empty() && out_.back() != '\n') out_ += '\n'; // behind a list item's tag or text
    in_paragraph_ = type == MD_BLOCK_P;
    switch (type) {
    case MD_BLOCK_QUOTE:
        enter_container("<blockquote>\n");
        break;
    case MD_BLOCK_UL:
        enter_container("<ul>\n");
        break;
    case MD_BLOCK_OL: {
        const unsigned start = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start;
        enter_container(start == 1 ? "<ol>\n" : fmt::format("<ol start=\"{}\">\n", start));
        break;
    }
    case MD_BLOCK_LI:
        if (containers_ <= limits::markdown_depth) out_ += "<li>";
        break;
    case MD_BLOCK_H:
        out_ += fmt::format("<{}>", heading(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level));
        break;
    case MD_BLOCK_TH:
        enter_cell("th", static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align);
        break;
    case MD_BLOCK_TD:
        enter_cell("td", static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align);
        break;
    default:
        out_ += tags(type).open;
    }
    return go_on();
}

int Writer::leave(MD_BLOCKTYPE type, void* detail) {
    while (!spans_.empty()) close_last_span();
    if (type == MD_BLOCK_P && std::exchange(ended_, false)) return go_on();
    in_paragraph_ = false;
    switch (type) {
    case MD_BLOCK_QUOTE:
        leave_container("</blockquote>\n");
        break;
    case MD_BLOCK_UL:
        leave_container("</ul>\n");
        break;
    case MD_BLOCK_OL:
        leave_container("</ol>\n");
        break;
    case MD_BLOCK_LI:
        out_ += containers_ <= limits::markdown_depth ? "</li>\n" : "\n";
        break;
    case MD_BLOCK_H:
        out_ += fmt::format("</{}>\n", heading(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level));
        break;
    case MD_BLOCK_TH:
        out_ += "</th>\n";
        break;
    case MD_BLOCK_TD:
        out_ += "</td>\n";
        break;
    default:
        out_ += tags(type).close;
    }
    return go_on();
}

int Writer::enter(MD_SPANTYPE type, void* detail) {
    resume_paragraph();
    Span span{.type = type};
    if (type == MD_SPAN_A) {
        const auto* link = static_cast<MD_SPAN_A_DETAIL*>(detail);
        enter_link(span, link->href, link->title);
    } else if (type == MD_SPAN_IMG) {
        const auto* picture = static_cast<MD_SPAN_IMG_DETAIL*>(detail);
        enter_link(span, picture->src, picture->title);
    } else if (!element(type).empty() && spans_.size() < limits::markdown_depth) {
        span.live = true;
        out_ += fmt::format("<{}>", element(type));
    }
    span.begin = out_.size();
    ++open_[type];
    spans_.push_back(std::move(span));
    return go_on();
}

int Writer::leave(MD_SPANTYPE type) {
    if (open_[type] == 0) return go_on();
    while (spans_.back().type != type) close_last_span();
    close_last_span();
    return go_on();
}

void Writer::close_last_span() {
    const Span span = std::move(spans_.back());
    spans_.pop_back();
    --open_[span.type];
    const bool link = span.type == MD_SPAN_A || span.type == MD_SPAN_IMG;
    if (link && out_.size() == span.begin) append_escaped(out_, span.address); // nothing to click on otherwise
    if (!span.live) return;
    out_ += link ? "</a>" : fmt::format("</{}>", element(span.type));
    if (link) link_open_ = false;
}

void Writer::resume_paragraph() {
    if (std::exchange(ended_, false)) out_ += "<p>";
}

void Writer::mark(const Quote& quote) {
    // A block in its paragraph's place: what stood before it is one, what follows is another.
    if (out_.ends_with("<p>")) {
        out_.erase(out_.size() - 3);
    } else if (!ended_) {
        while (out_.ends_with('\n') || out_.ends_with(' ')) out_.pop_back();
        out_ += "</p>\n";
    }
    out_ += fmt::format("<x-post:{}", quote.post.text());
    if (quote.end) out_ += fmt::format(":{}-{}", quote.first, *quote.end);
    out_ += ">\n";
    ended_ = true;
}

/// Escaped, with its references marked where they mean something.
void Writer::write(std::string_view text) {
    const auto plain = [&](std::string_view part) {
        if (ended_) part.remove_prefix(std::min(part.find_first_not_of(" \t"), part.size()));
        if (part.empty()) return;
        resume_paragraph();
        append_escaped(out_, part);
    };
    std::size_t done = 0;
    for (auto found = marks_ && !link_open_ && open_[MD_SPAN_CODE] == 0 ? find_reference(text) : std::nullopt; found;
         found = find_reference(text, found->begin + found->size)) {
        const auto* quote = std::get_if<Quote>(&found->target);
        if (quote != nullptr && (!in_paragraph_ || !spans_.empty())) continue; // no place for a block
        plain(text.substr(done, found->begin - done));
        if (quote != nullptr) {
            mark(*quote);
        } else {
            resume_paragraph();
            mark(std::get<MemberId>(found->target));
        }
        done = found->begin + found->size;
    }
    plain(text.substr(done));
}

int Writer::text(MD_TEXTTYPE type, std::string_view text) {
    if ((type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) && ended_) return go_on();
    if (type == MD_TEXT_NORMAL) {
        write(text);
        return go_on();
    }
    resume_paragraph();
    switch (type) {
    case MD_TEXT_NULLCHAR:
        out_ += replacement;
        break;
    case MD_TEXT_BR:
        out_ += "<br>\n";
        break;
    case MD_TEXT_SOFTBR:
        out_ += '\n';
        break;
    case MD_TEXT_ENTITY:
        if (const auto character = numeric_entity(text))
            append_escaped(out_, *character);
        else if (is_named_entity(text))
            out_ += text;
        else
            append_escaped(out_, text);
        break;
    default:
        append_escaped(out_, text);
    }
    return go_on();
}

void Writer::enter_container(std::string_view tag) {
    if (++containers_ <= limits::markdown_depth) out_ += tag;
}

void Writer::leave_container(std::string_view tag) {
    if (containers_-- <= limits::markdown_depth) out_ += tag;
}

void Writer::enter_cell(std::string_view tag, MD_ALIGN align) {
    // A class, not a style: the pages' content policy allows no inline style.
    constexpr std::string_view classes[] = {"", " class=\"align-left\"", " class=\"align-center\"",
                                            " class=\"align-right\""};
    out_ += fmt::format("<{}{}>", tag, classes[align]);
}

void Writer::enter_link(Span& span, const MD_ATTRIBUTE& address, const MD_ATTRIBUTE& title) {
    address_bytes_ += address.size + title.size;
    if (address.size <= limits::link_bytes) span.address = plain(address);
    const auto target = link_address(span.address);
    if (!target || link_open_) return;
    span.live = link_open_ = true;
    out_ += "<a href=\"";
    append_escaped(out_, *target);
    out_ += '"';
    if (title.size > 0 && title.size <= limits::link_bytes) {
        out_ += " title=\"";
        append_escaped(out_, plain(title));
        out_ += '"';
    }
    out_ += " rel=\"nofollow noopener ugc\">";
}

// md4c is C: its callbacks are functions, the writer comes as a pointer.

Writer& writer(void* user) {
    return *static_cast<Writer*>(user);
}

MD_PARSER parser() {
    MD_PARSER parser{};
    parser.flags = dialect;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* user) { return writer(user).enter(type, detail); };
    parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* user) { return writer(user).leave(type, detail); };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* user) { return writer(user).enter(type, detail); };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* user) { return writer(user).leave(type); };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
        return writer(user).text(type, {text, size});
    };
    return parser;
}

/// The text as it was written, a <br> for each line end; cut where it would be too long.
std::string as_plain(std::string_view text) {
    std::string out = "<p>";
    for (; !text.empty() && out.size() < limits::html_bytes; text.remove_prefix(1)) {
        if (text.front() == '\n') out += "<br>";
        append_escaped(out, text.substr(0, 1));
    }
    while (!text.empty() && !is_utf8(out)) out.pop_back(); // cut within a character
    return out + "</p>\n";
}

} // namespace

namespace {

std::string rendered(std::string_view markdown, bool marks) {
    const std::string text = repaired(markdown);
    const MD_PARSER callbacks = parser();
    Writer writer(marks);
    if (md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &callbacks, &writer) != 0) return as_plain(text);
    return std::move(writer).take();
}

} // namespace

std::string markdown_to_html(std::string_view markdown) {
    return rendered(markdown, false);
}

std::string post_to_html(std::string_view markdown) {
    return rendered(markdown, true);
}

} // namespace palabre::text
