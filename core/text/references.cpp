// SPDX-License-Identifier: Apache-2.0
#include "core/text/references.hpp"

#include "core/limits.hpp"

#include <charconv>
#include <fmt/format.h>

namespace palabre::text {
namespace {

constexpr std::string_view opening = "@[";
constexpr std::string_view member_word = "member:";
constexpr std::string_view post_word = "post:";

/// A number without sign or needless zeros, within the longest text.
std::optional<std::uint32_t> count(std::string_view digits) {
    std::uint32_t value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    if (value > limits::body || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
    return value;
}

std::optional<Quote> quote(std::string_view inner) {
    const auto post = PostId::parse(inner.substr(0, PostId::text_size));
    if (!post) return std::nullopt;
    Quote quote{.post = *post};
    inner.remove_prefix(PostId::text_size);
    if (inner.empty()) return quote;
    const auto hyphen = inner.find('-');
    if (inner.front() != ':' || hyphen == std::string_view::npos) return std::nullopt;
    const auto first = count(inner.substr(1, hyphen - 1)), end = count(inner.substr(hyphen + 1));
    if (!first || !end || *end <= *first) return std::nullopt;
    quote.first = *first;
    quote.end = end;
    return quote;
}

/// What stands between the brackets.
std::optional<std::variant<MemberId, Quote>> target(std::string_view inner) {
    if (inner.starts_with(member_word)) {
        if (const auto member = MemberId::parse(inner.substr(member_word.size()))) return *member;
    } else if (inner.starts_with(post_word)) {
        if (auto quoted = quote(inner.substr(post_word.size()))) return *quoted;
    }
    return std::nullopt;
}

/// The longest that there is: a quote's, with two numbers.
constexpr std::size_t longest = post_word.size() + PostId::text_size + 2 * sizeof ":40000";

} // namespace

std::optional<Reference> find_reference(std::string_view text, std::size_t from) {
    for (auto at = text.find(opening, from); at != std::string_view::npos; at = text.find(opening, at + 1)) {
        const std::string_view rest = text.substr(at + opening.size(), longest);
        const auto close = rest.find(']');
        if (close == std::string_view::npos) continue;
        if (auto found = target(rest.substr(0, close)))
            return Reference{at, opening.size() + close + 1, std::move(*found)};
    }
    return std::nullopt;
}

std::string reference(const MemberId& member) {
    return fmt::format("{}{}{}]", opening, member_word, member.text());
}

std::string reference(const Quote& quote) {
    if (!quote.end) return fmt::format("{}{}{}]", opening, post_word, quote.post.text());
    return fmt::format("{}{}{}:{}-{}]", opening, post_word, quote.post.text(), quote.first, *quote.end);
}

} // namespace palabre::text
