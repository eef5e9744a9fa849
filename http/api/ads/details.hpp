// SPDX-License-Identifier: Apache-2.0
// What an ad says, between a request and a command, and back from the log to be edited.
#pragma once

#include "commands/ads/ads.hpp"
#include "http/body.hpp"
#include "http/context.hpp"

#include <string>

namespace palabre::http::ads {

/// Reads every field, and finds the commune that is meant where the place alone is told; what is wrong in itself is the
/// body's first fault, what does not fit the kind the decider's.
[[nodiscard]] commands::ads::Details details_of(Body& body, const Context& context);

/// The fields of the last version as the API takes them, with the Markdown in `body`, as JSON; "null": the words are
/// gone. Cost: three reads of the log.
[[nodiscard]] Result<std::string> source_of(const Context& context, const AdId& ad);

} // namespace palabre::http::ads
