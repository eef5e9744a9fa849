// SPDX-License-Identifier: Apache-2.0
// A body read strictly against the members that are expected: JSON, or a form (pages) with the same field names. The
// first fault is kept and names its field by JSON pointer; reading goes on with empty values, so handlers ask once:
//
//     Body body(context.request);
//     auto title = body.line("title", 1, limits::title);
//     auto spaces = body.ids<SpaceId>("spaces", 1, limits::spaces_per_thread);
//     if (auto problem = body.problem()) return context.refuse(*problem);
//
// Members that nobody asked for are a fault too (unknown-field), but a form's `csrf`. What a person wrote comes out
// byte for byte as it came; what cannot be a text (core/text/unicode.hpp: is_text, is_line) is ill-formed. Its length
// is counted in code points. An empty or blank text is a missing one.
#pragma once

#include "core/base/ids.hpp"
#include "http/problem.hpp"
#include "http/server/request.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::http {

/// Lives while the handler reads. One thread.
class Body {
public:
    /// Parses. No body at all reads as one without members.
    explicit Body(const Request& request);
    ~Body();
    Body(const Body&) = delete;
    Body& operator=(const Body&) = delete;

    /// Text of several lines, `least` to `most` code points; least = 0: may be absent, empty or blank, then empty. Of a
    /// form CR LF is the encoding's line end and becomes LF again.
    [[nodiscard]] std::string text(std::string_view name, std::size_t least, std::size_t most);
    /// Text of one line.
    [[nodiscard]] std::string line(std::string_view name, std::size_t least, std::size_t most);
    /// A line that is compared, not shown: white space at its ends does not count.
    [[nodiscard]] std::string key(std::string_view name, std::size_t least, std::size_t most);
    /// As line(); absent, null or empty: nothing.
    [[nodiscard]] std::optional<std::string> optional_line(std::string_view name, std::size_t most);
    [[nodiscard]] std::optional<std::string> optional_text(std::string_view name, std::size_t most);
    /// Any characters, blank or not: passwords.
    [[nodiscard]] std::string exactly(std::string_view name, std::size_t least, std::size_t most);

    /// JSON true or false; of a form: "true" or "on", else false. Absent: `otherwise` (a form: false, as browsers do).
    [[nodiscard]] bool flag(std::string_view name, bool otherwise);
    /// A whole number; a form writes it in digits.
    [[nodiscard]] std::uint64_t number(std::string_view name, std::uint64_t least, std::uint64_t most);
    /// Likewise; absent, null or empty: nothing. Below zero, too, where `least` is.
    [[nodiscard]] std::optional<std::int64_t> optional_number(std::string_view name, std::int64_t least,
                                                              std::int64_t most);
    /// An id of the entity kind; its text must be canonical.
    template <class Id>
    [[nodiscard]] Id id(std::string_view name) {
        return parsed<Id>(name, code(name), {});
    }
    template <class Id>
    [[nodiscard]] std::optional<Id> optional_id(std::string_view name) {
        const auto word = optional_code(name);
        return word ? std::optional(parsed<Id>(name, *word, {})) : std::nullopt;
    }
    template <class Id>
    [[nodiscard]] std::vector<Id> ids(std::string_view name, std::size_t least, std::size_t most) {
        std::vector<Id> all;
        const auto words = codes(name, least, most);
        for (std::size_t i = 0; i < words.size(); ++i) all.push_back(parsed<Id>(name, words[i], i));
        return all;
    }
    /// A word of a coded list: `parse` gives an optional (events::parse<ThreadKind>).
    template <class Parse>
    [[nodiscard]] auto one_of(std::string_view name, Parse parse) {
        const std::string word = code(name);
        auto value = parse(word);
        if (!value) fault(commands::Reason::unknown_code, name);
        return value.value_or(typename decltype(value)::value_type{});
    }
    template <class Parse>
    [[nodiscard]] auto optional_one_of(std::string_view name, Parse parse) {
        const auto word = optional_code(name);
        auto value = word ? parse(*word) : decltype(parse(*word)){};
        if (word && !value) fault(commands::Reason::unknown_code, name);
        return value;
    }
    /// A list of labels (text::label): tags. A form repeats the field.
    [[nodiscard]] std::vector<std::string> labels(std::string_view name, std::size_t least, std::size_t most,
                                                  std::size_t label_most);

    [[nodiscard]] bool has(std::string_view name) const;
    /// Did it come as a form of a page? Then the answer is a redirect (303), not JSON.
    [[nodiscard]] bool is_form() const;

    /// The first fault, or that there is a member which nobody asked for. Asked last.
    [[nodiscard]] std::optional<Problem> problem();
    /// Adds the handler's own finding.
    void fault(commands::Reason reason, std::string_view name, std::optional<std::size_t> limit = {});

private:
    struct Source;

    void parse_json(const Request& request);
    void parse_fields(const Request& request);
    [[nodiscard]] const std::string* raw(std::string_view name);
    [[nodiscard]] std::string code(std::string_view name);
    [[nodiscard]] std::optional<std::string> optional_code(std::string_view name);
    [[nodiscard]] std::vector<std::string> codes(std::string_view name, std::size_t least, std::size_t most);
    /// Empty where there is no text, or a blank one.
    [[nodiscard]] std::string written(std::string_view name);
    [[nodiscard]] std::string bounded(std::string text, std::string_view name, std::size_t least, std::size_t most);
    void fault_at(std::string_view name, std::optional<std::size_t> index, commands::Reason reason);
    void keep(Problem problem);

    template <class Id>
    Id parsed(std::string_view name, const std::string& word, std::optional<std::size_t> index) {
        const auto id = Id::parse(word);
        if (!id) fault_at(name, index, commands::Reason::ill_formed);
        return id.value_or(Id{});
    }

    std::unique_ptr<Source> source_;
    std::optional<Problem> problem_;
};

/// The fields of a form, each a text, or a list of texts where a name comes again. Nothing: it is no form, is not
/// UTF-8, or has more than limits::form_fields.
[[nodiscard]] std::optional<nlohmann::json> form_members(std::string_view body);

/// "/title"; '~' and '/' in a name are escaped (RFC 6901).
[[nodiscard]] std::string pointer(std::string_view name);

} // namespace palabre::http
