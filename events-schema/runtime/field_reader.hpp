// SPDX-License-Identifier: Apache-2.0
// Reads one JSON object in the stored form, member by member in the order of the schema, and nothing else. The first
// fault is kept; after it every call is a no-op and leaves its target as it was.
#pragma once

#include "core/base/result.hpp"
#include "events-schema/runtime/bounds.hpp"
#include "events/common.hpp"

#include <simdjson.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::events {

/// A parser and its padded copy of the text, both used again. What parse() returned lives until the next parse().
/// simdjson reads past the end of its input, so the text is copied: a few nanoseconds beside the parse itself.
class JsonParser {
public:
    /// This thread's own.
    static JsonParser& of_thread();
    /// The object that `json` is, or nothing, and why.
    [[nodiscard]] simdjson::simdjson_result<simdjson::dom::object> parse(std::string_view json);

private:
    simdjson::dom::parser parser_;
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_ = 0;
};

class FieldReader {
public:
    /// `what` names the thing in messages: the event's type.
    FieldReader(std::string_view json, std::string_view what);

    template <class T>
    void field(std::string_view name, T& out, Bounds bounds = {}) {
        if (const auto value = next(name)) {
            if (const char* fault = read(*value, out, bounds)) fail(name, fault);
        }
    }
    /// A personal field as it is stored.
    void null_field(std::string_view name);
    /// The last member, absent when there is no box: boxes in their order, each well formed.
    void boxes(std::vector<SealedBox>& out);
    /// The object must end here.
    [[nodiscard]] Status finish();

private:
    using Element = simdjson::dom::element;

    [[nodiscard]] std::optional<Element> next(std::string_view name);
    void fail(std::string_view field, std::string_view fault);

    // Each gives nullptr, or what is wrong.
    static const char* read(const Element& value, std::string& out, Bounds bounds);
    static const char* read(const Element& value, bool& out, Bounds bounds);
    static const char* read(const Element& value, std::int64_t& out, Bounds bounds);
    template <std::integral T>
    static const char* read(const Element& value, T& out, Bounds bounds) {
        std::int64_t wide = 0;
        if (const char* fault = read(value, wide, bounds)) return fault;
        out = static_cast<T>(wide);
        return nullptr;
    }
    static const char* read(const Element& value, Partition& out, Bounds bounds);
    static const char* read(const Element& value, CommunityId& out, Bounds bounds);
    static const char* read(const Element& value, Instant& out, Bounds bounds);
    template <class T>
    requires requires { T::text_size; }
    static const char* read(const Element& value, T& out, Bounds) {
        std::string_view text;
        if (value.get(text) != simdjson::SUCCESS ||
            !base32::decode(text, {reinterpret_cast<char*>(out.bytes.data()), T::size}))
            return "not an id of this kind";
        return nullptr;
    }
    template <class E>
    requires std::is_enum_v<E>
    static const char* read(const Element& value, E& out, Bounds) {
        std::string_view text;
        if (value.get(text) != simdjson::SUCCESS) return "not a text";
        const auto known = parse<E>(text);
        if (!known) return "not a known word";
        out = *known;
        return nullptr;
    }
    template <class T>
    static const char* read(const Element& value, std::optional<T>& out, Bounds bounds) {
        if (value.is_null()) {
            out.reset();
            return nullptr;
        }
        return read(value, out.emplace(), bounds);
    }
    template <class T>
    static const char* read(const Element& value, std::vector<T>& out, Bounds bounds) {
        simdjson::dom::array items;
        if (value.get(items) != simdjson::SUCCESS) return "not a list";
        if (!bounds.hold(items.size())) return "too few or too many items";
        out.clear();
        out.reserve(items.size());
        for (const Element item : items) {
            if (const char* fault = read(item, out.emplace_back(), {})) return fault;
        }
        return nullptr;
    }

    std::string_view what_;
    simdjson::dom::object::iterator place_, end_;
    std::optional<Error> failure_;
};

} // namespace palabre::events
