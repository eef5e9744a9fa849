// SPDX-License-Identifier: Apache-2.0
// Binary form of plain structs for stored values that never leave the node: fields in order, numbers as LEB128
// (signed ones zigzag), text and lists length-prefixed, optionals by one byte, fixed bytes raw. Reflection over
// aggregates by Boost.PFR, so a stored struct is just its fields; a changed struct needs a new family version.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"

#include <boost/pfr.hpp>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace palabre::codec {

void put_varint(std::string& out, std::uint64_t value);
/// Takes one number off the front; false when the bytes end or overflow.
[[nodiscard]] bool take_varint(std::string_view& in, std::uint64_t& value);

namespace detail {

template <class T>
inline constexpr bool is_fixed = false;
template <class Tag, std::size_t N>
inline constexpr bool is_fixed<FixedBytes<Tag, N>> = true;
template <class Tag>
inline constexpr bool is_fixed<Id<Tag>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class K, class V>
inline constexpr bool is_map<std::map<K, V>> = true;

template <class T>
void put(std::string& out, const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        out.push_back(value ? '\1' : '\0');
    } else if constexpr (std::is_enum_v<T>) {
        put(out, static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::unsigned_integral<T>) {
        put_varint(out, value);
    } else if constexpr (std::signed_integral<T>) {
        const auto wide = static_cast<std::int64_t>(value);
        put_varint(out, (static_cast<std::uint64_t>(wide) << 1) ^ static_cast<std::uint64_t>(wide >> 63));
    } else if constexpr (std::is_same_v<T, Instant>) {
        put(out, value.micros);
    } else if constexpr (std::is_same_v<T, std::string>) {
        put_varint(out, value.size());
        out.append(value);
    } else if constexpr (std::is_same_v<T, CommunityId>) {
        put(out, value.text());
    } else if constexpr (is_fixed<T>) {
        out.append(value.view());
    } else if constexpr (is_optional<T>) {
        out.push_back(value ? '\1' : '\0');
        if (value) put(out, *value);
    } else if constexpr (is_list<T>) {
        put_varint(out, value.size());
        for (const auto& item : value) put(out, item);
    } else if constexpr (is_map<T>) {
        put_varint(out, value.size());
        for (const auto& [key, item] : value) {
            put(out, key);
            put(out, item);
        }
    } else {
        static_assert(std::is_aggregate_v<T>, "no binary form for this type");
        boost::pfr::for_each_field(value, [&](const auto& field) { put(out, field); });
    }
}

template <class T>
[[nodiscard]] bool take(std::string_view& in, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        if (in.empty() || (in.front() != '\0' && in.front() != '\1')) return false;
        value = in.front() != '\0';
        in.remove_prefix(1);
        return true;
    } else if constexpr (std::is_enum_v<T>) {
        std::underlying_type_t<T> raw{};
        if (!take(in, raw)) return false;
        value = static_cast<T>(raw);
        return true;
    } else if constexpr (std::unsigned_integral<T>) {
        std::uint64_t wide = 0;
        if (!take_varint(in, wide)) return false;
        value = static_cast<T>(wide);
        return value == wide;
    } else if constexpr (std::signed_integral<T>) {
        std::uint64_t wide = 0;
        if (!take_varint(in, wide)) return false;
        const auto number = static_cast<std::int64_t>(wide >> 1) ^ -static_cast<std::int64_t>(wide & 1);
        value = static_cast<T>(number);
        return value == number;
    } else if constexpr (std::is_same_v<T, Instant>) {
        return take(in, value.micros);
    } else if constexpr (std::is_same_v<T, std::string>) {
        std::uint64_t length = 0;
        if (!take_varint(in, length) || length > in.size()) return false;
        value.assign(in.substr(0, length));
        in.remove_prefix(length);
        return true;
    } else if constexpr (std::is_same_v<T, CommunityId>) {
        std::string text;
        if (!take(in, text)) return false;
        auto id = CommunityId::parse(text);
        if (!id && !text.empty()) return false;
        value = id.value_or(CommunityId{});
        return true;
    } else if constexpr (is_fixed<T>) {
        if (in.size() < T::size) return false;
        value = T::from(in);
        in.remove_prefix(T::size);
        return true;
    } else if constexpr (is_optional<T>) {
        bool there = false;
        if (!take(in, there)) return false;
        value.reset();
        return !there || take(in, value.emplace());
    } else if constexpr (is_list<T>) {
        std::uint64_t count = 0;
        if (!take_varint(in, count) || count > in.size()) return false;
        value.resize(count);
        for (auto& item : value)
            if (!take(in, item)) return false;
        return true;
    } else if constexpr (is_map<T>) {
        std::uint64_t count = 0;
        if (!take_varint(in, count) || count > in.size()) return false;
        value.clear();
        for (std::uint64_t i = 0; i < count; ++i) {
            typename T::key_type key{};
            if (!take(in, key) || !take(in, value[key])) return false;
        }
        return true;
    } else {
        static_assert(std::is_aggregate_v<T>, "no binary form for this type");
        bool ok = true;
        boost::pfr::for_each_field(value, [&](auto& field) { ok = ok && take(in, field); });
        return ok;
    }
}

} // namespace detail

template <class T>
[[nodiscard]] std::string encode(const T& value) {
    std::string out;
    detail::put(out, value);
    return out;
}

/// The value, or nothing unless the bytes are exactly one value of this type.
template <class T>
[[nodiscard]] std::optional<T> decode(std::string_view bytes) {
    T value{};
    if (!detail::take(bytes, value) || !bytes.empty()) return std::nullopt;
    return value;
}

/// The value that stands at the front of the bytes, whatever follows; nothing if none does.
template <class T>
[[nodiscard]] std::optional<T> decode_front(std::string_view bytes) {
    T value{};
    if (!detail::take(bytes, value)) return std::nullopt;
    return value;
}

} // namespace palabre::codec
