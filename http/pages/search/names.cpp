// SPDX-License-Identifier: Apache-2.0
#include "http/pages/search/names.hpp"

#include "core/places/places.hpp"
#include "http/pages/setting.hpp"

#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <optional>

namespace palabre::http::pages::search {
namespace {

std::optional<std::int64_t> number_in(const std::string& text) {
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string name_of(const places::Commune& commune) {
    return fmt::format("{} {}", commune.name, commune.department);
}

} // namespace

std::string code_words(const Words& words, std::string_view field, const std::string& code) {
    if (field != "commune") return code_name(words.language, field, code);
    const auto* commune = places::Places::list().commune(code);
    return commune == nullptr ? code : name_of(*commune);
}

std::string range_words(const Words& words, const Bounds& bounds, const std::string& least, const std::string& most) {
    const auto from = number_in(least), to = number_in(most);
    const std::string said = bounds.said;
    if (from && to) return words.say(said + "between", {{"least", *from}, {"most", *to}});
    if (to) return words.say(said + "under", {{"most", *to}});
    return from ? words.say(said + "from", {{"least", *from}}) : std::string();
}

std::string days_words(const Words& words, const std::string& days) {
    const auto count = number_in(days);
    return count ? words.say("search.days", {{"count", *count}}) : std::string();
}

std::string around_words(const Words& words, const std::string& near, const std::string& kilometres) {
    const auto* commune = places::Places::list().meant(near);
    const std::string place = commune == nullptr ? near : name_of(*commune);
    const auto radius = number_in(kilometres);
    return radius ? words.say("search.within", {{"count", *radius}, {"place", place}})
                  : words.say("search.around", {{"place", place}});
}

} // namespace palabre::http::pages::search
