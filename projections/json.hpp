// SPDX-License-Identifier: Apache-2.0
// Writes the JSON of rows: one object, members in the order of the calls, no spaces, UTF-8 as it is, so that equal rows
// are equal bytes. Text must be valid UTF-8. Keys are the caller's literals and need no escape.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections {

class JsonObject {
public:
    JsonObject() : out_("{") {}

    /// Booleans, numbers, text, ids, instants; optionals of them (absent: null); lists of them.
    template <class T>
    JsonObject& add(std::string_view key, const T& value) {
        begin(key);
        write(value);
        return *this;
    }
    /// A value that is JSON already.
    JsonObject& raw(std::string_view key, std::string_view json);
    JsonObject& null(std::string_view key) { return raw(key, "null"); }

    /// The whole object.
    [[nodiscard]] std::string finish() && {
        out_ += '}';
        return std::move(out_);
    }
    /// The object as far as it goes, with a comma behind its last member: rest() of another completes it.
    [[nodiscard]] std::string head() && {
        out_ += ',';
        return std::move(out_);
    }
    /// The object without its opening brace.
    [[nodiscard]] std::string rest() && { return std::move(*this).finish().substr(1); }

private:
    void begin(std::string_view key);
    void write(std::string_view text);
    void write(const std::string& text) { write(std::string_view(text)); }
    void write(const char* text) { write(std::string_view(text)); }
    void write(bool value) { out_ += value ? "true" : "false"; }
    template <std::integral T>
    void write(T value) {
        out_ += std::to_string(value);
    }
    template <class Tag, std::size_t N>
    void write(const FixedBytes<Tag, N>& value) {
        quoted(value.text());
    }
    void write(const CommunityId& value) { quoted(value.text()); }
    void write(const Instant& value) { quoted(value.text()); }
    template <class T>
    void write(const std::optional<T>& value) {
        if (value)
            write(*value);
        else
            out_ += "null";
    }
    template <class T>
    void write(const std::vector<T>& values) {
        out_ += '[';
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) out_ += ',';
            write(values[i]);
        }
        out_ += ']';
    }
    void escape(char c);
    /// Text that needs no escape.
    void quoted(std::string_view text);

    std::string out_;
};

/// `object` (which ends in '}') with `members` (`"key":value`, one or more, no comma around) as its last ones.
std::string with_members(std::string_view object, std::string_view members);

} // namespace palabre::projections
