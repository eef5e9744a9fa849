// SPDX-License-Identifier: Apache-2.0
#include "core/places/places.hpp"

#include "core/text/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>

extern "C" {
extern const char palabre_places_begin[]; // NOLINT: the assembler's names
extern const char palabre_places_end[];
}

namespace palabre::places {
namespace {

constexpr double earth_kilometres = 6371.0;
constexpr std::size_t commune_code_size = 5, postcode_size = 5;
// Corsica's codes have a letter in the second place: its communes stand behind all others.
constexpr std::uint32_t south_corsica = 200'000, north_corsica = 210'000, of_department = 1'000;
constexpr std::uint32_t south_corsica_area = 201, north_corsica_area = 202;

// What stands beside a name: for the post, and where "d'Arc" is written "D ARC", whose "d'" each_word leaves out.
constexpr auto not_of_names = std::to_array<std::string_view>({"cedex", "arrondissement", "d", "l"});

double radians(double degrees) {
    return degrees * std::numbers::pi / 180;
}

template <class T>
T number(std::string_view text) {
    T value{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc() && end == text.data() + text.size() ? value : T{};
}

std::vector<std::string_view> parts(std::string_view text, char between) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(between), text.size());
        out.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

void add_word(std::string& name, std::string_view word) {
    name += name.empty() ? "" : " ";
    name += word == "st" ? "saint" : word == "ste" ? "sainte" : word;
}

std::string folded(std::string_view name) {
    std::string out;
    text::each_word(name, [&](const text::Word& word) { add_word(out, word.folded); });
    return out;
}

/// What somebody wrote as a place.
struct Address {
    std::string name; ///< folded
    std::string postcode;
};

Address address_of(std::string_view written) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    Address address;
    text::each_word(written, [&](const text::Word& word) {
        const std::string_view w = word.folded;
        if (w.size() == postcode_size && std::ranges::all_of(w, is_digit)) {
            address.postcode = w;
        } else if (!is_digit(w.front()) && std::ranges::find(not_of_names, w) == not_of_names.end()) {
            // No commune's name has a digit: it is a département's, an arrondissement's or a cedex'.
            add_word(address.name, w);
        }
    });
    return address;
}

std::string_view department_of(std::string_view commune) {
    return commune.substr(0, commune.starts_with("97") || commune.starts_with("98") ? 3 : 2);
}

bool has_more_inhabitants(const Commune* a, const Commune* b) {
    return a->population != b->population ? a->population > b->population : a->code < b->code;
}

} // namespace

double kilometres(const Point& a, const Point& b) {
    const double up = std::sin(radians(a.latitude - b.latitude) / 2);
    const double along = std::sin(radians(a.longitude - b.longitude) / 2);
    const double h = up * up + std::cos(radians(a.latitude)) * std::cos(radians(b.latitude)) * along * along;
    return 2 * earth_kilometres * std::asin(std::min(1.0, std::sqrt(h)));
}

std::uint32_t number_of_commune(std::string_view code) {
    if (code.size() != commune_code_size) return 0;
    if (code.starts_with("2A")) return south_corsica + number<std::uint32_t>(code.substr(2));
    if (code.starts_with("2B")) return north_corsica + number<std::uint32_t>(code.substr(2));
    return number<std::uint32_t>(code);
}
std::uint32_t number_of_area(std::string_view code) {
    return code == "2A" ? south_corsica_area : code == "2B" ? north_corsica_area : number<std::uint32_t>(code);
}
std::string commune_code(std::uint32_t number) {
    const char* prefix = number >= north_corsica ? "2B" : number >= south_corsica ? "2A" : "";
    std::string digits = std::to_string(*prefix == '\0' ? number : number % of_department);
    const std::size_t size = commune_code_size - std::char_traits<char>::length(prefix);
    digits.insert(0, size - std::min(size, digits.size()), '0');
    return prefix + digits;
}
std::string department_code(std::uint32_t number) {
    if (number == south_corsica_area) return "2A";
    if (number == north_corsica_area) return "2B";
    return region_code(number);
}
std::string region_code(std::uint32_t number) {
    std::string digits = std::to_string(number);
    return digits.size() < 2 ? digits.insert(0, 1, '0') : digits;
}

const Places& Places::list() {
    static const Places places(
        std::string_view(palabre_places_begin, static_cast<std::size_t>(palabre_places_end - palabre_places_begin)));
    return places;
}

Places::Places(std::string_view table) {
    for (const auto line : parts(table, '\n')) add(parts(line, '\t'));
    finish();
}

void Places::add(std::span<const std::string_view> fields) {
    const std::string_view kind = fields.empty() ? std::string_view() : fields[0];
    if (kind == "R" && fields.size() == 3) regions_.push_back({fields[1], fields[2]});
    if (kind == "D" && fields.size() == 4) departments_.push_back({fields[1], fields[3], fields[2]});
    if (kind == "O" && fields.size() >= 3) add_former(fields[1], fields[2], fields.size() > 3 ? fields[3] : "");
    if (kind != "C" || fields.size() < 7) return;
    Commune commune;
    commune.code = fields[1];
    commune.name = fields[2];
    commune.department = department_of(commune.code);
    const auto* department = this->department(commune.department);
    commune.region = department == nullptr ? std::string_view() : department->region;
    commune.population = number<std::uint32_t>(fields[3]);
    commune.has_point = !fields[4].empty();
    commune.point = {number<double>(fields[4]), number<double>(fields[5])};
    commune.about = fields[6] == "1";
    if (fields.size() > 7) commune.postcodes = parts(fields[7], ',');
    communes_.push_back(std::move(commune));
}

void Places::add_former(std::string_view code, std::string_view now, std::string_view name) {
    // All communes stand before these in the table: they move no more.
    if (const Commune* one = commune(now); one != nullptr && !name.empty())
        by_former_name_.emplace_back(folded(name), one);
    if (code != now) former_.emplace(code, now);
}

void Places::finish() {
    for (const auto& commune : communes_) {
        by_name_.emplace_back(folded(commune.name), &commune);
        for (const auto postcode : commune.postcodes) by_postcode_.emplace_back(postcode, &commune);
    }
    std::ranges::sort(by_name_);
    std::ranges::sort(by_former_name_);
    std::ranges::sort(by_postcode_);
}

const Commune* Places::commune(std::string_view code) const {
    if (const auto former = former_.find(code); former != former_.end()) code = former->second;
    const auto found = std::ranges::lower_bound(communes_, code, {}, &Commune::code);
    return found != communes_.end() && found->code == code ? &*found : nullptr;
}

std::vector<const Commune*> Places::find(const Index& index, std::string_view text, bool whole, std::size_t most) {
    std::vector<const Commune*> out;
    for (auto at =
             std::ranges::lower_bound(index, text, {}, [](const auto& entry) { return std::string_view(entry.first); });
         at != index.end() && out.size() < places_looked_at; ++at) {
        if (whole ? at->first != text : !at->first.starts_with(text)) break;
        if (std::ranges::find(out, at->second) == out.end()) out.push_back(at->second);
    }
    std::ranges::sort(out, has_more_inhabitants);
    if (out.size() > most) out.resize(most);
    return out;
}

std::vector<const Commune*> Places::with_postcode(std::string_view postcode) const {
    return find(by_postcode_, postcode, true, places_looked_at);
}

std::vector<const Commune*> Places::beginning(std::string_view text, std::size_t most) const {
    const std::string name = folded(text);
    if (name.empty()) return {};
    auto out = find(by_name_, name, false, most);
    if (out.empty()) out = find(by_postcode_, name, false, most);
    return out;
}

const Commune* Places::meant(std::string_view text) const {
    if (const Commune* one = commune(text); one != nullptr && with_postcode(text).empty()) return one;
    if (const auto with = with_postcode(text); !with.empty()) return with.front();
    const auto named = find(by_name_, folded(text), true, 1);
    return named.empty() ? nullptr : named.front();
}

const Commune* Places::meant(std::string_view written, std::string_view department) const {
    Address address = address_of(written);
    if (with_postcode(address.postcode).empty()) address.postcode.clear(); // of a cedex, or a slip
    const auto of_those = [&](std::vector<const Commune*> all) {
        std::erase_if(all, [&](const Commune* one) {
            return one->department != department ||
                   (!address.postcode.empty() &&
                    std::ranges::find(one->postcodes, address.postcode) == one->postcodes.end());
        });
        return all;
    };
    if (address.name.empty()) {
        const auto with = of_those(with_postcode(address.postcode));
        const bool stands_out = with.size() == 1 || (with.size() > 1 && with[0]->population / 2 > with[1]->population);
        return stands_out ? with[0] : nullptr;
    }
    auto called = of_those(find(by_name_, address.name, true, places_looked_at));
    if (called.empty()) called = of_those(find(by_former_name_, address.name, true, places_looked_at));
    return called.size() == 1 ? called[0] : nullptr;
}

const Commune& Places::named(std::int32_t latitude, std::int32_t longitude) const {
    constexpr double hundredths = 100, degree = 111; // kilometres from one latitude to the next: no more than it is
    const Point point{latitude / hundredths, longitude / hundredths};
    const Commune *middle = nullptr, *nearest = nullptr;
    double least = std::numeric_limits<double>::infinity();
    for (const Commune& each : communes_) {
        if (!each.has_point || each.about || std::abs(each.point.latitude - point.latitude) * degree > least) continue;
        if (std::lround(each.point.latitude * hundredths) == latitude &&
            std::lround(each.point.longitude * hundredths) == longitude &&
            (middle == nullptr || each.population > middle->population))
            middle = &each;
        if (const double away = kilometres(each.point, point); away < least) {
            nearest = &each;
            least = away;
        }
    }
    return middle != nullptr ? *middle : *nearest;
}

const Department* Places::department(std::string_view code) const {
    const auto found = std::ranges::find(departments_, code, &Department::code);
    return found == departments_.end() ? nullptr : &*found;
}
const Region* Places::region(std::string_view code) const {
    const auto found = std::ranges::find(regions_, code, &Region::code);
    return found == regions_.end() ? nullptr : &*found;
}

} // namespace palabre::places
