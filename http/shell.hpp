// SPDX-License-Identifier: Apache-2.0
// What makes the site an application that can be installed and read without a network: the service worker and the
// manifest. Both stand at addresses without a hash, since a worker answers for what is below its own address, and a
// browser must find a new one.
#pragma once

#include "http/context.hpp"

namespace palabre::http {

/// GET /service-worker.js
[[nodiscard]] Answer service_worker(const Context& context);
/// GET /manifest.webmanifest
[[nodiscard]] Answer manifest(const Context& context);

} // namespace palabre::http
