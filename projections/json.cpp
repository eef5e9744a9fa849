// SPDX-License-Identifier: Apache-2.0
#include "projections/json.hpp"

namespace palabre::projections {

namespace {

bool needs_escape(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

} // namespace

JsonObject& JsonObject::raw(std::string_view key, std::string_view json) {
    begin(key);
    out_ += json;
    return *this;
}

void JsonObject::begin(std::string_view key) {
    if (out_.size() > 1) out_ += ',';
    quoted(key);
    out_ += ':';
}

void JsonObject::write(std::string_view text) {
    out_ += '"';
    std::size_t copied = 0; // runs that need no escape go over in one piece: bodies are long
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needs_escape(text[i])) continue;
        out_ += text.substr(copied, i - copied);
        escape(text[i]);
        copied = i + 1;
    }
    out_ += text.substr(copied);
    out_ += '"';
}

void JsonObject::escape(char c) {
    static constexpr char hex[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
    case '"':
        out_ += "\\\"";
        break;
    case '\\':
        out_ += "\\\\";
        break;
    case '\b':
        out_ += "\\b";
        break;
    case '\f':
        out_ += "\\f";
        break;
    case '\n':
        out_ += "\\n";
        break;
    case '\r':
        out_ += "\\r";
        break;
    case '\t':
        out_ += "\\t";
        break;
    default:
        out_ += "\\u00";
        out_ += hex[byte >> 4];
        out_ += hex[byte & 0xf];
    }
}

void JsonObject::quoted(std::string_view text) {
    out_ += '"';
    out_ += text;
    out_ += '"';
}

std::string with_members(std::string_view object, std::string_view members) {
    std::string out(object.substr(0, object.size() - 1));
    if (out.size() > 1) out += ',';
    return out.append(members).append("}");
}

} // namespace palabre::projections
