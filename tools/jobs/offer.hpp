// SPDX-License-Identifier: Apache-2.0
// A job offer as France Travail exports it, and what is read out of its words.
#pragma once

#include "commands/ads/ads.hpp"
#include "tools/import/report.hpp"
#include "tools/jobs/csv.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace palabre::tools::jobs {

struct Offer {
    std::string id; ///< of the source: "192WXGD"
    Instant at;     ///< when it was made
    commands::ads::Details details;
};

/// Nothing: the row cannot be an ad; the report says why. Texts are clean, masked and within the limits.
[[nodiscard]] std::optional<Offer> offer_of(const Csv::Row& row, std::string_view company, events::Language language,
                                            import::Report& report);

/// "35H", "36H45 Autre", "temps partiel - 24 H" → minutes a week; nothing: no such words.
[[nodiscard]] std::optional<std::uint32_t> weekly_minutes(std::string_view words);

/// "Mensuel de 2100.0 Euros à 2300,50 Euros sur 12.0 mois" → least, most and period; nothing: no such words.
struct Pay {
    std::uint64_t least = 0, most = 0; ///< cents
    commands::ads::SalaryPeriod period{};
    friend bool operator==(const Pay&, const Pay&) = default;
};
[[nodiscard]] std::optional<Pay> pay(std::string_view words);

/// "07 - AUBENAS" → département and place; "07 - Ardèche" has no place.
struct Where {
    std::optional<std::string> departement, place;
    friend bool operator==(const Where&, const Where&) = default;
};
[[nodiscard]] Where where(std::string_view words);

} // namespace palabre::tools::jobs
