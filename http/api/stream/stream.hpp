// SPDX-License-Identifier: Apache-2.0
// GET …/stream: what happens in a community's forum, as server-sent events. Each tells where something changed, never
// what was written: the reader asks for that with her own rights.
//     id: <sequence>   event: <type>   data: {"thread":…,"post":…}
// Last-Event-ID goes on behind that sequence; without it the stream begins now.
#pragma once

#include "core/base/ids.hpp"
#include "http/route.hpp"

#include <optional>
#include <span>

namespace palabre::http::stream {

[[nodiscard]] std::span<const Route> routes();

/// The last event of the request's community that everything read from now on shows: a page that says it can be
/// followed behind it, and misses nothing. Nothing: something is under way just now, or there is no log.
[[nodiscard]] std::optional<Sequence> shown(const Context& context);

} // namespace palabre::http::stream
