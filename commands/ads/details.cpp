// SPDX-License-Identifier: Apache-2.0
#include "commands/ads/details.hpp"

#include "commands/ads/fields.hpp"
#include "core/limits.hpp"
#include "core/places/places.hpp"
#include "events/codes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace palabre::commands::ads {
namespace {

struct RegionOf {
    std::string_view departement, region;
};

/// By code, as events-schema/codes/departements.json (since 2016; overseas ones are regions of their own).
constexpr RegionOf regions[] = {
    {"01", "84"},  {"02", "32"},  {"03", "84"},  {"04", "93"},  {"05", "93"},  {"06", "93"}, {"07", "84"}, {"08", "44"},
    {"09", "76"},  {"10", "44"},  {"11", "76"},  {"12", "76"},  {"13", "93"},  {"14", "28"}, {"15", "84"}, {"16", "75"},
    {"17", "75"},  {"18", "24"},  {"19", "75"},  {"21", "27"},  {"22", "53"},  {"23", "75"}, {"24", "75"}, {"25", "27"},
    {"26", "84"},  {"27", "28"},  {"28", "24"},  {"29", "53"},  {"2A", "94"},  {"2B", "94"}, {"30", "76"}, {"31", "76"},
    {"32", "76"},  {"33", "75"},  {"34", "76"},  {"35", "53"},  {"36", "24"},  {"37", "24"}, {"38", "84"}, {"39", "27"},
    {"40", "75"},  {"41", "24"},  {"42", "84"},  {"43", "84"},  {"44", "52"},  {"45", "24"}, {"46", "76"}, {"47", "75"},
    {"48", "76"},  {"49", "52"},  {"50", "28"},  {"51", "44"},  {"52", "44"},  {"53", "52"}, {"54", "44"}, {"55", "44"},
    {"56", "53"},  {"57", "44"},  {"58", "27"},  {"59", "32"},  {"60", "32"},  {"61", "28"}, {"62", "32"}, {"63", "84"},
    {"64", "75"},  {"65", "76"},  {"66", "76"},  {"67", "44"},  {"68", "44"},  {"69", "84"}, {"70", "27"}, {"71", "27"},
    {"72", "52"},  {"73", "84"},  {"74", "84"},  {"75", "11"},  {"76", "28"},  {"77", "11"}, {"78", "11"}, {"79", "75"},
    {"80", "32"},  {"81", "76"},  {"82", "76"},  {"83", "93"},  {"84", "93"},  {"85", "52"}, {"86", "75"}, {"87", "75"},
    {"88", "44"},  {"89", "27"},  {"90", "27"},  {"91", "11"},  {"92", "11"},  {"93", "11"}, {"94", "11"}, {"95", "11"},
    {"971", "01"}, {"972", "02"}, {"973", "03"}, {"974", "04"}, {"976", "06"},
};

bool are_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string pointer(Field field) {
    return '/' + std::string(use_of(field).name);
}

/// Whether the ad says something there. Title, body and the number of files have rules of their own.
bool has(const Details& d, Field field) {
    switch (field) {
    case Field::title:
        return !d.title.empty();
    case Field::body:
        return !d.body.empty();
    case Field::structure:
        return d.structure.has_value();
    case Field::departement:
        return d.departement.has_value();
    case Field::place:
        return d.place.has_value();
    case Field::commune:
        return d.commune.has_value();
    case Field::latitude:
        return d.latitude.has_value();
    case Field::longitude:
        return d.longitude.has_value();
    case Field::radius:
        return d.radius.has_value();
    case Field::trade:
        return d.trade.has_value();
    case Field::surface:
        return d.surface.has_value();
    case Field::rent:
        return d.rent.has_value();
    case Field::charges:
        return d.charges.has_value();
    case Field::price:
        return d.price.has_value();
    case Field::contract:
        return d.contract.has_value();
    case Field::weekly_minutes:
        return d.weekly_minutes.has_value();
    case Field::salary_least:
        return d.salary_least.has_value();
    case Field::salary_most:
        return d.salary_most.has_value();
    case Field::salary_period:
        return d.salary_period.has_value();
    case Field::rome:
        return d.rome.has_value();
    case Field::starts_on:
        return d.starts_on.has_value();
    case Field::hides_name:
        return d.hides_name;
    }
    return false;
}

Refusal check_uses(const Details& d, bool live) {
    for (const FieldUse& each : field_table()) {
        const Use use = each.of(d.kind);
        if (use == Use::no && has(d, each.field)) return refuse(Reason::wrong_kind, pointer(each.field));
        if (use == Use::must && live && !has(d, each.field)) return refuse(Reason::missing, pointer(each.field));
    }
    const bool structure = d.party == AdParty::structure;
    if (structure && live && !d.structure && !d.organisation) return refuse(Reason::missing, "/structure");
    if (!structure && d.structure) return refuse(Reason::wrong_kind, "/structure");
    if (!structure && d.organisation) return refuse(Reason::wrong_kind, "/organisation");
    if (structure && d.hides_name) return refuse(Reason::wrong_kind, "/hides_name");
    return std::nullopt;
}

Refusal check_words(const Details& d) {
    if (auto bad = check_text(d.title, 1, limits::title, "/title")) return bad;
    if (auto bad = check_text(d.body, 1, limits::ad_body, "/body")) return bad;
    if (auto bad = check_text(d.place, limits::name, "/place")) return bad;
    return check_text(d.structure, limits::name, "/structure");
}

template <class Find>
Refusal check_code(const std::optional<std::string>& code, Find find, Field field) {
    return code && find(*code) == nullptr ? Refusal(refuse(Reason::unknown_code, pointer(field))) : std::nullopt;
}

Refusal check_codes(const Details& d) {
    if (auto bad = check_code(d.trade, events::find_trade, Field::trade)) return bad;
    if (auto bad = check_code(d.departement, events::find_departement, Field::departement)) return bad;
    if (auto bad = check_code(d.contract, events::find_contract, Field::contract)) return bad;
    if (d.commune && (!d.departement || !is_commune(*d.commune, *d.departement)))
        return refuse(Reason::unknown_code, "/commune");
    const bool is_rome = !d.rome || (d.rome->size() == limits::rome && d.rome->front() >= 'A' &&
                                     d.rome->front() <= 'Z' && are_digits(std::string_view(*d.rome).substr(1)));
    return is_rome ? std::nullopt : Refusal(refuse(Reason::unknown_code, "/rome"));
}

template <class T>
Refusal check_number(const std::optional<T>& value, T least, T most, Field field) {
    return value && (*value < least || *value > most) ? Refusal(refuse(Reason::ill_formed, pointer(field)))
                                                      : std::nullopt;
}

Refusal check_numbers(const Details& d) {
    using U32 = std::uint32_t;
    using U64 = std::uint64_t;
    constexpr U64 money = limits::ad_money;
    if (d.latitude.has_value() != d.longitude.has_value())
        return refuse(Reason::missing, pointer(d.latitude ? Field::longitude : Field::latitude));
    if (auto bad = check_number(d.latitude, -limits::latitude, limits::latitude, Field::latitude)) return bad;
    if (auto bad = check_number(d.longitude, -limits::longitude, limits::longitude, Field::longitude)) return bad;
    if (auto bad = check_number(d.radius, U32{1}, U32{limits::ad_radius}, Field::radius)) return bad;
    if (auto bad = check_number(d.surface, U32{1}, U32{limits::ad_surface}, Field::surface)) return bad;
    if (auto bad = check_number(d.rent, U64{0}, money, Field::rent)) return bad;
    if (auto bad = check_number(d.charges, U64{0}, money, Field::charges)) return bad;
    if (auto bad = check_number(d.price, U64{0}, money, Field::price)) return bad;
    if (auto bad = check_number(d.weekly_minutes, U32{1}, U32{limits::week_minutes}, Field::weekly_minutes)) return bad;
    if (auto bad = check_number(d.salary_least, U64{0}, money, Field::salary_least)) return bad;
    if (auto bad = check_number(d.salary_most, U64{0}, money, Field::salary_most)) return bad;
    if (d.salary_least && d.salary_most && *d.salary_least > *d.salary_most)
        return refuse(Reason::ill_formed, "/salary_most");
    const bool paid = d.salary_least || d.salary_most;
    if (paid != d.salary_period.has_value()) return refuse(Reason::missing, paid ? "/salary_period" : "/salary_least");
    return std::nullopt;
}

} // namespace

std::optional<std::string_view> region_of(std::string_view departement) {
    const auto found = std::ranges::lower_bound(regions, departement, {}, &RegionOf::departement);
    if (found == std::end(regions) || found->departement != departement) return std::nullopt;
    return found->region;
}

bool is_commune(std::string_view code, std::string_view departement) {
    const auto* commune = places::Places::list().commune(code);
    return commune != nullptr && commune->department == departement;
}

void find_commune(Details& details) {
    if (details.commune || !details.place || !details.departement) return;
    if (const auto* commune = places::Places::list().meant(*details.place, *details.departement))
        details.commune = std::string(commune->code);
}

bool is_day(std::string_view day) {
    if (day.size() != limits::day || day[4] != '-' || day[7] != '-') return false;
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = -1;
        if (are_digits(day.substr(at, size))) std::from_chars(day.data() + at, day.data() + at + size, value);
        return value;
    };
    const int year = number(0, 4), month = number(5, 2), of_month = number(8, 2);
    if (year < 0 || month < 0 || of_month < 0) return false;
    return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(of_month)))
        .ok();
}

Refusal check_details(const Details& d, bool live) {
    if (auto bad = check_uses(d, live)) return bad;
    if (auto bad = check_words(d)) return bad;
    if (auto bad = check_codes(d)) return bad;
    if (auto bad = check_numbers(d)) return bad;
    if (d.starts_on && !is_day(*d.starts_on)) return refuse(Reason::ill_formed, "/starts_on");
    return std::nullopt;
}

} // namespace palabre::commands::ads
