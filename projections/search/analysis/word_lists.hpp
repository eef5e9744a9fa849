// SPDX-License-Identifier: Apache-2.0
// What we know of words by heart, as data: lines of words, folded as text::each_word() folds them. '#' begins a remark.
#pragma once

#include <string_view>

namespace palabre::projections::search::word_lists {

/// Words that stand in nearly every text. What is also an abbreviation of a trade ("as") is none of them.
extern const std::string_view french_stop_words;
extern const std::string_view english_stop_words;

/// "form base": French forms that no rule leads to their base. The form is taken for the base before stemming.
extern const std::string_view french_forms;

/// "one = other = …": names of the same trade, contract or place of work, each of one or more words. Who looks for one
/// finds the others. A word in capitals means the same only where it is written so ("AS").
extern const std::string_view trades;

} // namespace palabre::projections::search::word_lists
