// SPDX-License-Identifier: Apache-2.0
#include "events-schema/runtime/field_writer.hpp"

#include <array>

namespace palabre::events {
namespace {

/// For each byte what stands behind the backslash, 'u' for the long form, or 0 where the byte stands for itself.
constexpr std::array<char, 256> escapes = [] {
    std::array<char, 256> table{};
    for (std::size_t control = 0; control < 0x20; ++control) table[control] = 'u';
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
}();

} // namespace

void FieldWriter::key(std::string_view name) {
    if (out_.size() > 1) out_ += ',';
    plain(name);
    out_ += ':';
}

void FieldWriter::plain(std::string_view text) {
    out_ += '"';
    out_ += text;
    out_ += '"';
}

void FieldWriter::write(std::string_view text) {
    out_ += '"';
    std::size_t written = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const char escape = escapes[byte];
        if (escape == 0) continue;
        out_ += text.substr(written, i - written);
        written = i + 1;
        out_ += '\\';
        out_ += escape;
        if (escape != 'u') continue;
        constexpr std::string_view digits = "0123456789abcdef";
        out_ += "00";
        out_ += digits[byte >> 4];
        out_ += digits[byte & 15];
    }
    out_ += text.substr(written);
    out_ += '"';
}

void FieldWriter::boxes(std::span<const SealedBox> boxes) {
    if (boxes.empty()) return;
    key("sealed");
    char before = '[';
    for (const SealedBox& box : boxes) {
        out_ += before;
        before = ',';
        out_ += R"({"of":)";
        plain(box.of);
        out_ += R"(,"class":)";
        plain(class_text(box.personal_class));
        out_ += R"(,"box":)";
        plain(box.box);
        out_ += '}';
    }
    out_ += ']';
}

} // namespace palabre::events
