// SPDX-License-Identifier: Apache-2.0
#include "events-schema/runtime/field_reader.hpp"

#include "core/base/base64url.hpp"
#include "core/limits.hpp"
#include "events-schema/runtime/field_writer.hpp"

#include <fmt/format.h>

#include <cstring>

namespace palabre::events {
namespace {

/// Boxes hold at least a nonce of 24 and a tag of 16 bytes.
constexpr std::size_t box_text_least = 54;

/// Keys of foreign bytes in a message: only as much as a person needs to find them.
std::string_view shown(std::string_view key) {
    return key.substr(0, 40);
}

} // namespace

JsonParser& JsonParser::of_thread() {
    thread_local JsonParser parser;
    return parser;
}

simdjson::simdjson_result<simdjson::dom::object> JsonParser::parse(std::string_view json) {
    if (json.size() > limits::value_bytes) return simdjson::CAPACITY;
    if (capacity_ < json.size()) {
        capacity_ = std::max(json.size() * 2, std::size_t{4096});
        buffer_ = std::make_unique<char[]>(capacity_ + simdjson::SIMDJSON_PADDING);
    }
    if (buffer_ == nullptr) return simdjson::EMPTY;
    std::memcpy(buffer_.get(), json.data(), json.size());
    return parser_.parse(buffer_.get(), json.size(), false).get_object();
}

FieldReader::FieldReader(std::string_view json, std::string_view what) : what_(what) {
    simdjson::dom::object object;
    if (const auto fault = JsonParser::of_thread().parse(json).get(object); fault != simdjson::SUCCESS) {
        failure_ = error(ErrorCode::corrupt, fmt::format("{}: not a JSON object: {}", what, error_message(fault)));
        return;
    }
    place_ = object.begin();
    end_ = object.end();
}

void FieldReader::fail(std::string_view field, std::string_view fault) {
    failure_ = error(ErrorCode::corrupt, fmt::format("{}: {}: {}", what_, field, fault));
}

std::optional<FieldReader::Element> FieldReader::next(std::string_view name) {
    if (failure_) return std::nullopt;
    if (place_ == end_) {
        fail(name, "missing");
        return std::nullopt;
    }
    if (place_.key() != name) {
        fail(name, fmt::format("expected, but found \"{}\"", shown(place_.key())));
        return std::nullopt;
    }
    const Element value = place_.value();
    ++place_;
    return value;
}

void FieldReader::null_field(std::string_view name) {
    const auto value = next(name);
    if (value && !value->is_null()) fail(name, "personal, and not null outside its box");
}

void FieldReader::boxes(std::vector<SealedBox>& out) {
    if (failure_ || place_ == end_ || place_.key() != "sealed") return;
    simdjson::dom::array items;
    if (place_.value().get(items) != simdjson::SUCCESS || items.size() == 0)
        return fail("sealed", "not a list of boxes");
    ++place_;
    for (const Element item : items) {
        simdjson::dom::object members;
        if (item.get(members) != simdjson::SUCCESS) return fail("sealed", "not a box");
        std::string_view texts[3];
        std::size_t found = 0;
        for (const auto& [key, value] : members) {
            constexpr std::string_view names[] = {"of", "class", "box"};
            if (found == 3 || key != names[found] || value.get(texts[found]) != simdjson::SUCCESS)
                return fail("sealed", "a box has other members than of, class, box");
            ++found;
        }
        const auto [of, class_word, box] = texts;
        if (found != 3 || box.size() < box_text_least || !base64url::is_canonical(box))
            return fail("sealed", "not a box");
        const auto known = class_word == class_text(PersonalClass::identity)  ? std::optional(PersonalClass::identity)
                           : class_word == class_text(PersonalClass::content) ? std::optional(PersonalClass::content)
                                                                              : std::nullopt;
        if (!known) return fail("sealed", "not a known class");
        SealedBox read{std::string(of), *known, std::string(box)};
        if (!out.empty() && !stands_before(out.back().of, out.back().personal_class, read))
            return fail("sealed", "boxes out of order");
        out.push_back(std::move(read));
    }
}

Status FieldReader::finish() {
    if (!failure_ && place_ != end_) fail(shown(place_.key()), "unknown field");
    if (failure_) return *failure_;
    return {};
}

const char* FieldReader::read(const Element& value, std::string& out, Bounds) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return "not a text";
    out = text;
    return nullptr;
}

const char* FieldReader::read(const Element& value, bool& out, Bounds) {
    return value.get(out) == simdjson::SUCCESS ? nullptr : "not true or false";
}

const char* FieldReader::read(const Element& value, std::int64_t& out, Bounds bounds) {
    std::int64_t number = 0;
    if (value.get(number) != simdjson::SUCCESS) return "not an integer";
    if (!bounds.hold(number)) return "out of bounds";
    out = number;
    return nullptr;
}

const char* FieldReader::read(const Element& value, Partition& out, Bounds) {
    std::int64_t number = 0;
    if (value.get(number) != simdjson::SUCCESS || !Bounds{0, INT32_MAX}.hold(number)) return "not a partition";
    out = Partition{static_cast<std::int32_t>(number)};
    return nullptr;
}

const char* FieldReader::read(const Element& value, CommunityId& out, Bounds) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return "not a text";
    auto id = CommunityId::parse(text);
    if (!id) return "not a community's id";
    out = std::move(*id);
    return nullptr;
}

const char* FieldReader::read(const Element& value, Instant& out, Bounds) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return "not a text";
    const auto at = Instant::parse(text);
    if (!at) return "not an instant";
    out = *at;
    return nullptr;
}

} // namespace palabre::events
