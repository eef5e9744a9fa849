// SPDX-License-Identifier: Apache-2.0
// From a text to the terms under which it is found. A word is folded (core/text/words.hpp), then stemmed by the
// document's language; stop words have a place, for phrases, and no term.
#pragma once

#include "core/text/words.hpp"
#include "events/common.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct sb_stemmer;

namespace palabre::projections::search {

using events::Language;

/// A word of a text with what it is found by.
struct Token {
    text::Word word;
    std::string_view term; ///< empty: a stop word. Lives until the visitor returns
};

/// Terms are 1 to limits::search_word_bytes bytes. Not for two threads at once: it remembers the stems of the words
/// that it met last, some 1 MB.
class Analyzer {
public:
    Analyzer();
    ~Analyzer();
    Analyzer(const Analyzer&) = delete;
    Analyzer& operator=(const Analyzer&) = delete;

    /// The term of a folded word; empty for a stop word. Lives until the next call.
    [[nodiscard]] std::string_view term(std::string_view folded, Language language);
    /// The same, of stop words, too: for who looks for nothing else.
    [[nodiscard]] std::string stem(std::string_view folded, Language language);
    void each_token(std::string_view text, Language language, const std::function<void(const Token&)>& visit);

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>{}(word); }
    };
    using Terms = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>; ///< word → term

    std::unique_ptr<sb_stemmer, void (*)(sb_stemmer*)> english_;
    Terms french_terms_, english_terms_;
};

} // namespace palabre::projections::search
