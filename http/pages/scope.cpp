// SPDX-License-Identifier: Apache-2.0
#include "http/pages/scope.hpp"

#include <charconv>

namespace palabre::http::pages {
namespace {

using nlohmann::json;
using Kind = Marker::Kind;

bool is_empty(const json* value) {
    if (value == nullptr) return true;
    switch (value->type()) {
    case json::value_t::boolean:
        return !value->get<bool>();
    case json::value_t::string:
        return value->get_ref<const std::string&>().empty();
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float:
        return value->get<double>() == 0;
    default:
        return value->empty(); // null, array, object
    }
}

const std::string* as_text(const json* value) {
    return value == nullptr ? nullptr : value->get_ptr<const std::string*>();
}

std::string plain(const json& value) {
    if (const std::string* text = as_text(&value)) return *text;
    return value.is_number() || value.is_boolean() ? value.dump() : std::string();
}

/// Valid as long as the value.
Argument argument(const json* value) {
    if (value == nullptr) return std::string_view();
    if (value->is_number_integer()) return value->get<std::int64_t>();
    if (value->is_number()) return value->get<double>();
    const std::string* text = as_text(value);
    return text == nullptr ? std::string_view() : std::string_view(*text);
}

} // namespace

/// The element or elements that a section is about.
class Scope::Elements : public Scope::Iterator {
public:
    Elements(Filling& filling, const json& value, bool each)
        : filling_(filling), value_(value), count_(each ? value.size() : 1), each_(each) {}

    bool HasNext() const override { return next_ < count_; }
    const TemplateDictionaryInterface& Next() override {
        scope_.emplace(filling_, each_ ? value_[next_] : value_);
        ++next_;
        return *scope_;
    }

private:
    Filling& filling_;
    const json& value_;
    std::size_t next_ = 0, count_;
    bool each_;
    std::optional<Scope> scope_;
};

const Marker& Scope::marker(const Name& name) const {
    std::size_t number = 0;
    std::from_chars(name.data() + 1, name.data() + name.size(), number); // "m12"
    return filling_.markers.at(number);
}

const json* Scope::find(const Path& path) const {
    if (path.empty()) return &value_;
    const auto descend = [&path](const json* from) -> const json* {
        for (const std::string& name : path) {
            if (!from->is_object()) return nullptr;
            const auto member = from->find(name);
            if (member == from->end()) return nullptr;
            from = &*member;
        }
        return from;
    };
    // Own names hide the document's, also where they lead no further.
    if (value_.is_object() && value_.contains(path.front())) return descend(&value_);
    return descend(&filling_.document);
}

const json* Scope::find_member(const Marker& marker) const {
    const json* map = find(marker.path);
    const std::string* key = as_text(find(marker.key));
    if (map == nullptr || key == nullptr || !map->is_object()) return nullptr;
    const auto member = map->find(*key);
    return member == map->end() ? nullptr : &*member;
}

Scope::Name Scope::keep(std::string text) const {
    const std::string& kept = filling_.made.emplace_back(std::move(text));
    return {kept.data(), kept.size()};
}

std::string Scope::say(const Marker& marker) const {
    std::vector<std::pair<std::string_view, Argument>> arguments;
    for (const auto& [name, path] : marker.arguments) arguments.emplace_back(name, argument(find(path)));
    return filling_.words.messages->format(filling_.words.language, marker.word, arguments);
}

Scope::Name Scope::GetValue(const Name& name) const {
    const Marker& m = marker(name);
    if (m.kind == Kind::message) return keep(say(m));
    const json* value = find(m.path);
    if (value == nullptr) return keep({});
    const std::string* text = as_text(value);
    if (m.kind == Kind::number)
        return keep(value->is_number() ? number(filling_.setting.language, *value) : plain(*value));
    if (text == nullptr) return keep(plain(*value));
    if (m.kind == Kind::initials) return keep(initials(*text));
    if (m.kind == Kind::code) return keep(code_name(filling_.setting.language, m.word, *text));
    const auto at = m.kind == Kind::value ? std::nullopt : Instant::parse(*text);
    if (!at) return {text->data(), text->size()};
    switch (m.kind) {
    case Kind::exact_time:
        return keep(exact_time(filling_.setting, filling_.words, *at));
    case Kind::ago:
        return keep(ago(filling_.setting, filling_.words, *at));
    default:
        return keep(date(filling_.setting, *at));
    }
}

bool Scope::IsHiddenSection(const Name& name) const {
    const Marker& m = marker(name);
    switch (m.kind) {
    case Kind::inverted:
        return !is_empty(find(m.path));
    case Kind::is:
    case Kind::is_not: {
        const std::string* text = as_text(find(m.path));
        return (text != nullptr && *text == m.word) != (m.kind == Kind::is);
    }
    case Kind::member:
        return is_empty(find_member(m));
    default:
        return is_empty(find(m.path));
    }
}

Scope::Iterator* Scope::CreateSectionIterator(const Name& name) const {
    const Marker& m = marker(name);
    const json* about = m.kind == Kind::section ? find(m.path) : m.kind == Kind::member ? find_member(m) : nullptr;
    // A condition, or a text or number that is there: the scope stays.
    if (about == nullptr || !about->is_structured()) about = &value_;
    // ctemplate deletes it.
    return new Elements(filling_, *about, m.kind == Kind::section && about != &value_ && about->is_array());
}

} // namespace palabre::http::pages
