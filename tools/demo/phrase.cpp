// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/phrase.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace palabre::tools::demo {

namespace {

/// The parts of "a|b{c|d}|e" at the outermost level.
std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    std::size_t start = 0, depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{') ++depth;
        if (text[i] == '}') --depth;
        if (text[i] != '|' || depth > 0) continue;
        parts.push_back(text.substr(start, i - start));
        start = i + 1;
    }
    parts.push_back(text.substr(start));
    return parts;
}

/// Where the brace that opens at `open` closes; npos: nowhere.
std::size_t closing(std::string_view text, std::size_t open) {
    std::size_t depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == '{') ++depth;
        if (text[i] == '}' && --depth == 0) return i;
    }
    return std::string_view::npos;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// "de Auray" is d’Auray, "à Le Mans" au Mans, "de Les Herbiers" des Herbiers.
void append_slot(std::string& out, std::string value) {
    struct Melt {
        std::string_view before, article, after;
    };
    static constexpr Melt melts[] = {{"à ", "Le ", "au "},   {"À ", "Le ", "Au "},   {"de ", "Le ", "du "},
                                     {"à ", "Les ", "aux "}, {"À ", "Les ", "Aux "}, {"de ", "Les ", "des "},
                                     {"de ", "A", "d’A"},    {"de ", "É", "d’É"}};
    for (const auto& [before, article, after] : melts) {
        if (!out.ends_with(before) || !value.starts_with(article)) continue;
        out.resize(out.size() - before.size());
        value.replace(0, article.size(), after);
        break;
    }
    out += value;
}

void append(std::string& out, std::string_view phrase, Chance& chance, const Slots& slots) {
    while (true) {
        const auto open = phrase.find('{');
        out += phrase.substr(0, open);
        if (open == std::string_view::npos) return;
        const auto close = closing(phrase, open);
        const auto parts = split(phrase.substr(open + 1, close - open - 1));
        if (parts.size() > 1)
            append(out, chance.pick(parts), chance, slots);
        else
            append_slot(out, slots(parts.front()));
        phrase.remove_prefix(close + 1);
    }
}

std::string capitalised(const std::string& text) {
    auto points = icu::UnicodeString::fromUTF8(text);
    if (points.isEmpty()) return text;
    const UChar32 first = points.char32At(0);
    points.replace(0, points.moveIndex32(0, 1), u_toupper(first));
    std::string out;
    points.toUTF8String(out);
    return out;
}

} // namespace

Status check_phrase(std::string_view phrase) {
    const auto fault = [&](std::string_view words) {
        return error(ErrorCode::invalid, fmt::format("{} in \"{}\"", words, phrase));
    };
    if (phrase.find_first_not_of(' ') == std::string_view::npos) return fault("nothing");
    for (std::size_t i = 0; i < phrase.size(); ++i) {
        if (phrase[i] == '}') return fault("a brace that was not opened");
        if (phrase[i] != '{') continue;
        const auto close = closing(phrase, i);
        if (close == std::string_view::npos) return fault("a brace that is not closed");
        const auto parts = split(phrase.substr(i + 1, close - i - 1));
        if (parts.size() == 1 &&
            std::find(std::begin(slot_names), std::end(slot_names), parts.front()) == std::end(slot_names))
            return fault(fmt::format("an unknown slot \"{}\"", parts.front()));
        if (parts.size() > 1)
            for (const auto part : parts) PALABRE_CHECK(part.empty() ? fault("an empty choice") : check_phrase(part));
        i = close;
    }
    return {};
}

std::string expand(std::string_view phrase, Chance& chance, const Slots& slots) {
    std::string out;
    append(out, phrase, chance, slots);
    replace_all(out, " // ", "\n\n");
    constexpr std::string_view no_break = "\u00a0";
    for (const std::string_view sign : {"?", "!", ":", ";", "»"})
        replace_all(out, ' ' + std::string(sign), std::string(no_break) + std::string(sign));
    replace_all(out, "« ", "«" + std::string(no_break));
    return capitalised(out);
}

} // namespace palabre::tools::demo
