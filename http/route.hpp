// SPDX-License-Identifier: Apache-2.0
// A row of the one route table: method, path, who may, what answers. Denied unless the row allows it.
#pragma once

#include "core/limits.hpp"
#include "core/rights/rights.hpp"
#include "http/server/response.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace palabre::http {

struct Context;

/// Who may come as far as the handler.
enum class Access : std::uint8_t {
    anybody,
    account,       ///< signed in
    member,        ///< of the path's community, active
    administrator, ///< of the platform
};

/// Any I/O thread. The context is the handler's; what goes on later (Act, Work, Wait) takes a copy of it along.
using Handler = Answer (*)(const Context&);

struct Route {
    Method method = Method::get;
    /// Segments, each a word or "{name}" (one segment, never empty); a last "{name*}" takes the rest of the path.
    /// "{c}" names a community by slug or id and is resolved before the handler runs.
    std::string_view pattern;
    Access access = Access::member;
    /// Asked of rights::may() with the viewer's standing. Required where the pattern has {c}. What concerns one space
    /// or thing is asked again by the handler, who knows it.
    std::optional<rights::Action> action = std::nullopt;
    Handler handler = nullptr;
    std::size_t body_limit = 0; ///< bytes; 0: takes no body
    /// Reached by forms and clients that cannot have a session's token: sign-in, registration. Their origin is checked.
    bool without_token = false;
    /// Acts in a community that are also for an account which has yet to confirm its address or to accept the terms:
    /// going away, above all.
    bool unsettled = false;
    /// A page on which such an act begins: refused as the act would be, before anything is written into it.
    bool begins_act = false;
    /// How many files may come with it: as parts of a form, or one as the body itself.
    std::size_t files = 0;
    /// Looks through an index: milliseconds, so not on an I/O thread, where those who write would wait for it.
    bool searches = false;
};

} // namespace palabre::http
