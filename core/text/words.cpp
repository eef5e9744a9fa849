// SPDX-License-Identifier: Apache-2.0
// Letters of Latin script below U+0180, digits, and what stands between them in French and English are told apart by a
// table: there Unicode's rules come to "a word is a run of letters and digits". A run that holds anything else goes
// through ICU whole. Measured: ICU alone takes four times as long as all other analysis of an ad.
#include "core/text/words.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

namespace palabre::text {
namespace {

enum class Kind : std::uint8_t {
    gap,        ///< parts words
    letter,     ///< or digit
    apostrophe, ///< ' ’ ʼ: within a word it ends what is elided
    dot,        ///< "I.D.E." is one word, "3.5" too
    comma,      ///< "3,5" is one word
    other,      ///< ICU has to look
};

struct Letter {
    Kind kind = Kind::gap;
    bool capital = false;
    bool digit = false;
    std::string folded;
};

constexpr char32_t table_end = 0x180;

std::string utf8_of(char32_t c) {
    if (c < 0x80) return {static_cast<char>(c)};
    return {static_cast<char>(0xc0U | (c >> 6)), static_cast<char>(0x80U | (c & 0x3fU))};
}

const std::array<Letter, table_end>& table() {
    static const auto made = [] {
        std::array<Letter, table_end> letters;
        for (char32_t c = 0; c < table_end; ++c) {
            const auto point = static_cast<UChar32>(c);
            Letter& letter = letters[c];
            if (u_isalnum(point) != 0) {
                letter = {Kind::letter, u_isUUppercase(point) != 0, u_isdigit(point) != 0, unaccented(utf8_of(c))};
                // What folds to more than letters (ŉ is ʼn) is rare enough for the long way.
                if (!std::ranges::all_of(letter.folded,
                                         [](char f) { return f > '/' && static_cast<unsigned char>(f) < 0x80; }))
                    letter.kind = Kind::other;
            }
        }
        letters['\''].kind = Kind::apostrophe;
        letters['.'].kind = Kind::dot;
        letters[','].kind = Kind::comma;
        letters[0xad].kind = Kind::other; // soft hyphen: stands within a word and is not seen
        return letters;
    }();
    return made;
}

/// One character at `at` and its length; gaps for ill-formed bytes.
struct Seen {
    const Letter* letter;
    std::size_t size;
};

Seen look(std::string_view text, std::size_t at) {
    static const Letter gap{};
    static const Letter apostrophe{Kind::apostrophe, false, false, {}};
    static const Letter other{Kind::other, false, false, {}};
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) return {&table()[byte], 1};
    if (byte < 0xc2) return {&gap, 1};
    const auto next = [&](std::size_t i) -> std::uint32_t {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
    };
    if ((next(1) & 0xc0U) != 0x80) return {&gap, 1};
    if (byte < 0xe0) {
        const std::uint32_t c = ((byte & 0x1fU) << 6) | (next(1) & 0x3fU);
        if (c == 0x2bc) return {&apostrophe, 2};
        return {c < table_end ? &table()[c] : &other, 2};
    }
    if (byte < 0xf0) {
        if ((next(2) & 0xc0U) != 0x80) return {&gap, 1};
        const std::uint32_t c = ((byte & 0xfU) << 12) | ((next(1) & 0x3fU) << 6) | (next(2) & 0x3fU);
        if (c == 0x2019) return {&apostrophe, 3};
        // Dashes, quotation marks, bullets, spaces and signs, but for joiners and marks of direction.
        if (c >= 0x2000 && c < 0x2200 && !(c >= 0x200c && c <= 0x200f) && c != 0x2024 && c != 0x2027 &&
            !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2060 && c <= 0x2070) && u_isalnum(static_cast<UChar32>(c)) == 0 &&
            c != 0x203f && c != 0x2040 && c != 0x2054)
            return {&gap, 3};
        return {&other, 3};
    }
    return {&other, 4};
}

/// What stands before an apostrophe without being a word of its own.
bool is_elided(std::string_view folded) {
    constexpr std::string_view elided[] = {"l", "d",  "j",     "m",      "t",      "s",     "c",
                                           "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"};
    return std::ranges::find(elided, folded) != std::end(elided);
}

class Breaker {
public:
    Breaker(std::string_view text, const std::function<void(const Word&)>& visit) : text_(text), visit_(visit) {}

    void run() {
        std::size_t at = 0;
        while (at < text_.size()) {
            const Seen seen = look(text_, at);
            if (seen.letter->kind == Kind::letter)
                at = plain(at);
            else if (seen.letter->kind == Kind::other)
                at = by_icu(at, at);
            else
                at += seen.size;
        }
    }

private:
    /// A word that begins at `begin`; gives where to go on.
    std::size_t plain(std::size_t begin) {
        folded_.clear();
        letters_ = capitals_ = 0;
        std::size_t at = begin;
        while (at < text_.size()) {
            const Seen seen = look(text_, at);
            if (seen.letter->kind == Kind::letter) {
                add(*seen.letter);
                at += seen.size;
            } else if (seen.letter->kind == Kind::other) {
                return by_icu(begin, at);
            } else if (joins(begin, at, seen)) {
                at += seen.size;
            } else {
                if (seen.letter->kind == Kind::apostrophe && is_elided(folded_) && is_letter(at + seen.size))
                    return at + seen.size;
                break;
            }
        }
        tell(begin, at);
        return at;
    }

    void add(const Letter& letter) {
        folded_ += letter.folded;
        letters_ += letter.digit ? 0 : 1;
        capitals_ += letter.capital ? 1 : 0;
    }

    [[nodiscard]] bool is_letter(std::size_t at) const {
        return at < text_.size() && look(text_, at).letter->kind == Kind::letter;
    }
    [[nodiscard]] bool is_digit(std::size_t at) const {
        return at < text_.size() && text_[at] >= '0' && text_[at] <= '9';
    }
    /// One ASCII letter with no other beside it.
    [[nodiscard]] bool is_lone(std::size_t at) const {
        return is_letter(at) && static_cast<unsigned char>(text_[at]) < 0x80 && !is_digit(at) && !is_letter(at + 1);
    }

    /// Whether a dot or comma at `at` stands within one word: between digits, or in "I.D.E".
    [[nodiscard]] bool joins(std::size_t begin, std::size_t at, const Seen& seen) {
        const Kind kind = seen.letter->kind;
        if ((kind == Kind::dot || kind == Kind::comma) && is_digit(at - 1) && is_digit(at + 1)) {
            folded_ += '.';
            return true;
        }
        return kind == Kind::dot && is_lone(at - 1) && (at - 1 == begin || text_[at - 2] == '.') && is_lone(at + 1) &&
               letters_ == folded_.size();
    }

    void tell(std::size_t begin, std::size_t end) {
        if (folded_.empty()) return;
        std::string_view folded = folded_;
        if (folded.size() > limits::search_word_bytes) {
            std::size_t cut = limits::search_word_bytes;
            while (cut > 0 && (static_cast<unsigned char>(folded[cut]) & 0xc0U) == 0x80) --cut;
            folded = folded.substr(0, cut);
        }
        visit_({folded, begin, end, letters_ >= 2 && capitals_ == letters_});
    }

    /// The run without a gap that holds `at` and begins at `begin`, broken by ICU.
    std::size_t by_icu(std::size_t begin, std::size_t at) {
        std::size_t end = at;
        while (end < text_.size()) {
            const Seen seen = look(text_, end);
            if (seen.letter->kind == Kind::gap) break;
            end += seen.size;
        }
        UErrorCode status = U_ZERO_ERROR;
        if (!breaks_) breaks_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getFrench(), status));
        UText* source = utext_openUTF8(nullptr, text_.data() + begin, static_cast<std::int64_t>(end - begin), &status);
        if (U_FAILURE(status) || !breaks_) throw std::runtime_error("ICU lacks its rules for words");
        breaks_->setText(source, status);
        std::int32_t from = breaks_->first();
        for (std::int32_t to = breaks_->next(); to != icu::BreakIterator::DONE; from = to, to = breaks_->next()) {
            if (breaks_->getRuleStatus() == UBRK_WORD_NONE) continue;
            const std::size_t first = begin + static_cast<std::size_t>(from);
            tell_foreign(first, begin + static_cast<std::size_t>(to));
        }
        utext_close(source);
        return end;
    }

    /// A word of ICU's, which leaves apostrophes within.
    void tell_foreign(std::size_t begin, std::size_t end) {
        std::size_t part = begin;
        for (std::size_t at = begin; at <= end;) {
            const bool last = at == end;
            const Seen seen = last ? Seen{nullptr, 1} : look(text_, at);
            if (last || seen.letter->kind == Kind::apostrophe) {
                folded_ = unaccented(text_.substr(part, at - part));
                letters_ = capitals_ = 0;
                if (last || !is_elided(folded_)) tell(part, at);
                part = at + seen.size;
            }
            at += seen.size;
        }
    }

    std::string_view text_;
    const std::function<void(const Word&)>& visit_;
    std::string folded_;
    std::size_t letters_ = 0, capitals_ = 0;
    std::unique_ptr<icu::BreakIterator> breaks_;
};

} // namespace

void each_word(std::string_view utf8, const std::function<void(const Word&)>& visit) {
    Breaker(utf8, visit).run();
}

} // namespace palabre::text
