// SPDX-License-Identifier: Apache-2.0
#include "http/body.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/server/target.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

namespace palabre::http {
namespace {

using commands::Reason;

/// Of a form: what the page itself sends beside the fields.
constexpr std::string_view form_extras[] = {"csrf", "idempotency_key"};

enum class Kind { none, json, form, other };

Kind kind_of(const Request& request) {
    const auto header = request.header("content-type");
    if (!header) return request.body.empty() ? Kind::none : Kind::json;
    std::string type(header->substr(0, header->find(';')));
    while (type.ends_with(' ')) type.pop_back();
    for (char& c : type) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (type == "application/json") return Kind::json;
    if (type == "application/x-www-form-urlencoded") return Kind::form;
    return request.body.empty() ? Kind::none : Kind::other;
}

/// A browser sends each line end of a text field as CR LF, whatever was written.
std::string with_bare_line_ends(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || !text.substr(i + 1).starts_with('\n')) out += text[i];
    return out;
}

/// What a lenient parser lets pass: nesting without end, the same member twice.
struct Strictness {
    bool too_deep = false;
    std::optional<std::string> repeated;
    std::vector<std::set<std::string>> open;

    bool operator()(int depth, nlohmann::json::parse_event_t event, nlohmann::json& value) {
        using Event = nlohmann::json::parse_event_t;
        const bool opens = event == Event::object_start || event == Event::array_start;
        if (opens && static_cast<std::size_t>(depth) >= limits::json_depth) too_deep = true;
        if (event == Event::object_start) open.emplace_back();
        if (event == Event::object_end) open.pop_back();
        if (event == Event::key && !open.back().insert(value.get<std::string>()).second && !repeated)
            repeated = value.get<std::string>();
        return true;
    }
};

/// Which member of the object holds the first bytes that are no UTF-8; empty: none, they stand between members or in a
/// name. Found by reading up to them, for a parser reads no further.
std::string json_field_at_fault(std::string_view body) {
    using Event = nlohmann::json::parse_event_t;
    std::optional<std::string> open;
    const auto watch = [&](int depth, Event event, nlohmann::json& value) {
        if (depth != 1) return true;
        if (event == Event::key)
            open = value.get<std::string>();
        else if (event == Event::value || event == Event::object_end || event == Event::array_end)
            open.reset();
        return true;
    };
    std::ignore = nlohmann::json::parse(body, watch, false);
    return open ? pointer(*open) : std::string();
}

/// Likewise of a form.
std::string form_field_at_fault(std::string_view body) {
    while (!body.empty()) {
        const std::string_view pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(pair.size() + 1, body.size()));
        if (parse_form(pair, 1)) continue;
        const auto name = percent_decoded(pair.substr(0, pair.find('=')), true);
        return name ? pointer(*name) : std::string();
    }
    return {};
}

} // namespace

struct Body::Source {
    bool form = false;
    nlohmann::json members = nlohmann::json::object();
    std::set<std::string, std::less<>> asked;

    /// Null where there is none, or where it is null.
    const nlohmann::json* find(std::string_view name) {
        asked.emplace(name);
        const auto found = members.find(name);
        return found == members.end() || found->is_null() ? nullptr : &*found;
    }
};

std::string pointer(std::string_view name) {
    std::string text = "/";
    for (const char c : name) {
        if (c == '~')
            text += "~0";
        else if (c == '/')
            text += "~1";
        else
            text += c;
    }
    return text;
}

Body::Body(const Request& request) : source_(std::make_unique<Source>()) {
    switch (kind_of(request)) {
    case Kind::none:
        break;
    case Kind::json:
        parse_json(request);
        break;
    case Kind::form:
        parse_fields(request);
        break;
    case Kind::other:
        keep(http::problem(Fault::unsupported_media));
        break;
    }
}

Body::~Body() = default;

void Body::parse_json(const Request& request) {
    if (!text::is_utf8(request.body)) return keep(http::problem(Fault::malformed, json_field_at_fault(request.body)));
    Strictness strictness;
    auto members = nlohmann::json::parse(request.body, std::ref(strictness), false);
    if (!members.is_object() || strictness.too_deep) return keep(http::problem(Fault::malformed));
    if (strictness.repeated) return keep(http::problem(Fault::repeated_field, pointer(*strictness.repeated)));
    source_->members = std::move(members);
}

void Body::parse_fields(const Request& request) {
    source_->form = true;
    for (const auto extra : form_extras) source_->asked.emplace(extra);
    auto members = form_members(request.body);
    if (!members) return keep(http::problem(Fault::malformed, form_field_at_fault(request.body)));
    source_->members = std::move(*members);
}

std::optional<nlohmann::json> form_members(std::string_view body) {
    auto fields = parse_form(body, limits::form_fields);
    if (!fields) return std::nullopt;
    auto members = nlohmann::json::object();
    for (auto& [name, value] : *fields) {
        auto& member = members[name];
        if (member.is_null())
            member = std::move(value);
        else if (member.is_array())
            member.push_back(std::move(value));
        else
            member = nlohmann::json::array({std::move(member), std::move(value)});
    }
    return members;
}

bool Body::has(std::string_view name) const {
    return source_->find(name) != nullptr;
}

bool Body::is_form() const {
    return source_->form;
}

void Body::keep(Problem problem) {
    if (!problem_) problem_ = std::move(problem);
}

void Body::fault(Reason reason, std::string_view name, std::optional<std::size_t> limit) {
    keep(http::problem(reason, pointer(name), limit));
}

void Body::fault_at(std::string_view name, std::optional<std::size_t> index, Reason reason) {
    std::string field = pointer(name);
    if (index) field += "/" + std::to_string(*index);
    keep(http::problem(reason, std::move(field)));
}

std::optional<Problem> Body::problem() {
    if (problem_) return problem_;
    for (const auto& [name, value] : source_->members.items())
        if (!source_->asked.contains(name)) {
            keep(http::problem(Fault::unknown_field, pointer(name)));
            break;
        }
    return problem_;
}

/// The member if it is text; a fault if it is anything else.
const std::string* Body::raw(std::string_view name) {
    const auto* const member = source_->find(name);
    if (member == nullptr) return nullptr;
    if (member->is_string()) return member->get_ptr<const std::string*>();
    keep(http::problem(source_->form ? Fault::repeated_field : Fault::wrong_type, pointer(name)));
    return nullptr;
}

std::string Body::bounded(std::string text, std::string_view name, std::size_t least, std::size_t most) {
    const std::size_t length = text::length(text);
    if (length == 0 && least > 0)
        fault(Reason::missing, name);
    else if (length < least)
        fault(Reason::too_short, name, least);
    else if (length > most)
        fault(Reason::too_long, name, most);
    return text;
}

std::string Body::written(std::string_view name) {
    const std::string* const given = raw(name);
    return given == nullptr || text::is_blank(*given) ? std::string() : *given;
}

std::string Body::text(std::string_view name, std::size_t least, std::size_t most) {
    std::string text = written(name);
    if (source_->form) text = with_bare_line_ends(text);
    if (!text::is_text(text)) fault(Reason::ill_formed, name);
    return bounded(std::move(text), name, least, most);
}

std::string Body::line(std::string_view name, std::size_t least, std::size_t most) {
    std::string text = written(name);
    if (!text::is_line(text)) fault(Reason::ill_formed, name);
    return bounded(std::move(text), name, least, most);
}

std::string Body::key(std::string_view name, std::size_t least, std::size_t most) {
    const std::string text = written(name);
    if (!text::is_line(text)) fault(Reason::ill_formed, name);
    return bounded(text::clean_line(text), name, least, most);
}

std::optional<std::string> Body::optional_line(std::string_view name, std::size_t most) {
    std::string text = line(name, 0, most);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::string> Body::optional_text(std::string_view name, std::size_t most) {
    std::string all = text(name, 0, most);
    return all.empty() ? std::nullopt : std::optional(std::move(all));
}

std::string Body::exactly(std::string_view name, std::size_t least, std::size_t most) {
    const std::string* const text = raw(name);
    return bounded(text == nullptr ? std::string() : *text, name, least, most);
}

bool Body::flag(std::string_view name, bool otherwise) {
    const auto* const member = source_->find(name);
    if (member == nullptr) return source_->form ? false : otherwise;
    if (member->is_boolean()) return member->get<bool>();
    const std::string word = source_->form && member->is_string() ? member->get<std::string>() : "";
    if (word != "true" && word != "on" && word != "false") keep(http::problem(Fault::wrong_type, pointer(name)));
    return word == "true" || word == "on";
}

std::uint64_t Body::number(std::string_view name, std::uint64_t least, std::uint64_t most) {
    const auto* const member = source_->find(name);
    std::optional<std::uint64_t> value;
    if (member != nullptr && member->is_number_unsigned()) value = member->get<std::uint64_t>();
    if (source_->form && member != nullptr && member->is_string()) {
        const auto& digits = member->get_ref<const std::string&>();
        std::uint64_t read = 0;
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), read);
        if (failed == std::errc() && end == digits.data() + digits.size()) value = read;
    }
    if (member == nullptr || member->is_null())
        fault(Reason::missing, name);
    else if (!value)
        keep(http::problem(Fault::wrong_type, pointer(name)));
    else if (*value < least || *value > most)
        fault(Reason::ill_formed, name);
    return value && *value >= least && *value <= most ? *value : least;
}

std::optional<std::int64_t> Body::optional_number(std::string_view name, std::int64_t least, std::int64_t most) {
    const auto* const member = source_->find(name);
    if (member == nullptr) return std::nullopt;
    std::optional<std::int64_t> value;
    if (member->is_number_integer() && (!member->is_number_unsigned() || member->get<std::uint64_t>() <= INT64_MAX)) {
        value = member->get<std::int64_t>();
    } else if (source_->form && member->is_string()) {
        const auto& digits = member->get_ref<const std::string&>();
        if (digits.empty()) return std::nullopt;
        std::int64_t read = 0;
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), read);
        if (failed == std::errc() && end == digits.data() + digits.size()) value = read;
    }
    if (!value)
        keep(http::problem(Fault::wrong_type, pointer(name)));
    else if (*value < least || *value > most)
        fault(Reason::ill_formed, name);
    return value;
}

std::string Body::code(std::string_view name) {
    const std::string* const word = raw(name);
    if (word == nullptr || word->empty()) {
        fault(Reason::missing, name);
        return {};
    }
    return *word;
}

std::optional<std::string> Body::optional_code(std::string_view name) {
    const std::string* const word = raw(name);
    return word == nullptr || word->empty() ? std::nullopt : std::optional(*word);
}

std::vector<std::string> Body::codes(std::string_view name, std::size_t least, std::size_t most) {
    std::vector<std::string> words;
    const auto* const member = source_->find(name);
    if (member != nullptr && source_->form && member->is_string()) {
        words.push_back(member->get<std::string>());
    } else if (member != nullptr && member->is_array()) {
        for (std::size_t i = 0; i < member->size() && i <= most; ++i) {
            if ((*member)[i].is_string())
                words.push_back((*member)[i].get<std::string>());
            else
                keep(http::problem(Fault::wrong_type, pointer(name) + "/" + std::to_string(i)));
        }
    } else if (member != nullptr) {
        keep(http::problem(Fault::wrong_type, pointer(name)));
    }
    if (words.size() > most) fault(Reason::too_many, name, most);
    if (words.size() < least) fault(Reason::missing, name);
    return words;
}

std::vector<std::string> Body::labels(std::string_view name, std::size_t least, std::size_t most,
                                      std::size_t label_most) {
    std::vector<std::string> all;
    const auto words = codes(name, least, most);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!text::is_line(words[i])) fault_at(name, i, Reason::ill_formed);
        all.push_back(text::label(words[i]));
        if (all.back().empty()) fault_at(name, i, Reason::missing);
        if (text::length(all.back()) > label_most)
            keep(http::problem(Reason::too_long, pointer(name) + "/" + std::to_string(i), label_most));
    }
    return all;
}

} // namespace palabre::http
