// SPDX-License-Identifier: Apache-2.0
// What of the forum this viewer may know of. What is hidden answers exactly as what is not there.
#pragma once

#include "http/context.hpp"
#include "projections/forum/threads.hpp"

namespace palabre::http::forum {

/// The viewer's verdict on every space of a thread: the strictest one.
[[nodiscard]] Result<rights::Verdict> may_see(const Context& context, const projections::forum::ThreadRecord& thread);
/// The thread of path parameter {id}, if it is there and the viewer may see it; else the problem to answer.
struct VisibleThread {
    std::optional<projections::forum::ThreadRow> row;
    Problem problem;
};
[[nodiscard]] Result<VisibleThread> visible_thread(const Context& context);
/// The space that a parameter names by slug or id, if the viewer may see it.
[[nodiscard]] Result<std::optional<SpaceId>> visible_space(const Context& context, std::string_view slug_or_id);

} // namespace palabre::http::forum
