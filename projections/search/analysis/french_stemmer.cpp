// SPDX-License-Identifier: Apache-2.0
// The word is kept as Latin-1, one byte a letter. Capitals mark what the algorithm takes for no vowel: I, U, Y; and H
// stands before a vowel that had a diaeresis. Regions (pV, p1, p2) are places from which on a suffix may be taken away.
#include "projections/search/analysis/french_stemmer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

namespace palabre::projections::search {
namespace {

/// Nothing: a letter outside Latin-1, or ill-formed.
std::optional<std::string> to_latin1(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size() + 2);
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte < 0x80) {
            out.push_back(utf8[i]);
        } else if ((byte == 0xc2 || byte == 0xc3) && i + 1 < utf8.size()) {
            out.push_back(static_cast<char>(((byte & 3U) << 6) | (static_cast<unsigned char>(utf8[++i]) & 0x3fU)));
        } else {
            return std::nullopt;
        }
    }
    return out;
}

std::string to_utf8(std::string_view latin1) {
    std::string out;
    out.reserve(latin1.size() + 4);
    for (const char c : latin1) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out.push_back(c);
        } else {
            out.push_back(static_cast<char>(0xc0U | (byte >> 6)));
            out.push_back(static_cast<char>(0x80U | (byte & 0x3fU)));
        }
    }
    return out;
}

char unaccented(char c) {
    switch (static_cast<unsigned char>(c)) {
    case 0xe2: // â
        return 'a';
    case 0xe8: // è
    case 0xe9: // é
        return 'e';
    case 0xee: // î
        return 'i';
    default:
        return c;
    }
}

/// What is done where a suffix stands.
enum class Rule : std::uint8_t {
    // of standard suffixes
    drop_r2,
    drop_with_ic,
    to_log,
    to_u,
    to_ent,
    ement,
    ite,
    ive,
    to_eau,
    to_al,
    to_ou,
    euse,
    issement,
    amment,
    emment,
    ment,
    to_teur,
    // of verbs
    verb,
    verb_r2,
    verb_with_e,
    aise,
    // of what is left
    ion,
    to_i,
    drop,
};

struct Suffix {
    std::string text; ///< Latin-1
    Rule rule;
};
using Suffixes = std::vector<Suffix>;

struct Spelled {
    std::string_view words; ///< separated by spaces, UTF-8
    Rule rule;
};

constexpr Spelled standard_spelled[] = {
    {"ance iqUe isme able iste eux ances iqUes ismes ables istes", Rule::drop_r2},
    {"atrice ateur ation atrices ateurs ations", Rule::drop_with_ic},
    {"logie logies", Rule::to_log},
    {"usion ution usions utions", Rule::to_u},
    {"ence ences", Rule::to_ent},
    {"ement ements", Rule::ement},
    {"ité ités", Rule::ite},
    {"if ive ifs ives", Rule::ive},
    {"eaux", Rule::to_eau},
    {"aux", Rule::to_al},
    {"oux", Rule::to_ou},
    {"euse euses", Rule::euse},
    {"issement issements", Rule::issement},
    {"amment", Rule::amment},
    {"emment", Rule::emment},
    {"ment ments", Rule::ment},
};
constexpr Spelled i_verb_spelled[] = {
    {"îmes ît îtes i ie ies ir ira irai iraIent irais irait iras irent irez iriez irions irons iront is issaIent "
     "issais "
     "issait issant issante issantes issants isse issent isses issez issiez issions issons it",
     Rule::verb},
};
constexpr Spelled verb_spelled[] = {
    {"ions", Rule::verb_r2},
    {"é ée ées és èrent er era erai eraIent erais erait eras erez eriez erions erons eront ez iez eais", Rule::verb},
    {"âmes ât âtes a ai aIent ait ant ante antes ants as asse assent asses assiez assions", Rule::verb_with_e},
    {"ais aise aises", Rule::aise},
};
constexpr Spelled residual_spelled[] = {
    {"ion", Rule::ion},
    {"ier ière Ier Ière", Rule::to_i},
    {"e", Rule::drop},
};

/// What folded words need besides, so that the forms of nouns meet: plurals of what looks like a verb, men beside
/// women.
constexpr Spelled folded_standard_spelled[] = {
    {"eur eurs", Rule::drop_r2}, // as -euse
    {"teur teurs", Rule::to_teur},
};
constexpr Spelled folded_verb_spelled[] = {{"ers", Rule::verb}};
/// Suffixes of verbs which, once folded, are how nouns end as well: "qualités", "candidat", "salarié". What is left of
/// the algorithm sees to their -e and -es; who writes in the past tense is found without them.
constexpr std::string_view folded_nouns[] = {"e", "es", "ie", "ies", "it", "imes", "ites", "at", "ames", "ates"};

/// All that depends on the spelling.
struct Tables {
    Suffixes standard, i_verb, verb, residual;
    std::string kept_before_s;

    explicit Tables(Spelling spelling)
        : standard(read(standard_spelled, spelling)), i_verb(read(i_verb_spelled, spelling)),
          verb(read(verb_spelled, spelling)), residual(read(residual_spelled, spelling)),
          kept_before_s(spelling == Spelling::accented ? "aious\xe8" : "aios") {
        if (spelling == Spelling::folded) {
            for (Suffixes* verbs : {&i_verb, &verb})
                std::erase_if(*verbs, [](const Suffix& suffix) {
                    return std::ranges::find(folded_nouns, suffix.text) != std::end(folded_nouns);
                });
            std::ranges::copy(read(folded_standard_spelled, spelling), std::back_inserter(standard));
            std::ranges::copy(read(folded_verb_spelled, spelling), std::back_inserter(verb));
        }
        // The longest that fits is the one that counts.
        for (Suffixes* table : {&standard, &i_verb, &verb, &residual})
            std::ranges::stable_sort(*table, std::ranges::greater(),
                                     [](const Suffix& suffix) { return suffix.text.size(); });
    }

private:
    static Suffixes read(std::span<const Spelled> lines, Spelling spelling) {
        Suffixes out;
        for (const auto& line : lines) {
            for (std::string_view rest = line.words; !rest.empty();) {
                const std::size_t end = std::min(rest.find(' '), rest.size());
                std::string text = to_latin1(rest.substr(0, end)).value_or("");
                if (spelling == Spelling::folded) std::ranges::transform(text, text.begin(), unaccented);
                out.push_back({std::move(text), line.rule});
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
        return out;
    }
};

const Tables& tables(Spelling spelling) {
    static const Tables accented(Spelling::accented);
    static const Tables folded(Spelling::folded);
    return spelling == Spelling::accented ? accented : folded;
}

bool is_vowel(char c) {
    constexpr std::string_view vowels = "aeiouy\xe2\xe0\xeb\xe9\xea\xe8\xef\xee\xf4\xfb\xf9"; // â à ë é ê è ï î ô û ù
    return vowels.find(c) != std::string_view::npos;
}
bool is_one_of(char c, std::string_view set) {
    return set.find(c) != std::string_view::npos;
}

class Stemming {
public:
    Stemming(std::string word, Spelling spelling) : tables_(tables(spelling)), word_(std::move(word)) {}

    std::string run() {
        drop_elision();
        mark_consonants();
        mark_regions();
        if (standard_suffix() || i_verb_suffix() || verb_suffix()) {
            if (word_.ends_with('Y')) word_.back() = 'i';
            if (word_.ends_with('\xe7')) word_.back() = 'c'; // ç
        } else {
            residual_suffix();
        }
        undouble();
        drop_accent();
        unmark();
        return std::move(word_);
    }

private:
    [[nodiscard]] bool vowel_at(std::size_t at) const { return at < word_.size() && is_vowel(word_[at]); }
    [[nodiscard]] bool is_at(std::size_t at, char c) const { return at < word_.size() && word_[at] == c; }

    void drop_elision() {
        const std::size_t letters = word_.starts_with("qu")                             ? 2
                                    : !word_.empty() && is_one_of(word_[0], "cdjlmnst") ? 1
                                                                                        : 0;
        if (letters > 0 && is_at(letters, '\'') && word_.size() > letters + 1) word_.erase(0, letters + 1);
    }

    void mark_consonants() {
        for (std::size_t i = 0; i < word_.size(); ++i) {
            if (vowel_at(i) && (is_at(i + 1, 'u') || is_at(i + 1, 'i')) && vowel_at(i + 2))
                word_[i + 1] = word_[i + 1] == 'u' ? 'U' : 'I';
            else if (vowel_at(i) && is_at(i + 1, 'y'))
                word_[i + 1] = 'Y';
            else if (is_at(i, '\xeb') || is_at(i, '\xef')) // ë ï
                word_.replace(i, 1, word_[i] == '\xeb' ? "He" : "Hi");
            else if (is_at(i, 'y') && vowel_at(i + 1))
                word_[i] = 'Y';
            else if (is_at(i, 'q') && is_at(i + 1, 'u'))
                word_[i + 1] = 'U';
        }
    }

    /// Behind the first vowel (or non-vowel) from `at` on; nothing: there is none.
    [[nodiscard]] std::optional<std::size_t> behind(std::size_t at, bool vowel) const {
        for (; at < word_.size(); ++at)
            if (is_vowel(word_[at]) == vowel) return at + 1;
        return std::nullopt;
    }

    void mark_regions() {
        pv_ = p1_ = p2_ = word_.size();
        if (vowel_at(0) && vowel_at(1) && word_.size() > 2) {
            pv_ = 3;
        } else if (word_.starts_with("par") || word_.starts_with("col") || word_.starts_with("tap") ||
                   (word_.starts_with("ni") && vowel_at(2))) {
            pv_ = 3;
        } else if (const auto at = behind(1, true)) {
            pv_ = *at;
        }
        const auto after_vowel = behind(0, true);
        const auto first = after_vowel ? behind(*after_vowel, false) : std::nullopt;
        if (!first) return;
        p1_ = *first;
        const auto second_vowel = behind(p1_, true);
        const auto second = second_vowel ? behind(*second_vowel, false) : std::nullopt;
        if (second) p2_ = *second;
    }

    /// The longest suffix of the table that the word has from `limit` on.
    [[nodiscard]] const Suffix* suffix(const Suffixes& table, std::size_t limit = 0) const {
        for (const auto& one : table)
            if (word_.size() >= limit + one.text.size() && word_.ends_with(one.text)) return &one;
        return nullptr;
    }

    /// Takes `text` away where it stands at the end, from `region` on.
    bool drop(std::string_view text, std::size_t region) {
        if (!word_.ends_with(text) || word_.size() - text.size() < region) return false;
        word_.resize(word_.size() - text.size());
        return true;
    }
    bool replace(std::string_view text, std::string_view by, std::size_t region = 0) {
        if (!drop(text, region)) return false;
        word_ += by;
        return true;
    }

    bool standard_suffix() {
        const Suffix* const found = suffix(tables_.standard);
        if (found == nullptr) return false;
        const std::string_view text = found->text;
        switch (found->rule) {
        case Rule::drop_r2:
            return drop(text, p2_);
        case Rule::drop_with_ic:
            if (!drop(text, p2_)) return false;
            if (!drop("ic", p2_)) replace("ic", "iqU");
            return true;
        case Rule::to_log:
            return replace(text, "log", p2_);
        case Rule::to_u:
            return replace(text, "u", p2_);
        case Rule::to_ent:
            return replace(text, "ent", p2_);
        case Rule::ement:
            if (!drop(text, pv_)) return false;
            before_ement();
            return true;
        case Rule::ite:
            if (!drop(text, p2_)) return false;
            if (word_.ends_with("abil")) {
                if (!drop("abil", p2_)) replace("abil", "abl");
            } else if (word_.ends_with("ic")) {
                if (!drop("ic", p2_)) replace("ic", "iqU");
            } else {
                drop("iv", p2_);
            }
            return true;
        case Rule::ive:
            if (!drop(text, p2_)) return false;
            if (drop("at", p2_) && !drop("ic", p2_)) replace("ic", "iqU");
            return true;
        case Rule::to_eau:
            return replace(text, "eau");
        case Rule::to_al:
            return replace(text, "al", p1_);
        case Rule::to_ou:
            return word_.size() > text.size() && is_one_of(word_[word_.size() - text.size() - 1], "bhjlnp") &&
                   replace(text, "ou");
        case Rule::euse:
            return drop(text, p2_) || replace(text, "eux", p1_);
        case Rule::to_teur:
            return replace(text, "teur");
        default:
            return adverb(*found);
        }
    }

    void before_ement() {
        if (drop("iv", p2_))
            drop("at", p2_);
        else if (word_.ends_with("eus"))
            drop("eus", p2_) || replace("eus", "eux", p1_);
        else if (drop("abl", p2_) || drop("iqU", p2_))
            return;
        else
            for (const std::string_view ending : {"i\xe8r", "I\xe8r", "ier", "Ier"})
                if (replace_before_ement(ending)) return;
    }
    /// "ièr" with its accent, or folded.
    bool replace_before_ement(std::string_view ending) {
        const bool folded = &tables_ == &tables(Spelling::folded);
        return (ending[1] == 'e') == folded && replace(ending, "i", pv_);
    }

    /// -issement, and the adverbs in -ment, behind whose ending verbs are looked for: then false.
    bool adverb(const Suffix& found) {
        const std::string_view text = found.text;
        const std::size_t begin = word_.size() - text.size();
        const bool after_vowel = begin > 0 && is_vowel(word_[begin - 1]);
        switch (found.rule) {
        case Rule::issement:
            return begin > 0 && !after_vowel && drop(text, p1_);
        case Rule::amment:
            replace(text, "ant", pv_);
            return false;
        case Rule::emment:
            replace(text, "ent", pv_);
            return false;
        default: // -ment
            if (after_vowel && begin - 1 >= pv_) drop(text, 0);
            return false;
        }
    }

    bool i_verb_suffix() {
        const Suffix* const found = suffix(tables_.i_verb, pv_);
        if (found == nullptr) return false;
        const std::size_t begin = word_.size() - found->text.size();
        if (begin <= pv_ || word_[begin - 1] == 'H' || is_vowel(word_[begin - 1])) return false;
        return drop(found->text, 0);
    }

    bool verb_suffix() {
        const Suffix* const found = suffix(tables_.verb, pv_);
        if (found == nullptr) return false;
        const std::string_view text = found->text;
        switch (found->rule) {
        case Rule::verb_r2:
            return drop(text, p2_);
        case Rule::verb_with_e:
            drop(text, 0);
            drop("e", pv_);
            return true;
        case Rule::aise: {
            const std::string_view before = std::string_view(word_).substr(0, word_.size() - text.size());
            if (before.ends_with("\xe9pl") || before.ends_with("auv") || (before.size() == 3 && before.ends_with("al")))
                return false;
            return drop(text, 0);
        }
        default:
            return drop(text, 0);
        }
    }

    void residual_suffix() {
        if (word_.size() > 1 && word_.ends_with('s')) {
            const std::string_view before = std::string_view(word_).substr(0, word_.size() - 1);
            if (before.ends_with("Hi") || !is_one_of(before.back(), tables_.kept_before_s)) word_.pop_back();
        }
        if (word_.size() < pv_) return;
        const Suffix* const found = suffix(tables_.residual, pv_);
        if (found == nullptr) return;
        const std::size_t begin = word_.size() - found->text.size();
        if (found->rule == Rule::to_i)
            replace(found->text, "i");
        else if (found->rule == Rule::drop)
            drop(found->text, 0);
        else if (begin > pv_ && is_one_of(word_[begin - 1], "st"))
            drop(found->text, p2_);
    }

    void undouble() {
        for (const std::string_view doubled : {"enn", "onn", "ett", "ell", "eill"})
            if (word_.ends_with(doubled)) return word_.pop_back();
    }

    void drop_accent() {
        std::size_t at = word_.size();
        while (at > 0 && !is_vowel(word_[at - 1])) --at;
        if (at == word_.size() || at == 0) return;
        if (is_one_of(word_[at - 1], "\xe9\xe8")) word_[at - 1] = 'e'; // é è
    }

    void unmark() {
        std::string out;
        out.reserve(word_.size());
        for (std::size_t i = 0; i < word_.size(); ++i) {
            const char c = word_[i];
            if (c == 'H') {
                if (is_at(i + 1, 'e') || is_at(i + 1, 'i')) out.push_back(word_[++i] == 'e' ? '\xeb' : '\xef');
            } else {
                out.push_back(c == 'I' ? 'i' : c == 'U' ? 'u' : c == 'Y' ? 'y' : c);
            }
        }
        word_ = std::move(out);
    }

    const Tables& tables_;
    std::string word_;
    std::size_t pv_ = 0, p1_ = 0, p2_ = 0;
};

} // namespace

std::string stem_french(std::string_view word, Spelling spelling) {
    auto latin1 = to_latin1(word);
    if (!latin1) return std::string(word);
    return to_utf8(Stemming(std::move(*latin1), spelling).run());
}

} // namespace palabre::projections::search
