// SPDX-License-Identifier: Apache-2.0
// The words of a text as a search means them: broken by Unicode's rules (UAX 29, by ICU where a script needs its
// dictionaries), folded (text::unaccented), without what French elides before a vowel: "l’hôpital" is "hopital".
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace palabre::text {

struct Word {
    std::string_view folded; ///< 1 to limits::search_word_bytes bytes; lives until the visitor returns
    std::size_t begin = 0;   ///< in the text, bytes
    std::size_t end = 0;
    bool capitals = false; ///< two letters or more, all of them capitals: "IDE"
};

/// Visits the words in their order. Of a longer word the beginning counts. Any bytes: ill-formed ones part words. Pure,
/// safe from any thread, linear; some 50 ns a word of Latin script.
void each_word(std::string_view utf8, const std::function<void(const Word&)>& visit);

} // namespace palabre::text
