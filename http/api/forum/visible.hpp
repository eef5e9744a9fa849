// SPDX-License-Identifier: Apache-2.0
// What of the forum this viewer may know of. What is hidden answers exactly as what is not there.
#pragma once

#include "http/context.hpp"
#include "projections/forum/threads.hpp"
#include "projections/projector.hpp"

namespace palabre::http::forum {

/// The viewer's verdict on every space of a thread: the strictest one.
[[nodiscard]] Result<rights::Verdict> may_see(const Context& context, const projections::forum::ThreadRecord& thread);
/// The same for somebody who has not asked: a reader of mails.
[[nodiscard]] Result<rights::Verdict> may_see(const projections::Projector& projector, const CommunityId& community,
                                              const rights::Standing& standing,
                                              const projections::forum::ThreadRecord& thread);
/// A thread, if it is there and the viewer may see it; else the problem to answer.
struct VisibleThread {
    std::optional<projections::forum::ThreadRow> row;
    Problem problem;
};
[[nodiscard]] Result<VisibleThread> visible_thread(const Context& context, const ThreadId& id);
/// That of path parameter {id}.
[[nodiscard]] Result<VisibleThread> visible_thread(const Context& context);

} // namespace palabre::http::forum
