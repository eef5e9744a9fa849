// SPDX-License-Identifier: Apache-2.0
// The words of pages, mails and problems: http/messages/fr.json and en.json, the same keys in both, ICU MessageFormat.
// Nested objects are flattened with dots: {"thread": {"reply": "Répondre"}} is "thread.reply". {limits.title} stands
// for a bound of core/limits.hpp, one of those that messages.cpp names.
#pragma once

#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "events/common.hpp"
#include "http/server/request.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace palabre::http {

/// What fills a placeholder: {name}, {count, plural, …}, {at, date, long}.
using Argument = std::variant<std::string_view, std::int64_t, double, Instant>;
using Arguments = std::initializer_list<std::pair<std::string_view, Argument>>;

/// Immutable; safe from any thread. Compiled formats are kept by each thread.
class Messages {
public:
    /// From the texts of the two files. `invalid`: names the file and the key: no JSON object, a value that is neither
    /// text nor object, a pattern that ICU does not read, a bound that is not named, a key or placeholder that the
    /// other one lacks.
    [[nodiscard]] static Result<Messages> parse(std::string_view fr, std::string_view en);
    /// From the files in the binary, which the tests keep sound.
    [[nodiscard]] static Messages embedded();

    /// A text without placeholders; no copy. A key that does not exist is a bug: std::logic_error.
    [[nodiscard]] std::string_view text(events::Language language, std::string_view key) const;
    /// A text with its placeholders filled. Cost: a microsecond or two; plain texts as text(). Not escaped for HTML.
    [[nodiscard]] std::string format(events::Language language, std::string_view key, Arguments arguments) const;
    [[nodiscard]] std::string format(events::Language language, std::string_view key,
                                     std::span<const std::pair<std::string_view, Argument>> arguments) const;
    [[nodiscard]] bool has(std::string_view key) const;
    /// All keys, ascending.
    [[nodiscard]] std::vector<std::string_view> keys() const;

private:
    struct Message {
        std::string pattern; ///< plain: the text itself
        bool plain = true;
    };
    using Catalogue = std::map<std::string, Message, std::less<>>;

    Messages() = default;
    [[nodiscard]] const Message& find(events::Language language, std::string_view key) const;

    std::array<Catalogue, 2> catalogues_; ///< by Language
    std::uint64_t generation_ = 0;        ///< tells the compiled formats of one instance from another's
};

/// The reader's language: what Accept-Language likes best of those we have, else `otherwise`.
[[nodiscard]] events::Language accepted_language(const Request& request, events::Language otherwise);

} // namespace palabre::http
