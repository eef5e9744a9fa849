// SPDX-License-Identifier: Apache-2.0
#include "http/api/accounts/guessing.hpp"

#include "core/text/unicode.hpp"
#include "http/server/network.hpp"

namespace palabre::http::accounts {

namespace {

/// No address: those have an "@".
std::string own_key(const AccountId& account) {
    return "account " + account.text();
}

Response refused(const Context& context, Duration wait) {
    Problem problem = http::problem(Fault::too_often);
    problem.retry_after = std::chrono::ceil<std::chrono::seconds>(wait);
    return context.refuse(problem);
}

} // namespace

Guess guess(const Context& context, std::string_view email) {
    return {text::fold(email), network_of(context.request.address)};
}

Guess guess_of_holder(const Context& context) {
    return {own_key(context.viewer->account), network_of(context.request.address)};
}

std::optional<Response> too_early(const Context& context, const Guess& guess) {
    Rates& rates = context.services.rates;
    const Instant now = context.services.clock.now();
    if (const auto wait = rates.guessers.attempt(guess.network, now)) return refused(context, *wait);
    if (const auto wait = rates.guesses.attempt(guess.account, now)) {
        rates.guessers.take_back(guess.network);
        return refused(context, *wait);
    }
    return std::nullopt;
}

void guessed_right(const Context& context, const Guess& guess) {
    context.services.rates.guesses.forgive(guess.account);
    // Whoever has an account of her own must not win further guesses at another's by it.
    context.services.rates.guessers.take_back(guess.network);
}

void forgive(const Context& context, const AccountId& account, const std::optional<std::string>& email) {
    DelayTable& guesses = context.services.rates.guesses;
    guesses.forgive(own_key(account));
    if (email) guesses.forgive(text::fold(*email));
}

std::optional<Response> too_often(const Context& context, RateTable& table, const std::string& key) {
    const auto wait = table.take(key, context.services.clock.now());
    return wait ? std::optional(refused(context, *wait)) : std::nullopt;
}

} // namespace palabre::http::accounts
