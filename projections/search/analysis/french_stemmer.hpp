// SPDX-License-Identifier: Apache-2.0
// The French algorithm of Snowball (snowballstem.org, as of its version 3.1), written here because Debian's library is
// of 2021 and stems 840 of the 21,655 words of Snowball's own list otherwise (plurals in -oux, elisions, -aise); and
// because a search folds accents first, which the library's suffixes with accents cannot see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace palabre::projections::search {

/// Whether words come with their accents, or folded: then "infirmiere" has the stem of "infirmier", as "infirmière" has
/// it among words with accents.
enum class Spelling : std::uint8_t { accented, folded };

/// The stem of a lower-case word in UTF-8. A word with a letter outside Latin-1 is returned as it is. Pure; linear;
/// some 200 ns.
[[nodiscard]] std::string stem_french(std::string_view word, Spelling spelling);

} // namespace palabre::projections::search
