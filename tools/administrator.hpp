// SPDX-License-Identifier: Apache-2.0
// Accounts that are made at the machine itself: whoever can run a tool over the data folder may.
#pragma once

#include "commands/accounts/registration.hpp"
#include "tools/node.hpp"
#include "tools/refusal.hpp"

namespace palabre::tools {

/// A new account. Waits until it is durable. `options`: which flags set "/name" and "/email".
[[nodiscard]] Result<AccountId> register_account(Node& node, const commands::accounts::Registration& registration,
                                                 OptionNames options);

/// Gives the account the administrator's role; one that has it keeps it.
[[nodiscard]] Status make_administrator(Node& node, const AccountId& account);

} // namespace palabre::tools
