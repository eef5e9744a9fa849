// SPDX-License-Identifier: Apache-2.0
// From a request to a submission: the command's id (of the Idempotency-Key, or drawn) and what the key stands for.
#pragma once

#include "commands/writer.hpp"
#include "http/context.hpp"

#include <optional>
#include <string>
#include <variant>

namespace palabre::http {

struct CommandKey {
    CommandId id;
    std::optional<std::string> request; ///< for Submission::request; nothing where the id was drawn
};

/// The key in Idempotency-Key, or in a form's field `idempotency_key`: 1 to limits::idempotency_key visible ASCII
/// characters; wrong-value otherwise. `actor`: as in the command's caller; without one (no member of the community) the
/// account stands in. A key is somebody's: of a request by nobody it means nothing, and an id is drawn. Never of the
/// client's address, which changes between a request and its repetition, and which strangers share.
[[nodiscard]] std::variant<CommandKey, Problem> command_key(const Context& context, const CommunityId& community,
                                                            std::string_view actor);

/// A submission by the context's caller to `community`. Problem: of the key.
[[nodiscard]] std::variant<commands::Submission, Problem>
submission(const Context& context, const CommunityId& community, commands::Command command);

} // namespace palabre::http
