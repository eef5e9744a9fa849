// SPDX-License-Identifier: Apache-2.0
#include "projections/search/index/document.hpp"

#include "projections/search/analysis/trades.hpp"

#include <algorithm>
#include <cmath>

namespace palabre::projections::search {
namespace {

constexpr char capitals_mark = '^';
constexpr double steps_per_degree = 1e6;
constexpr double widest = 180;

/// Gathers what a document's fields say.
class Gathering {
public:
    Gathering(Language language, Analyzer& analyzer) : language_(language), analyzer_(analyzer) {}

    void add(Field field, std::string_view words) {
        const std::uint32_t count = weight(field);
        terms_.clear();
        while (!words.empty()) {
            const std::size_t end = std::min(words.find(' '), words.size());
            std::string_view word = words.substr(0, end);
            words.remove_prefix(std::min(end + 1, words.size()));
            const bool capitals = word.starts_with(capitals_mark);
            if (capitals) word.remove_prefix(1);
            ++length_;
            const std::string_view term = analyzer_.term(word, language_);
            if (term.empty()) continue;
            said_words_.push_back(word);
            terms_.push_back({std::string(term), capitals});
            frequencies_.push_back({terms_.back().text, count});
        }
        if (language_ == Language::fr) add_meant(count);
    }

    Indexed finish(Columns columns) && {
        Indexed out;
        out.columns = columns;
        std::ranges::sort(frequencies_, {}, &Frequency::term);
        for (std::size_t i = 0; i < frequencies_.size();) {
            std::uint32_t sum = 0;
            const std::size_t first = i;
            for (; i < frequencies_.size() && frequencies_[i].term == frequencies_[first].term; ++i)
                sum += frequencies_[i].count;
            out.terms.push_back({std::move(frequencies_[first].term), impact_of(sum, length_)});
        }
        std::ranges::sort(said_words_);
        const auto [first, last] = std::ranges::unique(said_words_);
        said_words_.erase(first, last);
        out.words.assign(said_words_.begin(), said_words_.end());
        return out;
    }

private:
    struct Frequency {
        std::string term;
        std::uint32_t count;
    };
    struct SaidTerm {
        std::string text;
        bool capitals;
    };

    void add_meant(std::uint32_t count) {
        std::vector<Trades::Said> said;
        said.reserve(terms_.size());
        for (const auto& term : terms_) said.push_back({term.text, term.capitals});
        std::vector<std::string_view> meant;
        Trades::list().each_meant(said, [&](std::string_view term) {
            const bool known = std::ranges::find(meant, term) != meant.end() ||
                               std::ranges::find(said, term, &Trades::Said::term) != said.end();
            if (!known) meant.push_back(term);
        });
        for (const auto term : meant) frequencies_.push_back({std::string(term), count});
    }

    Language language_;
    Analyzer& analyzer_;
    std::uint32_t length_ = 0;
    std::vector<SaidTerm> terms_; ///< of the field, without stop words
    std::vector<Frequency> frequencies_;
    std::vector<std::string_view> said_words_;
};

} // namespace

std::uint32_t coordinate(double degrees) {
    return static_cast<std::uint32_t>(std::lround((std::clamp(degrees, -widest, widest) + widest) * steps_per_degree)) +
           1;
}
double degrees(std::uint32_t coordinate) {
    return static_cast<double>(coordinate - 1) / steps_per_degree - widest;
}

Columns Stored::numbers() const {
    Columns out{};
    std::copy_n(columns.begin(), std::min(columns.size(), out.size()), out.begin());
    return out;
}

std::optional<Document::Text> Stored::text(Field field) const {
    for (std::size_t i = 0; i < std::min(fields.size(), words.size()); ++i) {
        if (fields[i] != static_cast<std::uint8_t>(field)) continue;
        Document::Text out{field, {}};
        bool capitals = false;
        for (const char c : words[i]) {
            if (c == ' ') capitals = false;
            if (c == capitals_mark)
                capitals = true;
            else
                out.text += capitals && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
        return out;
    }
    return std::nullopt;
}

Stored store(std::string id, const Document& document) {
    Stored out;
    out.id = std::move(id);
    out.language = document.language;
    out.columns.assign(document.columns.begin(), document.columns.end());
    for (const auto& [field, text] : document.texts) {
        std::string words;
        text::each_word(text, [&](const text::Word& word) {
            if (!words.empty()) words += ' ';
            if (word.capitals) words += capitals_mark;
            words += word.folded;
        });
        out.fields.push_back(static_cast<std::uint8_t>(field));
        out.words.push_back(std::move(words));
    }
    return out;
}

Indexed index(const Stored& stored, Analyzer& analyzer) {
    Gathering gathering(stored.language, analyzer);
    for (std::size_t i = 0; i < std::min(stored.fields.size(), stored.words.size()); ++i)
        gathering.add(static_cast<Field>(stored.fields[i]), stored.words[i]);
    return std::move(gathering).finish(stored.numbers());
}

} // namespace palabre::projections::search
