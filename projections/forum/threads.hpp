// SPDX-License-Identifier: Apache-2.0
// The threads of each community and their lists. A thread is stored once and listed in each of its spaces, and, where
// all of them allow it, in the list of members and in that of everybody. Removed threads leave the lists; their rows
// stay.
#pragma once

#include "projections/forum/rows.hpp"
#include "projections/projection.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace palabre::projections::forum::threads {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"threads", 3, &apply};

enum class Sort : std::uint8_t {
    activity,   ///< latest post first
    newest,     ///< latest opened first
    unanswered, ///< questions without a shown answer, latest opened first
};

/// Which threads a list holds.
struct Scope {
    enum class Kind : std::uint8_t {
        space,
        members,  ///< every space is public or for members
        everyone, ///< every space is public
    };
    Kind kind;
    SpaceId space = {};

    [[nodiscard]] static Scope of(const SpaceId& space) { return {Kind::space, space}; }
    [[nodiscard]] static Scope of_members() { return {Kind::members}; }
    [[nodiscard]] static Scope of_everyone() { return {Kind::everyone}; }
};

struct ThreadList {
    std::vector<ThreadRow> threads;
    std::optional<std::string> next; ///< cursor
};

/// At most `limit` threads behind `cursor`. A space's list holds all that stands there, also what stands in a narrower
/// space besides: the caller leaves out what the viewer may not see (record.audience, record.spaces) and goes on from
/// `next`. `invalid`: an ill-formed cursor.
[[nodiscard]] Result<ThreadList> list(const View& view, const CommunityId& community, const Scope& scope, Sort sort,
                                      std::optional<std::string_view> cursor, std::size_t limit);
/// The same of several as one list; a thread that stands in two of them may come twice.
[[nodiscard]] Result<ThreadList> list(const View& view, const CommunityId& community, std::span<const Scope> scopes,
                                      Sort sort, std::optional<std::string_view> cursor, std::size_t limit);

[[nodiscard]] Result<std::optional<ThreadRow>> thread(const View& view, const CommunityId& community,
                                                      const ThreadId& thread);
/// In the order asked. One read of many keys.
[[nodiscard]] Result<std::vector<std::optional<ThreadRow>>> threads(const View& view, const CommunityId& community,
                                                                    const std::vector<ThreadId>& asked);

} // namespace palabre::projections::forum::threads
