// SPDX-License-Identifier: Apache-2.0
#include "tools/import/fit.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unicode/unistr.h>

namespace palabre::tools::import {

namespace {

constexpr std::string_view nothing = "…"; ///< what stands where a text is empty

std::string valid(std::string_view bytes) {
    if (text::is_utf8(bytes)) return std::string(bytes);
    std::string out;
    icu::UnicodeString::fromUTF8(icu::StringPiece(bytes.data(), static_cast<std::int32_t>(bytes.size())))
        .toUTF8String(out);
    return out;
}

} // namespace

std::string line(std::string_view text) {
    return text::clean_line(valid(text));
}

std::string lines(std::string_view text) {
    auto out = text::clean(valid(text));
    out.erase(out.find_last_not_of(" \t\n") + 1);
    return out;
}

std::string cut(std::string text, std::size_t most, std::string_view what, Report& report, Kind kind,
                std::string_view row) {
    if (text.size() <= most || text::length(text) <= most) return text;
    std::size_t end = 0;
    for (std::size_t points = 1; points < most; ++points) { // the last one is the sign
        ++end;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) ++end;
    }
    text.resize(end);
    report.note(kind, fmt::format("{} cut to {} characters", what, most), row);
    return text + std::string(nothing);
}

std::string title(std::string_view text, Report& report, std::string_view row) {
    auto out = line(text);
    if (out.empty()) return std::string(nothing);
    return cut(std::move(out), limits::title, "title", report, Kind::question, row);
}

std::string body(std::string_view markdown, Report& report, Kind kind, std::string_view row) {
    auto out = lines(markdown);
    if (out.find_first_not_of(" \t\n") == std::string::npos) {
        report.note(kind, "empty text shown as …", row);
        return std::string(nothing);
    }
    return cut(std::move(out), limits::body, "text", report, kind, row);
}

std::string name(std::string_view text, Report& report, Kind kind, std::string_view row) {
    auto out = line(text);
    if (out.empty()) out = "user" + std::string(row);
    return cut(std::move(out), limits::name, "name", report, kind, row);
}

std::vector<std::string> tags(const std::vector<std::string>& tags, Report& report, std::string_view row) {
    std::vector<std::string> out;
    for (const auto& tag : tags) {
        auto clean = cut(text::label(valid(tag)), limits::tag, "tag", report, Kind::question, row);
        if (clean.empty() || std::find(out.begin(), out.end(), clean) != out.end()) continue;
        if (out.size() == limits::tags_per_thread) {
            report.note(Kind::question, fmt::format("only {} tags kept", limits::tags_per_thread), row);
            break;
        }
        out.push_back(std::move(clean));
    }
    return out;
}

} // namespace palabre::tools::import
