// SPDX-License-Identifier: Apache-2.0
// How a page is set: its language, its community's clock, and what follows for instants, numbers and codes.
#pragma once

#include "core/base/instant.hpp"
#include "events/common.hpp"
#include "http/pages/compile.hpp"

#include <string>
#include <string_view>

namespace palabre::http::pages {

using events::Language;

struct Setting {
    Language language = Language::fr;
    std::string time_zone = "Europe/Paris"; ///< IANA name; one that is not known counts as UTC
    Instant now;
};

/// Any thread. The first use of a zone by a thread costs some 100 µs, later ones a few.
/// "22 novembre 2026"; of the 1st "1er novembre 2026".
[[nodiscard]] std::string date(const Setting& setting, Instant at);
/// "22 novembre 2026 à 14 h 30".
[[nodiscard]] std::string exact_time(const Setting& setting, const Words& words, Instant at);
/// "à l’instant", "il y a 5 minutes", "hier", "il y a 6 jours"; a week and more, or in the future: the date.
[[nodiscard]] std::string ago(const Setting& setting, const Words& words, Instant at);
/// "1 234,5".
[[nodiscard]] std::string number(Language language, double value);
/// The name of an entry of the list ("trade", "specialty", "status", "departement", "region", "contract"); what is not
/// there: the code.
[[nodiscard]] std::string code_name(Language language, std::string_view list, std::string_view code);
/// What stands for a person's picture: the first letters of the first word and of the last, as capitals: "Ada
/// Lovelace-Byron" → "AL", "élodie" → "É". Words that begin with no letter or digit do not count; none left: empty.
[[nodiscard]] std::string initials(std::string_view name);

} // namespace palabre::http::pages
