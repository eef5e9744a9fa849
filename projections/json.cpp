// SPDX-License-Identifier: Apache-2.0
#include "projections/json.hpp"

namespace palabre::projections {

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
    static constexpr char hex[] = "0123456789abcdef";
    out_ += '"';
    for (const char c : text) {
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
            if (const auto byte = static_cast<unsigned char>(c); byte < 0x20) {
                out_ += "\\u00";
                out_ += hex[byte >> 4];
                out_ += hex[byte & 0xf];
            } else {
                out_ += c;
            }
        }
    }
    out_ += '"';
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
