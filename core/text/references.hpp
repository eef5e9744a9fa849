// SPDX-License-Identifier: Apache-2.0
// References in Markdown: what stands in a text for a member or for another post, so that no text holds somebody else's
// name or words (docs/decisions/0020). Frozen: texts that were written hold them.
//
//     @[member:ID]            a mention
//     @[post:ID]              a quote of a whole post
//     @[post:ID:FIRST-END]    of its characters FIRST up to, not with, END; counted in its text as readers see it
//
// Anything else that looks like one is text.
#pragma once

#include "core/base/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace palabre::text {

struct Quote {
    PostId post;
    std::uint32_t first = 0;
    std::optional<std::uint32_t> end = {}; ///< behind `first`, at most limits::body
    friend bool operator==(const Quote&, const Quote&) = default;
};

struct Reference {
    std::size_t begin = 0; ///< in bytes of the text
    std::size_t size = 0;
    std::variant<MemberId, Quote> target;
};

/// The first one at or behind `from`. Cost: one pass to it, by memchr.
[[nodiscard]] std::optional<Reference> find_reference(std::string_view text, std::size_t from = 0);

[[nodiscard]] std::string reference(const MemberId& member);
[[nodiscard]] std::string reference(const Quote& quote);

} // namespace palabre::text
