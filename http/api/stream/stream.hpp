// SPDX-License-Identifier: Apache-2.0
// GET …/stream: what happens in a community's forum, as server-sent events. Each tells where something changed, never
// what was written: the reader asks for that with her own rights.
//     id: <sequence>   event: <type>   data: {"thread":…,"post":…}
// Last-Event-ID goes on behind that sequence; without it the stream begins now.
#pragma once

#include "http/route.hpp"

#include <span>

namespace palabre::http::stream {

[[nodiscard]] std::span<const Route> routes();

} // namespace palabre::http::stream
