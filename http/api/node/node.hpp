// SPDX-License-Identifier: Apache-2.0
// What the node says of itself: /health/live, /health/ready, and, on an address of its own, /metrics.
#pragma once

#include "http/route.hpp"
#include "http/server/server.hpp"

#include <span>

namespace palabre::http {
struct Services;
}

namespace palabre::http::node {

[[nodiscard]] std::span<const Route> routes();
/// For the metrics address: GET /metrics in Prometheus text, everything else 404. `traffic`: of the server that people
/// use. One thread.
[[nodiscard]] Response metrics(const Request& request, Services& services, const Server::Counts& traffic);

} // namespace palabre::http::node
