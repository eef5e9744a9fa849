// SPDX-License-Identifier: Apache-2.0
#include "http/messages.hpp"

#include "core/limits.hpp"
#include "http/assets.hpp"
#include "http/pattern_names.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <unicode/msgfmt.h>
#include <unordered_map>

namespace palabre::http {
namespace {

constexpr std::array languages{events::Language::fr, events::Language::en};

const icu::Locale& locale(events::Language language) {
    static const icu::Locale french("fr_FR"), english("en_GB");
    return language == events::Language::fr ? french : english;
}

icu::UnicodeString utf16(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

icu::Formattable formattable(const Argument& argument) {
    struct Visitor {
        icu::Formattable operator()(std::string_view text) const { return {utf16(text)}; }
        icu::Formattable operator()(std::int64_t number) const { return {number}; }
        icu::Formattable operator()(double number) const { return {number}; }
        icu::Formattable operator()(Instant at) const {
            return {std::floor(static_cast<double>(at.micros) / 1000), icu::Formattable::kIsDate};
        }
    };
    return std::visit(Visitor{}, argument);
}

/// Nothing and an error text if ICU does not read it.
std::unique_ptr<icu::MessageFormat> compile(const std::string& pattern, events::Language language) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    auto format = std::make_unique<icu::MessageFormat>(utf16(pattern), locale(language), where, status);
    if (U_FAILURE(status)) return nullptr;
    return format;
}

/// The bounds that people are told before they meet them.
constexpr std::pair<std::string_view, std::size_t> bounds[] = {
    {"{limits.title}", limits::title},
    {"{limits.spaces_per_thread}", limits::spaces_per_thread},
    {"{limits.password_min}", limits::password_min},
    {"{limits.ad_radius}", limits::ad_radius},
};

std::string with_bounds(std::string pattern) {
    for (const auto& [name, bound] : bounds)
        for (std::size_t at = 0; (at = pattern.find(name, at)) != std::string::npos;)
            pattern.replace(at, name.size(), std::to_string(bound));
    return pattern;
}

using Put = std::function<Status(const std::string& key, const std::string& pattern)>;

Status flatten(const nlohmann::json& object, const std::string& prefix, const std::string& file, const Put& put) {
    for (const auto& [name, value] : object.items()) {
        const std::string key = prefix.empty() ? name : prefix + "." + name;
        if (value.is_object()) {
            PALABRE_CHECK(flatten(value, key, file, put));
        } else if (value.is_string()) {
            PALABRE_CHECK(put(key, value.get_ref<const std::string&>()));
        } else {
            return error(ErrorCode::invalid, file + ": " + key + " is neither text nor an object");
        }
    }
    return {};
}

} // namespace

Result<Messages> Messages::parse(std::string_view fr, std::string_view en) {
    static std::atomic<std::uint64_t> generations = 0;
    Messages messages;
    messages.generation_ = ++generations;
    for (const auto language : languages) {
        const std::string file = std::string(events::text(language)) + ".json";
        const auto json = nlohmann::json::parse(language == events::Language::fr ? fr : en, nullptr, false);
        if (!json.is_object()) return error(ErrorCode::invalid, file + " is not a JSON object");
        Catalogue& catalogue = messages.catalogues_[static_cast<std::size_t>(language)];
        PALABRE_CHECK(flatten(json, {}, file, [&](const std::string& key, const std::string& written) -> Status {
            const std::string pattern = with_bounds(written);
            const bool plain = pattern.find_first_of("{}") == std::string::npos;
            if (!plain && !compile(pattern, language))
                return error(ErrorCode::invalid, file + ": " + key + " is not a pattern that ICU reads");
            catalogue.emplace(key, Message{pattern, plain});
            return {};
        }));
    }
    for (const auto language : languages) {
        const auto& catalogue = messages.catalogues_[static_cast<std::size_t>(language)];
        const auto& other = messages.catalogues_[1 - static_cast<std::size_t>(language)];
        for (const auto& [key, message] : catalogue) {
            const auto twin = other.find(key);
            const std::string where = "message " + key + " of " + std::string(events::text(language)) + ".json";
            if (twin == other.end()) return error(ErrorCode::invalid, where + " is missing in the other file");
            if (pattern_names(message.pattern) != pattern_names(twin->second.pattern))
                return error(ErrorCode::invalid, where + " has other placeholders in the other file");
        }
    }
    return messages;
}

Messages Messages::embedded() {
    auto messages = parse(asset("messages/fr.json").value(), asset("messages/en.json").value());
    if (messages.has_error()) throw std::logic_error(messages.error().message);
    return std::move(*messages);
}

const Messages::Message& Messages::find(events::Language language, std::string_view key) const {
    const Catalogue& catalogue = catalogues_[static_cast<std::size_t>(language)];
    const auto found = catalogue.find(key);
    if (found == catalogue.end()) throw std::logic_error("no message " + std::string(key));
    return found->second;
}

std::string_view Messages::text(events::Language language, std::string_view key) const {
    return find(language, key).pattern;
}

std::string Messages::format(events::Language language, std::string_view key, Arguments arguments) const {
    return format(language, key, std::span(arguments.begin(), arguments.size()));
}

std::string Messages::format(events::Language language, std::string_view key,
                             std::span<const std::pair<std::string_view, Argument>> arguments) const {
    const Message& message = find(language, key);
    if (message.plain) return message.pattern;
    // ICU's formats must not be used by two threads at once.
    struct Compiled {
        std::uint64_t generation = 0;
        std::unordered_map<const Message*, std::unique_ptr<icu::MessageFormat>> formats;
    };
    static thread_local Compiled compiled;
    if (compiled.generation != generation_) compiled = {generation_, {}};
    auto& format = compiled.formats[&message];
    if (!format) format = compile(message.pattern, language);

    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    names.reserve(arguments.size());
    values.reserve(arguments.size());
    for (const auto& [name, value] : arguments) {
        names.push_back(utf16(name));
        values.push_back(formattable(value));
    }
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString out;
    format->format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
    if (U_FAILURE(status)) throw std::logic_error("message " + std::string(key) + ": " + u_errorName(status));
    std::string utf8;
    return out.toUTF8String(utf8);
}

bool Messages::has(std::string_view key) const {
    return catalogues_[0].find(key) != catalogues_[0].end();
}

std::vector<std::string_view> Messages::keys() const {
    std::vector<std::string_view> keys;
    for (const auto& [key, message] : catalogues_[0]) keys.push_back(key);
    return keys;
}

events::Language accepted_language(const Request& request, events::Language otherwise) {
    const auto header = request.header("accept-language");
    if (!header) return otherwise;
    auto best = otherwise;
    double best_weight = 0;
    std::string_view rest = *header;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        std::string_view item = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (item.starts_with(' ')) item.remove_prefix(1);
        double weight = 1;
        if (const std::size_t q = item.find("q="); q != std::string_view::npos)
            weight = std::strtod(std::string(item.substr(q + 2)).c_str(), nullptr);
        std::string tag(item.substr(0, 2));
        std::transform(tag.begin(), tag.end(), tag.begin(), [](char c) { return static_cast<char>(c | 0x20); });
        const bool whole =
            item.size() == 2 || (item.size() > 2 && std::string_view("-; ").find(item[2]) != std::string_view::npos);
        const auto language = whole ? events::parse<events::Language>(tag) : std::nullopt;
        if (language && weight > best_weight) {
            best = *language;
            best_weight = weight;
        }
    }
    return best;
}

} // namespace palabre::http
