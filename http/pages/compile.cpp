// SPDX-License-Identifier: Apache-2.0
#include "http/pages/compile.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace palabre::http::pages {
namespace {

using Kind = Marker::Kind;
using Given = std::vector<std::pair<std::string_view, std::string_view>>; ///< a=b c=d

constexpr int parts_deep = 20;
constexpr std::string_view open = "{{", close = "}}";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

std::optional<Path> parse_path(std::string_view text) {
    Path path;
    if (text == ".") return path;
    for (;;) {
        const auto dot = text.find('.');
        const std::string_view name = text.substr(0, dot);
        if (!is_name(name)) return std::nullopt;
        path.emplace_back(name);
        if (dot == text.npos) return path;
        text.remove_prefix(dot + 1);
    }
}

/// The first word goes to `head`, the a=b after it to the result. Nothing: something else stands there.
std::optional<Given> parse_given(std::string_view text, std::string_view& head) {
    Given given;
    bool first = true;
    while (!text.empty()) {
        const auto space = text.find_first_of(" \n");
        const std::string_view word = text.substr(0, space);
        text = space == text.npos ? std::string_view() : trimmed(text.substr(space));
        if (std::exchange(first, false)) {
            head = word;
            continue;
        }
        const auto equals = word.find('=');
        if (equals == word.npos || !is_name(word.substr(0, equals))) return std::nullopt;
        given.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return given;
}

class Compiler {
public:
    Compiler(const Sources& sources, const Words& words) : sources_(sources), words_(words) {}

    Status part(std::string_view name, const Given& given, int depth);
    Compiled take() && { return {std::move(out_), std::move(markers_)}; }

private:
    struct Section {
        std::string text;
        std::size_t number;
    };

    Status scan(std::string_view rest, int depth);
    Status marker(std::string_view text, int depth);
    Status begin_section(std::string_view text);
    Status end_section(std::string_view text);
    Status include(std::string_view text, int depth);
    Status typed(std::string_view type, std::string_view text);
    Status message(std::string_view text);

    [[nodiscard]] Error fault(std::string_view what, std::string_view marker) const {
        return error(ErrorCode::invalid,
                     "template " + part_ + ": " + std::string(what) + ": {{" + std::string(marker) + "}}");
    }
    std::size_t add(Marker marker) {
        markers_.push_back(std::move(marker));
        return markers_.size() - 1;
    }
    void print(Marker marker) { out_.append("{{m").append(std::to_string(add(std::move(marker)))).append(close); }

    const Sources& sources_;
    const Words& words_;
    std::string part_; ///< being read, for errors
    std::string out_;
    std::vector<Marker> markers_;
    std::vector<Section> sections_;
};

Status Compiler::part(std::string_view name, const Given& given, int depth) {
    const auto source = sources_.find(name);
    if (source == sources_.end()) return error(ErrorCode::invalid, "there is no template " + std::string(name));
    const std::string outer = std::exchange(part_, std::string(name));
    std::string text;
    for (std::string_view rest = source->second; !rest.empty();) {
        const auto at = rest.find("$(");
        text.append(rest.substr(0, at));
        if (at == rest.npos) break;
        const auto end = std::min(rest.find(')', at), rest.size());
        const std::string_view parameter = rest.substr(at + 2, end - at - 2);
        const auto value = std::ranges::find(given, parameter, &Given::value_type::first);
        if (value == given.end()) return fault("is not given the parameter", parameter);
        text.append(value->second);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const std::size_t sections = sections_.size();
    PALABRE_CHECK(scan(text, depth));
    if (sections_.size() != sections) return fault("is not closed", sections_.back().text);
    part_ = outer;
    return {};
}

Status Compiler::scan(std::string_view rest, int depth) {
    for (;;) {
        const auto at = rest.find(open);
        out_.append(rest.substr(0, at));
        if (at == rest.npos) return {};
        const auto end = rest.find(close, at);
        if (end == rest.npos) return fault("is not closed", rest.substr(at + 2, 40));
        PALABRE_CHECK(marker(trimmed(rest.substr(at + 2, end - at - 2)), depth));
        rest.remove_prefix(end + 2);
    }
}

Status Compiler::marker(std::string_view text, int depth) {
    if (text.empty()) return fault("an empty marker", text);
    switch (text.front()) {
    case '!':
        return {};
    case '#':
    case '^':
        return begin_section(text);
    case '/':
        return end_section(text.substr(1));
    case '>':
        return include(text.substr(1), depth);
    default:
        break;
    }
    if (const auto colon = text.find(':'); colon != text.npos)
        return typed(text.substr(0, colon), trimmed(text.substr(colon + 1)));
    auto path = parse_path(text);
    if (!path) return fault("is no marker", text);
    print({.kind = Kind::value, .path = std::move(*path)});
    return {};
}

Status Compiler::begin_section(std::string_view text) {
    const bool inverted = text.front() == '^';
    const std::string_view condition = text.substr(1);
    Marker marker{.kind = inverted ? Kind::inverted : Kind::section};
    std::string_view path = condition;
    if (const auto equals = condition.find('='); equals != condition.npos) {
        path = condition.substr(0, equals);
        marker.kind = inverted ? Kind::is_not : Kind::is;
        marker.word = condition.substr(equals + 1);
    } else if (condition.ends_with(']') && !inverted) {
        const auto bracket = std::min(condition.find('['), condition.size());
        path = condition.substr(0, bracket);
        auto key = parse_path(condition.substr(bracket + 1, condition.size() - bracket - 2));
        if (!key) return fault("is no marker", text);
        marker.kind = Kind::member;
        marker.key = std::move(*key);
    }
    auto parsed = parse_path(path);
    if (!parsed) return fault("is no marker", text);
    marker.path = std::move(*parsed);
    sections_.push_back({std::string(condition), add(std::move(marker))});
    out_.append("{{#m").append(std::to_string(sections_.back().number)).append(close);
    return {};
}

Status Compiler::end_section(std::string_view text) {
    if (sections_.empty() || sections_.back().text != text) return fault("closes what is not open", text);
    out_.append("{{/m").append(std::to_string(sections_.back().number)).append(close);
    sections_.pop_back();
    return {};
}

Status Compiler::include(std::string_view text, int depth) {
    std::string_view name;
    const auto given = parse_given(text, name);
    if (!given) return fault("is no marker", text);
    if (depth == parts_deep) return fault("parts nest too deep", text);
    return part(name, *given, depth + 1);
}

Status Compiler::typed(std::string_view type, std::string_view text) {
    if (type == "t") return message(text);
    auto path = parse_path(text);
    if (!path) return fault("is no marker", text);
    if (type == "lines") {
        out_.append("{{m").append(std::to_string(add({.kind = Kind::value, .path = std::move(*path)})));
        out_.append(":p").append(close);
        return {};
    }
    if (type == "html") {
        if (path->empty() || !path->back().ends_with("_html")) return fault("is not known to be safe", text);
        out_.append("{{m").append(std::to_string(add({.kind = Kind::value, .path = std::move(*path)})));
        out_.append(":none").append(close);
        return {};
    }
    if (type == "time" || type == "date") {
        out_.append("<time datetime=\"");
        print({.kind = Kind::value, .path = *path});
        out_.append("\" title=\"");
        print({.kind = Kind::exact_time, .path = *path});
        out_.append("\">");
        print({.kind = type == "time" ? Kind::ago : Kind::date, .path = std::move(*path)});
        out_.append("</time>");
        return {};
    }
    if (type == "number") {
        print({.kind = Kind::number, .path = std::move(*path)});
        return {};
    }
    if (type == "initials") {
        print({.kind = Kind::initials, .path = std::move(*path)});
        return {};
    }
    static constexpr std::array<std::string_view, 6> lists = {"trade",       "specialty", "status",
                                                              "departement", "region",    "contract"};
    if (type == "code" && !path->empty() && std::ranges::find(lists, path->back()) != lists.end()) {
        std::string list = path->back();
        print({.kind = Kind::code, .path = std::move(*path), .word = std::move(list)});
        return {};
    }
    return fault("is no marker", std::string(type) + ":" + std::string(text));
}

Status Compiler::message(std::string_view text) {
    std::string_view key;
    const auto given = parse_given(text, key);
    if (!given) return fault("is no marker", text);
    if (!words_.has(key)) return fault("there is no message", text);
    if (given->empty()) {
        out_.append(escaped(words_.say(key)));
        return {};
    }
    Marker marker{.kind = Kind::message, .word = std::string(key)};
    for (const auto& [argument, value] : *given) {
        auto path = parse_path(value);
        if (!path) return fault("is no marker", text);
        marker.arguments.emplace_back(argument, std::move(*path));
    }
    print(std::move(marker));
    return {};
}

} // namespace

Result<Compiled> compile(const Sources& sources, std::string_view name, const Words& words) {
    Compiler compiler(sources, words);
    PALABRE_CHECK(compiler.part(name, {}, 0));
    return std::move(compiler).take();
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        case '{': // else ctemplate could take it for a marker
            out += "&#123;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace palabre::http::pages
