// SPDX-License-Identifier: Apache-2.0
// Before a password is looked at: growing delays for the account and for the network that it is tried from.
#pragma once

#include "http/context.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace palabre::http::accounts {

/// Who tries a password, for which address (folded: another spelling is no further attempt). The same for an address
/// that nobody has.
struct Guess {
    std::string account;
    std::string network; ///< network_of() the client
};
[[nodiscard]] Guess guess(const Context& context, std::string_view email);
/// Whoever is signed in says the password once more: counted apart, or strangers who try to sign in would lock her out
/// of changing it.
[[nodiscard]] Guess guess_of_holder(const Context& context);

/// Counts the attempt; the refusal if it comes too early.
[[nodiscard]] std::optional<Response> too_early(const Context& context, const Guess& guess);
/// It was right.
void guessed_right(const Context& context, const Guess& guess);
/// The account has another password: what was guessed at the former one says nothing of it.
void forgive(const Context& context, const AccountId& account, const std::optional<std::string>& email);

/// One key may do so so often.
[[nodiscard]] std::optional<Response> too_often(const Context& context, RateTable& table, const std::string& key);

} // namespace palabre::http::accounts
