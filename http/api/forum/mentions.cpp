// SPDX-License-Identifier: Apache-2.0
#include "http/api/forum/mentions.hpp"

#include "core/limits.hpp"
#include "core/text/references.hpp"
#include "core/text/unicode.hpp"
#include "projections/members/members.hpp"
#include "projections/projector.hpp"

#include <algorithm>

namespace palabre::http::forum {
namespace {

namespace read = projections::members::members;

/// Whether a byte is of a letter or digit; of what is beyond ASCII all but the signs that stand behind French words.
bool is_word(std::string_view text, std::size_t at) {
    constexpr std::string_view signs[] = {"\u00a0", "\u00ab", "\u00bb", "\u2019", "\u2026", "\u202f"};
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    std::size_t begin = at;
    while (begin > 0 && at - begin < 3 && (static_cast<unsigned char>(text[begin]) & 0xc0) == 0x80) --begin;
    return std::ranges::none_of(signs, [&](std::string_view sign) { return text.substr(begin).starts_with(sign); });
}

/// The lengths of what may be a name at the beginning of `text`, longest first: each ends where a word does. Looks at
/// no more than the longest name and what stands behind it.
std::vector<std::size_t> candidates(std::string_view text) {
    constexpr std::size_t longest = 4 * limits::name; // bytes
    std::size_t cut = std::min(text.size(), longest + 1);
    while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) ++cut;
    const std::size_t line = text.substr(0, cut).find('\n');
    const bool ends = cut == text.size() || line != std::string_view::npos; // else the word may go on behind the cut
    text = text.substr(0, std::min(cut, line));
    std::vector<std::size_t> found;
    for (std::size_t i = 1; i <= text.size() && found.size() < limits::name_words; ++i)
        if (is_word(text, i - 1) && (i == text.size() ? ends : !is_word(text, i))) found.push_back(i);
    return {found.rbegin(), found.rend()};
}

/// The one active member of this name, or nothing.
Result<std::optional<MemberId>> only(const Context& context, const projections::View& view, std::string_view name) {
    PALABRE_TRY(found, read::named(view, context.community->id, name, true, 2));
    return found.size() == 1 ? std::optional(found.front().record.id) : std::nullopt;
}

} // namespace

Result<std::string> with_references(const Context& context, std::string text) {
    if (text.find('@') == std::string::npos) return text;
    PALABRE_TRY(view, context.services.projector->query("members"));
    std::string out;
    std::size_t done = 0, tried = 0;
    for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
        if (at > 0 && is_word(text, at - 1)) continue; // an address
        if (++tried > limits::names_tried) break;
        const std::string_view rest = std::string_view(text).substr(at + 1);
        for (const std::size_t size : candidates(rest)) {
            if (++tried > limits::names_tried) return out + text.substr(done);
            PALABRE_TRY(member, only(context, view, rest.substr(0, size)));
            if (!member) continue;
            out.append(text, done, at - done).append(text::reference(*member));
            done = at + 1 + size;
            at = done - 1;
            break;
        }
    }
    return out + text.substr(done);
}

Result<std::string> with_names(const Context& context, std::string text) {
    std::string out;
    std::size_t done = 0, tried = 0;
    for (auto found = text::find_reference(text); found && tried < limits::names_tried;
         found = text::find_reference(text, found->begin + found->size)) {
        const auto* id = std::get_if<MemberId>(&found->target);
        if (id == nullptr) continue;
        ++tried;
        PALABRE_TRY(view, context.services.projector->query("members"));
        PALABRE_TRY(row, read::member(view, context.community->id, *id));
        if (!row || !row->record.name) continue;
        PALABRE_TRY(alone, only(context, view, *row->record.name));
        const auto ends = candidates(*row->record.name);
        if (alone != *id || ends.empty() || ends.front() != row->record.name->size()) continue;
        out.append(text, done, found->begin - done).append("@").append(*row->record.name);
        done = found->begin + found->size;
    }
    return out + text.substr(done);
}

} // namespace palabre::http::forum
