// SPDX-License-Identifier: Apache-2.0
// Stored rows, and how they are read, the same from a Stage (apply) and from a View (queries).
//
// A row that is sent:      u32be length of the record ‖ record (core/store/codec.hpp) ‖ JSON object as sent to members
// A row that is only used: the record alone
#pragma once

#include "core/store/codec.hpp"
#include "core/store/key.hpp"
#include "projections/projector.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palabre::projections {

/// The bytes to send. Movable; the view lives as long as the row stays where it is.
struct JsonRow {
    std::string bytes;
    std::size_t begin = 0; ///< of the JSON
    [[nodiscard]] std::string_view json() const { return std::string_view(bytes).substr(begin); }
};

/// The bytes to send, with what must be known of them without parsing: who wrote it, where to splice.
template <class Record>
struct Row : JsonRow {
    Record record;
};

namespace detail {

inline Result<std::optional<std::string>> fetch(const Stage& stage, std::string_view key) {
    return stage.get(key);
}
inline Result<std::optional<std::string>> fetch(const View& view, std::string_view key) {
    return view.get(key);
}
/// `corrupt`: names the row and the way out.
Error ill_formed(std::string_view key);
/// Length of the record and where the JSON begins, or nothing.
std::optional<std::size_t> json_begin(std::string_view bytes);
std::string join(std::string_view record, std::string_view json);

} // namespace detail

template <class Record>
[[nodiscard]] std::string row_bytes(const Record& record, std::string_view json) {
    return detail::join(codec::encode(record), json);
}

/// The row that these bytes are. `corrupt`: they are none; `key` is for the message.
template <class Record>
[[nodiscard]] Result<Row<Record>> parse_row(std::string bytes, std::string_view key) {
    const auto begin = detail::json_begin(bytes);
    if (!begin) return detail::ill_formed(key);
    auto record = codec::decode<Record>(std::string_view(bytes).substr(4, *begin - 4));
    if (!record) return detail::ill_formed(key);
    return Row<Record>{{std::move(bytes), *begin}, std::move(*record)};
}

/// The record alone at this key, or nothing if there is none.
template <class Record, class Source>
[[nodiscard]] Result<std::optional<Record>> find(const Source& source, std::string_view key) {
    PALABRE_TRY(bytes, detail::fetch(source, key));
    if (!bytes) return std::optional<Record>{};
    auto record = codec::decode<Record>(*bytes);
    if (!record) return detail::ill_formed(key);
    return record;
}

/// The row at this key, or nothing if there is none.
template <class Record, class Source>
[[nodiscard]] Result<std::optional<Row<Record>>> find_row(const Source& source, std::string_view key) {
    PALABRE_TRY(bytes, detail::fetch(source, key));
    if (!bytes) return std::optional<Row<Record>>{};
    PALABRE_TRY(row, parse_row<Record>(std::move(*bytes), key));
    return std::optional(std::move(row));
}

/// The rows at these keys, in their order.
template <class Record>
[[nodiscard]] Result<std::vector<std::optional<Row<Record>>>> find_rows(const View& view,
                                                                        const std::vector<std::string>& keys) {
    PALABRE_TRY(values, view.get(keys));
    std::vector<std::optional<Row<Record>>> rows(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!values[i]) continue;
        PALABRE_TRY(row, parse_row<Record>(std::move(*values[i]), keys[i]));
        rows[i] = std::move(row);
    }
    return rows;
}

template <class Record>
void put(Stage& stage, std::string key, const Record& record) {
    stage.put(std::move(key), codec::encode(record));
}
template <class Record>
void put_row(Stage& stage, std::string key, const Record& record, std::string_view json) {
    stage.put(std::move(key), row_bytes(record, json));
}

/// When it happened for people: an imported item older than what was there keeps its own time (log rule §7).
inline Instant happened(const Applied& at) {
    return at.original_time.value_or(at.time);
}

} // namespace palabre::projections
