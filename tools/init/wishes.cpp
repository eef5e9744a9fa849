// SPDX-License-Identifier: Apache-2.0
#include "tools/init/wishes.hpp"

#include "commands/accounts/registration.hpp"
#include "commands/checks.hpp"
#include "core/config/config.hpp"
#include "core/limits.hpp"
#include "core/text/time_zone.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fmt/format.h>
#include <iostream>
#include <unistd.h>

namespace palabre::tools::init {
namespace {

using Standard = std::optional<std::string>;

Standard none(Wishes&) {
    return std::nullopt;
}

/// As `palabre serve` would take it.
bool is_setting(std::string_view name, const std::string& value) {
    const auto row = std::ranges::find(config::table(), name, &config::Setting::name);
    config::Settings scratch;
    return !value.empty() && text::is_utf8(value) && row->take(scratch, value);
}

bool is_name(const std::string& value) {
    return !commands::check_text(value, 1, limits::name, "");
}

constexpr std::array all = {
    Wish{"--public-url", "Under which address will people reach it?", "https://forum.example.org, without a path",
         &Wishes::public_url, none, [](const std::string& value) { return is_setting("public_url", value); }},
    Wish{"--name", "What is the community called?", "1 to 100 characters", &Wishes::name, none, is_name},
    Wish{"--slug", "Its name in addresses?", "a-z, 0-9 and -, up to 60 characters", &Wishes::slug,
         [](Wishes& said) {
             const std::string made = text::slug(said.name.value_or(""), limits::slug);
             return made.empty() ? Standard() : Standard(made);
         },
         [](const std::string& value) { return !commands::check_slug(value, ""); }},
    Wish{"--language", "Its main language?", "fr or en", &Wishes::language, [](Wishes&) { return Standard("fr"); },
         [](const std::string& value) { return value == "fr" || value == "en"; }},
    Wish{"--time-zone", "Its time zone?", "a name like Europe/Paris", &Wishes::time_zone,
         [](Wishes&) { return Standard("Europe/Paris"); },
         [](const std::string& value) { return value.size() <= limits::time_zone && text::is_time_zone(value); }},
    Wish{"--operator", "Who answers for it? The legal pages name them.",
         "a person or association and where they are, on a line", &Wishes::operated_by, none,
         [](const std::string& value) { return is_setting("operator", value) && !text::is_blank(value); }},
    Wish{"--contact", "Where do people write to with questions?", "a mail address", &Wishes::contact, none,
         [](const std::string& value) { return is_setting("contact", value); }},
    Wish{"--admin-name", "What are you called? You will be the first administrator.", "1 to 100 characters",
         &Wishes::admin_name, none, is_name},
    Wish{"--admin-email", "Your mail address?", "a mail address", &Wishes::admin_email,
         [](Wishes& said) { return said.contact; },
         [](const std::string& value) { return commands::accounts::is_address(value); }},
};

Error missing(const Wish& wish) {
    return error(ErrorCode::invalid, fmt::format("{} is missing: {} ({})", wish.flag, wish.question, wish.allowed));
}

std::string impossible(const Wish& wish, const std::string& value) {
    return fmt::format("{}: \"{}\" is not possible; allowed: {}", wish.flag, text::excerpt(text::clean_line(value), 80),
                       wish.allowed);
}

/// One question, until it is answered.
Status ask_for(const Wish& wish, Wishes& said, const Ask& ask) {
    const Standard standard = wish.standard(said);
    const std::string hint = standard ? fmt::format("[{}]", *standard) : fmt::format("({})", wish.allowed);
    for (std::string why;;) {
        const auto answer = ask(fmt::format("{}{} {} ", why, wish.question, hint));
        if (!answer) return missing(wish);
        const std::string line = text::clean_line(*answer);
        said.*wish.place = line.empty() ? standard : line;
        if (!(said.*wish.place)) continue;
        if (wish.takes(*(said.*wish.place))) return {};
        why = impossible(wish, line) + "\n";
    }
}

} // namespace

std::span<const Wish> wishes() {
    return all;
}

Status complete(Wishes& said, const Ask& ask) {
    // What was said by flags is looked at before the first question.
    for (const Wish& wish : all)
        if (const auto& value = said.*wish.place; value && !wish.takes(*value))
            return error(ErrorCode::invalid, impossible(wish, *value));
    for (const Wish& wish : all) {
        if (said.*wish.place) continue;
        if (ask) {
            PALABRE_CHECK(ask_for(wish, said, ask));
            continue;
        }
        said.*wish.place = wish.standard(said);
        if (!(said.*wish.place)) return missing(wish);
    }
    return {};
}

Ask terminal() {
    if (::isatty(STDIN_FILENO) == 0) return {};
    return [](const std::string& question) {
        fmt::print(stderr, "{}", question);
        std::fflush(stderr);
        std::string line;
        return std::getline(std::cin, line) ? std::optional(line) : std::nullopt;
    };
}

} // namespace palabre::tools::init
