// SPDX-License-Identifier: Apache-2.0
// An entity is a unit of conflict: small, so that conflicts are rare. Its type is a plain struct with
//     static constexpr std::string_view kind;   the word that is hashed (frozen once an event was written with it)
//     using Key = …;                            whose key_text() is hashed (frozen as well)
// and fields that the model stores (not frozen: model/ is rebuilt). All kinds are listed in docs/formats.md,
// "Entities".
#pragma once

#include "core/base/ids.hpp"
#include "core/store/codec.hpp"

#include <string>
#include <tuple>
#include <utility>

namespace palabre::commands {

/// Key of an entity of which a community has one.
struct Single {};

inline std::string key_text(Single) {
    return {};
}
template <class Tag, std::size_t N>
std::string key_text(const FixedBytes<Tag, N>& id) {
    return id.text();
}
inline std::string key_text(const std::string& text) {
    return text;
}
/// Parts joined by '/': ids and codes hold none.
template <class A, class... Rest>
std::string key_text(const std::tuple<A, Rest...>& parts) {
    return std::apply(
        [](const auto& first, const auto&... rest) {
            std::string text = key_text(first);
            ((text += '/', text += key_text(rest)), ...);
            return text;
        },
        parts);
}

} // namespace palabre::commands
