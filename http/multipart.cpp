// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.hpp"

#include "http/server/header_text.hpp"
#include "http/server/target.hpp"

#include <algorithm>

namespace palabre::http {
namespace {

constexpr std::size_t head_bytes = 4 * 1024; ///< of a part: a long name in percent escapes
constexpr std::size_t boundary_most = 70;    ///< RFC 2046
constexpr std::string_view line_end = "\r\n";
constexpr std::string_view form_type = "multipart/form-data";

/// Takes `name=value` or `name="value"` off the front of what follows a semicolon. False: no such form.
bool take_parameter(std::string_view& rest, std::string& name, std::string& value) {
    rest = trimmed(rest);
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos || equals == 0) return false;
    name = std::string(trimmed(rest.substr(0, equals)));
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    rest.remove_prefix(equals + 1);
    value.clear();
    if (!rest.starts_with('"')) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        value = std::string(trimmed(rest.substr(0, end)));
        rest.remove_prefix(end);
        return !value.empty() && value.find('"') == std::string::npos;
    }
    std::size_t at = 1;
    for (; at < rest.size() && rest[at] != '"'; ++at) {
        // Older programs write \" where browsers write %22; a lone backslash is a part of a name.
        if (rest[at] == '\\' && at + 1 < rest.size() && (rest[at + 1] == '"' || rest[at + 1] == '\\')) ++at;
        value += rest[at];
    }
    if (at >= rest.size()) return false;
    rest = trimmed(rest.substr(at + 1));
    return rest.empty() || rest.starts_with(';');
}

/// What browsers escape in names, and nothing else (WHATWG: %22, %0D, %0A).
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view escape = text.substr(i, 3);
        if (escape == "%22") out += '"';
        if (escape == "%0D" || escape == "%0A") out += ' ';
        if (escape == "%22" || escape == "%0D" || escape == "%0A")
            i += 2;
        else
            out += text[i];
    }
    return out;
}

/// RFC 8187: UTF-8''percent-escapes. Whatever bytes they stand for: a name that is no text is refused where names are
/// judged, and not lost as if none had been sent.
std::optional<std::string> extended(std::string_view text) {
    constexpr std::string_view charset = "utf-8''";
    if (text.size() < charset.size() || !equal_ignoring_case(text.substr(0, charset.size()), charset))
        return std::nullopt;
    return percent_decoded_bytes(text.substr(charset.size()));
}

} // namespace

std::optional<std::string> boundary_of(std::string_view content_type) {
    const std::size_t semicolon = content_type.find(';');
    if (semicolon == std::string_view::npos) return std::nullopt;
    if (!equal_ignoring_case(trimmed(content_type.substr(0, semicolon)), form_type)) return std::nullopt;
    std::string_view rest = content_type.substr(semicolon);
    std::optional<std::string> boundary;
    while (rest.starts_with(';')) {
        rest.remove_prefix(1);
        std::string name, value;
        if (!take_parameter(rest, name, value)) return std::nullopt;
        if (name == "boundary" && boundary) return std::nullopt;
        if (name == "boundary") boundary = std::move(value);
    }
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos;
    };
    if (!boundary || boundary->empty() || boundary->size() > boundary_most || !std::ranges::all_of(*boundary, allowed))
        return std::nullopt;
    return boundary;
}

std::optional<PartHead> read_disposition(std::string_view value) {
    std::string_view rest = value.substr(std::min(value.find(';'), value.size()));
    PartHead head;
    std::optional<std::string> plain;
    while (rest.starts_with(';')) {
        rest.remove_prefix(1);
        std::string name, text;
        if (!take_parameter(rest, name, text)) return std::nullopt;
        if (name == "name") head.name = unescaped(text);
        if (name == "filename") plain = unescaped(text);
        if (name == "filename*") head.file_name = extended(text);
    }
    if (!head.file_name) head.file_name = std::move(plain);
    return head;
}

Multipart::Multipart(std::string boundary, Events events)
    : delimiter_("\r\n--" + std::move(boundary)), events_(std::move(events)) {}

bool Multipart::read(std::string_view bytes) {
    if (state_ == State::epilogue) return true;
    held_ += bytes;
    for (bool again = true; again;)
        if (!step(again)) return false;
    return true;
}

bool Multipart::step(bool& again) {
    again = false;
    switch (state_) {
    case State::preamble:
    case State::data:
        return read_data(again);
    case State::delimiter:
        if (held_.size() < 2) return true;
        if (held_.starts_with("--")) {
            state_ = State::epilogue;
            held_.clear();
            return true;
        }
        if (!held_.starts_with(line_end)) return false;
        state_ = State::head; // the line end stays: a head without lines begins with two
        again = true;
        return true;
    case State::head:
        return read_head(again);
    case State::epilogue:
        break;
    }
    return true;
}

bool Multipart::read_data(bool& again) {
    const bool told = state_ == State::data;
    const std::size_t at = held_.find(delimiter_);
    const std::size_t known = at != std::string::npos            ? at
                              : held_.size() < delimiter_.size() ? 0
                                                                 : held_.size() - delimiter_.size() + 1;
    if (told && known > 0 && !events_.data(std::string_view(held_).substr(0, known))) return false;
    held_.erase(0, known);
    if (at == std::string::npos) return true;
    held_.erase(0, delimiter_.size());
    state_ = State::delimiter;
    again = true;
    return !told || events_.end();
}

bool Multipart::read_head(bool& again) {
    const std::size_t end = held_.find("\r\n\r\n");
    if (end == std::string::npos) return held_.size() <= head_bytes;
    if (end > head_bytes) return false;
    std::optional<PartHead> head;
    std::string_view lines = std::string_view(held_).substr(0, end);
    while (!lines.empty()) {
        lines.remove_prefix(line_end.size());
        const std::string_view line = lines.substr(0, lines.find(line_end));
        lines.remove_prefix(line.size());
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || line.find_first_of("\r\n") != std::string_view::npos) return false;
        if (!equal_ignoring_case(trimmed(line.substr(0, colon)), "content-disposition")) continue;
        if (head || !trimmed(line.substr(colon + 1)).starts_with("form-data")) return false;
        head = read_disposition(trimmed(line.substr(colon + 1)));
        if (!head) return false;
    }
    if (!head || head->name.empty()) return false;
    held_.erase(0, end + 4);
    state_ = State::data;
    again = true;
    return events_.begin(*head);
}

} // namespace palabre::http
