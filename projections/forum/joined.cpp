// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/joined.hpp"

#include "core/limits.hpp"
#include "core/text/references.hpp"
#include "projections/forum/posts.hpp"

#include <charconv>
#include <fmt/format.h>

namespace palabre::projections::forum::posts {
namespace {

using Reference = JoinedPage::Reference;

constexpr std::string_view marker = "<x-";
constexpr std::string_view mention = "<x-member:";
constexpr std::string_view quotation = "<x-post:";
constexpr std::string_view author = "<x-author:";
constexpr std::string_view absent = "<x-absent>";

/// How many bytes the first character takes: an escape of JSON, an entity, or UTF-8.
std::size_t character(std::string_view text) {
    if (text.front() == '\\') return std::min<std::size_t>(text.starts_with("\\u") ? 6 : 2, text.size());
    if (text.front() == '&') {
        const auto end = text.find(';');
        return end == std::string_view::npos ? 1 : end + 1;
    }
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
    return size;
}

/// Whether anything but tags and space follows.
bool has_words(std::string_view html) {
    while (!html.empty()) {
        if (html.front() == '<')
            html.remove_prefix(std::min(html.find('>'), html.size() - 1) + 1);
        else if (html.starts_with("\\n") || html.front() == ' ')
            html.remove_prefix(html.front() == ' ' ? 1 : 2);
        else
            return true;
    }
    return false;
}

/// The quote that a marker, without its brackets, stands for.
std::optional<text::Quote> quote_of(std::string_view inner) {
    const auto found = text::find_reference(fmt::format("@[{}]", inner));
    const auto* quote = found ? std::get_if<text::Quote>(&found->target) : nullptr;
    return quote == nullptr ? std::nullopt : std::optional(*quote);
}

/// Where the text begins behind the body's place: what stands before it is no HTML, and names of files may look alike.
std::size_t html_at(std::string_view json, std::size_t body_at) {
    constexpr std::string_view name = R"("body_html":")"; // no quote stands bare in a text of JSON
    return json.find(name, body_at) + name.size();
}

/// A quote as a block of HTML within JSON, with markers for its author and for mentions in it.
Result<std::string> block(std::string_view inner, const FindQuoted& find) {
    const auto quote = quote_of(inner);
    std::optional<PostRow> row;
    if (quote) {
        PALABRE_TRY(found, find(quote->post));
        row = std::move(found);
    }
    const std::string_view open = R"(<blockquote class=\"quote\"><p>)";
    if (!row || row->record.state() != State::shown) return fmt::format(R"({}{}</p></blockquote>)", open, absent);
    const auto& post = row->record;
    std::string_view body = row->json().substr(html_at(row->json(), post.body_at));
    body.remove_suffix(std::string_view(R"("})").size());
    return fmt::format(R"({}<a href=\"?page={}#p{}\">{}{}></a></p>\n<p>{}</p></blockquote>)", open,
                       page_of(post.ordinal), post.ordinal, author, post.author.text(),
                       cut(body, quote->first, quote->end));
}

/// The body with each quote's marker replaced.
Result<std::string> with_quotes(std::string_view body, const FindQuoted& find) {
    std::string out;
    for (;;) {
        const auto at = body.find(quotation);
        out += body.substr(0, at);
        if (at == std::string_view::npos) return out;
        body.remove_prefix(at + marker.size());
        const auto end = body.find('>');
        PALABRE_TRY(quoted, block(body.substr(0, end), find));
        out += quoted;
        body.remove_prefix(end + 1);
    }
}

/// Notes every marker that is left at or behind `from`.
void note_references(JoinedPage& page, std::size_t from) {
    for (auto at = page.json.find(marker, from); at != std::string::npos; at = page.json.find(marker, at + 1)) {
        const std::string_view rest = std::string_view(page.json).substr(at);
        Reference reference{.kind = Reference::Kind::absent, .at = at, .size = rest.find('>') + 1};
        for (const auto& [kind, begin] :
             {std::pair(Reference::Kind::mention, mention), std::pair(Reference::Kind::author, author)}) {
            if (!rest.starts_with(begin)) continue;
            reference.kind = kind;
            reference.member = MemberId::parse(rest.substr(begin.size(), MemberId::text_size)).value_or(MemberId{});
        }
        page.references.push_back(reference);
    }
}

} // namespace

std::string cut(std::string_view html, std::uint32_t first, std::optional<std::uint32_t> end) {
    const std::size_t asked = end ? *end - first : limits::quote_shown;
    const std::size_t behind = first + std::min<std::size_t>(asked, limits::quote_most);
    std::string out;
    bool broken = false; // a break is due before the next character
    for (std::size_t place = 0; !html.empty();) {
        if (html.front() == '<') {
            const std::size_t size = std::min(html.find('>'), html.size() - 1) + 1;
            if (place >= first && place < behind && html.starts_with(mention)) out += html.substr(0, size);
            html.remove_prefix(size);
            continue;
        }
        if (place == behind) {
            if ((!end || asked > limits::quote_most) && has_words(html)) out += "…";
            break;
        }
        const std::size_t size = character(html);
        if (place++ >= first) {
            if (html.starts_with("\\n")) {
                broken = !out.empty();
            } else {
                if (std::exchange(broken, false)) out += "<br>";
                out += html.substr(0, size);
            }
        }
        html.remove_prefix(size);
    }
    return out;
}

Result<JoinedPage> join(std::span<const PostRow> rows, const FindQuoted& find) {
    JoinedPage joined;
    joined.posts.reserve(rows.size());
    std::size_t bytes = 0;
    for (const auto& post : rows) bytes += post.json().size() + 1;
    joined.json.reserve(bytes);
    for (const auto& post : rows) {
        if (!joined.json.empty()) joined.json += ',';
        const std::size_t begin = joined.json.size(), body = begin + post.record.body_at;
        joined.posts.push_back({post.record.id, post.record.author, begin + author_at, body});
        if (!post.record.refers) {
            joined.json += post.json();
            continue;
        }
        const std::size_t html = html_at(post.json(), post.record.body_at);
        joined.json += post.json().substr(0, html);
        PALABRE_TRY(quoted, with_quotes(post.json().substr(html), find));
        joined.json += quoted;
        note_references(joined, begin + html);
    }
    return joined;
}

Result<JoinedPage> join(std::string_view markdown, const FindQuoted& find) {
    JoinedPage joined;
    PALABRE_TRY(quoted, with_quotes(post_body(markdown), find));
    joined.json = '{' + quoted;
    note_references(joined, 0);
    return joined;
}

} // namespace palabre::projections::forum::posts
