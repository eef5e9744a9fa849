// SPDX-License-Identifier: Apache-2.0
// From a request to a command of its community, and from the outcome back to an answer.
#pragma once

#include "http/context.hpp"

#include <functional>
#include <string>

namespace palabre::http {

/// What to answer once the event stands, freshly or by an earlier request with the same key.
using OnAccepted = std::function<Response(const Context&, const commands::Accepted&)>;

/// The command as the viewer's, in the path's community (else on the platform), under the client's Idempotency-Key if
/// there is one. A refusal becomes its problem; nothing to do becomes 204. Commands take no query parameters.
[[nodiscard]] Answer act(const Context& context, commands::Command command, OnAccepted accepted);
/// The same for a submission that the handler has completed.
[[nodiscard]] Answer act(const Context& context, commands::Submission submission, OnAccepted accepted);

/// 204 with the ETag of what was written.
[[nodiscard]] Response done(const Context& context, const commands::Accepted& accepted);
/// 201 with Location, ETag and the given body.
[[nodiscard]] Response created(std::string location, std::string body, const commands::Accepted& accepted);

/// A JSON answer with an ETag of its bytes; 304 when the client has them. For the viewer alone: never shared by caches.
[[nodiscard]] Response json_with_etag(std::string body);

} // namespace palabre::http
