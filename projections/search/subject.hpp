// SPDX-License-Identifier: Apache-2.0
// What a document of a community's index is about: a post, an ad, a member. Its id says which.
#pragma once

#include "core/base/ids.hpp"
#include "events/ads.hpp"
#include "events/forum.hpp"
#include "projections/search/index/document.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace palabre::projections::search {

using Subject = std::variant<std::monostate, PostId, AdId, MemberId>; ///< monostate: nothing that this program knows

/// A document's id.
[[nodiscard]] std::string id_of(const PostId& post);
[[nodiscard]] std::string id_of(const AdId& ad);
[[nodiscard]] std::string id_of(const MemberId& member);
[[nodiscard]] Subject subject_of(const Stored& document);

/// Values of Column::kind: of a thread's posts what it asks for, from here on.
inline constexpr std::uint32_t first_thread_kind = 1;
inline constexpr std::uint32_t first_ad_kind = 20;
inline constexpr std::uint32_t member_kind = 40;
[[nodiscard]] constexpr std::uint32_t code(events::forum::ThreadKind kind) {
    return first_thread_kind + static_cast<std::uint32_t>(kind);
}
[[nodiscard]] constexpr std::uint32_t code(events::ads::AdKind kind) {
    return first_ad_kind + static_cast<std::uint32_t>(kind);
}
/// The number of a code of a list (events-schema/codes) in a column: its hash, so that a longer list changes no number.
/// Never 0.
[[nodiscard]] std::uint32_t number_of_code(std::string_view code);
[[nodiscard]] std::uint32_t seconds(Instant at);

} // namespace palabre::projections::search
