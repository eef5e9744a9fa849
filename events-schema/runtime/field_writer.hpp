// SPDX-License-Identifier: Apache-2.0
// Writes one JSON object in the stored form (frozen, docs/formats.md): compact, UTF-8 as it is, members in call order.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"
#include "core/vault/sealed.hpp"

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::events {

/// The order of boxes in an event: by member, then class, both as text.
inline bool stands_before(std::string_view of, PersonalClass personal_class, const SealedBox& box) {
    const int order = of.compare(box.of);
    return order < 0 || (order == 0 && class_text(personal_class) < class_text(box.personal_class));
}

class FieldWriter {
public:
    FieldWriter() {
        out_.reserve(256); // most values fit
        out_ += '{';
    }

    template <class T>
    void field(std::string_view name, const T& value) {
        key(name);
        write(value);
    }
    void null_field(std::string_view name) {
        key(name);
        out_ += "null";
    }
    /// The last member of an event, left out when there is no box.
    void boxes(std::span<const SealedBox> boxes);
    [[nodiscard]] std::string finish() && {
        out_ += '}';
        return std::move(out_);
    }

private:
    /// Names need no escape.
    void key(std::string_view name);
    void write(std::string_view text);
    void write(const std::string& text) { write(std::string_view(text)); }
    void write(bool value) { out_ += value ? "true" : "false"; }
    template <std::integral T>
    void write(T value) {
        out_ += std::to_string(value);
    }
    void write(Partition value) { write(number(value)); }
    template <class E>
    requires std::is_enum_v<E>
    void write(E value) { plain(text(value)); }
    template <class Tag, std::size_t N>
    void write(const FixedBytes<Tag, N>& value) {
        char buffer[base32::length(N)];
        base32::encode_to(value.view(), buffer);
        plain({buffer, sizeof buffer});
    }
    void write(const CommunityId& value) { plain(value.text()); }
    void write(const Instant& value) { plain(value.text()); }
    template <class T>
    void write(const std::optional<T>& value) {
        if (value) {
            write(*value);
        } else {
            out_ += "null";
        }
    }
    template <class T>
    void write(const std::vector<T>& values) {
        out_ += '[';
        for (const T& value : values) {
            if (&value != values.data()) out_ += ',';
            write(value);
        }
        out_ += ']';
    }
    /// Text that needs no escape.
    void plain(std::string_view text);

    std::string out_;
};

} // namespace palabre::events
