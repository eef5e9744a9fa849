// SPDX-License-Identifier: Apache-2.0
#include "tools/jobs/offer.hpp"

#include "commands/ads/details.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "events/codes.hpp"
#include "tools/html/escape.hpp"
#include "tools/import/fit.hpp"
#include "tools/jobs/mask.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace palabre::tools::jobs {

using commands::ads::SalaryPeriod;
using import::Kind;

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> contracts{{{"CDD", "cdd"},
                                                                                  {"CDI", "cdi"},
                                                                                  {"DDI", "cdd"},
                                                                                  {"DIN", "cdi"},
                                                                                  {"FRA", "franchise"},
                                                                                  {"LIB", "liberal"},
                                                                                  {"MIS", "interim"},
                                                                                  {"SAI", "saisonnier"}}};

std::string_view value(const Csv::Row& row, std::string_view column) {
    const auto found = row.find(column);
    return found == row.end() ? std::string_view() : std::string_view(found->second);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The number that begins there, with a point or a comma; takes it off.
std::optional<double> take_number(std::string_view& words) {
    std::string digits;
    std::size_t end = 0;
    for (; end < words.size() && (is_digit(words[end]) || words[end] == '.' || words[end] == ','); ++end)
        digits += words[end] == ',' ? '.' : words[end];
    double number = 0;
    const auto [rest, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failed != std::errc() || rest != digits.data() + digits.size()) return std::nullopt;
    words.remove_prefix(end);
    return number;
}

/// The next amount in euros; takes it off.
std::optional<std::uint64_t> take_euros(std::string_view& words) {
    while (!words.empty() && !is_digit(words.front())) words.remove_prefix(1);
    const auto number = take_number(words);
    if (!number || !words.starts_with(" Euros")) return std::nullopt;
    const double cents = std::round(*number * 100);
    return cents >= 0 && cents <= static_cast<double>(limits::ad_money)
               ? std::optional(static_cast<std::uint64_t>(cents))
               : std::nullopt;
}

/// The text as it looks: every line a line, nothing of it a sign of Markdown.
std::string markdown(std::string_view words) {
    std::string out;
    bool paragraph = false; ///< a line of it has begun
    while (!words.empty()) {
        const std::string_view line = words.substr(0, words.find('\n'));
        words.remove_prefix(std::min(line.size() + 1, words.size()));
        if (text::is_blank(line)) {
            out += paragraph ? "\n\n" : "";
            paragraph = false;
            continue;
        }
        if (paragraph) out += "\\\n"; // a hard line break
        html::append_escaped(out, line, {}, true);
        paragraph = true;
    }
    return out;
}

std::optional<Instant> instant(std::string_view words) {
    // "2025-05-23T10:38:19.227Z": milliseconds.
    if (!words.ends_with('Z')) return std::nullopt;
    return Instant::parse(std::string(words.substr(0, words.size() - 1)) + "000Z");
}

} // namespace

std::optional<std::uint32_t> weekly_minutes(std::string_view words) {
    while (!words.empty() && !is_digit(words.front())) words.remove_prefix(1);
    const auto hours = take_number(words);
    if (!hours) return std::nullopt;
    while (words.starts_with(' ')) words.remove_prefix(1);
    if (!words.starts_with('H')) return std::nullopt;
    words.remove_prefix(1);
    double minutes = *hours * 60;
    if (!words.empty() && is_digit(words.front())) minutes += take_number(words).value_or(0);
    if (minutes < 1 || minutes > limits::week_minutes) return std::nullopt;
    return static_cast<std::uint32_t>(std::lround(minutes));
}

std::optional<Pay> pay(std::string_view words) {
    Pay pay;
    if (words.starts_with("Mensuel"))
        pay.period = SalaryPeriod::month;
    else if (words.starts_with("Annuel"))
        pay.period = SalaryPeriod::year;
    else if (words.starts_with("Horaire"))
        pay.period = SalaryPeriod::hour;
    else
        return std::nullopt;
    const auto least = take_euros(words);
    if (!least) return std::nullopt;
    const auto most = take_euros(words).value_or(*least);
    pay.least = std::min(*least, most);
    pay.most = std::max(*least, most);
    return pay;
}

Where where(std::string_view words) {
    const std::size_t dash = words.find(" - ");
    const std::string_view code = words.substr(0, dash);
    const auto* departement = events::find_departement(code);
    std::string place = text::clean_line(dash == std::string_view::npos ? words : words.substr(dash + 3));
    Where found;
    if (departement != nullptr) {
        found.departement = std::string(code);
        if (place == departement->fr) place.clear();
    }
    if (!place.empty() && text::length(place) <= limits::name) found.place = std::move(place);
    return found;
}

std::optional<Offer> offer_of(const Csv::Row& row, std::string_view company, events::Language language,
                              import::Report& report) {
    Offer offer;
    offer.id = import::line(value(row, "id"));
    if (offer.id.empty() || text::length(offer.id) > limits::source_id) {
        report.skipped(Kind::job, "no id", offer.id);
        return std::nullopt;
    }
    const auto at = instant(value(row, "dateCreation"));
    if (!at) {
        report.skipped(Kind::job, "no date", offer.id);
        return std::nullopt;
    }
    offer.at = *at;
    auto& d = offer.details;
    d.kind = commands::ads::AdKind::job_offered;
    d.party = commands::ads::AdParty::structure;
    d.language = language;
    d.title = import::title(mask_addresses(value(row, "intitule")), report, offer.id);
    const std::string body = markdown(import::lines(mask_addresses(value(row, "description"))));
    d.body = import::cut(body.empty() ? "…" : body, limits::ad_body, "text", report, Kind::job, offer.id);
    if (const std::string name = import::line(mask_addresses(company)); !name.empty())
        d.structure = import::cut(name, limits::name, "name", report, Kind::job, offer.id);
    auto place = where(value(row, "lieuTravail"));
    d.departement = std::move(place.departement);
    d.place = std::move(place.place);
    commands::ads::find_commune(d);
    const std::string_view contract = value(row, "typeContrat");
    for (const auto& [theirs, ours] : contracts)
        if (theirs == contract) d.contract = std::string(ours);
    if (!contract.empty() && !d.contract) report.note(Kind::job, "contract not known", offer.id);
    d.weekly_minutes = weekly_minutes(value(row, "dureeTravailLibelle"));
    if (const auto found = pay(value(row, "salaire"))) {
        d.salary_least = found->least;
        d.salary_most = found->most;
        d.salary_period = found->period;
    }
    return offer;
}

} // namespace palabre::tools::jobs
