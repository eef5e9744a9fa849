// SPDX-License-Identifier: Apache-2.0
// Conversations about ads. Only its two parties know of one, and neither sees an address of the other; moderators read
// a message once it was reported, and nothing else. To everybody else a conversation is not there.
#pragma once

#include "http/context.hpp"
#include "projections/messages/messages.hpp"

#include <span>

namespace palabre::http::messages {

[[nodiscard]] std::span<const Route> routes();

/// A message's text as it was typed; nothing: its author's keys are gone. For those alone who may read it.
[[nodiscard]] Result<std::optional<std::string>> text_of(const Context& context, const MessageId& message);

} // namespace palabre::http::messages
