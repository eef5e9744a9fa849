// SPDX-License-Identifier: Apache-2.0
// What went wrong, as RFC 9457 problem details: {type, title, status, detail, field?, limit?}. `type` is
// "/problems/<reason>"; title and detail come from the catalogues in the reader's language; `field` is the JSON pointer
// of the member at fault. Every reason and its status stand in one table (problem.cpp), its words in messages/*.json.
#pragma once

#include "commands/outcome.hpp"
#include "core/rights/rights.hpp"
#include "http/messages.hpp"
#include "http/server/response.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace palabre::http {

/// What http refuses by itself, beside commands::Reason.
enum class Fault : std::uint8_t {
    malformed,  ///< the body is not JSON, not a form, not UTF-8, too deep
    wrong_type, ///< a number where text is expected
    unknown_field,
    repeated_field,
    wrong_value,       ///< of a parameter or header; `field` names it
    unsupported_media, ///< neither JSON nor a form
    unsupported_file,  ///< neither a picture that is taken nor a PDF
    damaged_file,      ///< a picture that cannot be read to its end
    picture_too_large, ///< more dots than are decoded
    not_allowed,       ///< no such method here
    sign_in_failed,    ///< address or password is wrong: never which
    wrong_password,    ///< of who is signed in, asked once more
    void_link,         ///< a mailed link's token: used, too old, or none of ours
    address_unconfirmed,
    terms_not_accepted,
    other_origin, ///< sent by another site's page, or without the form's token
    too_often,
    internal, ///< our fault; the log knows more

    // What the server refuses before there is a route.
    too_slow,
    too_large, ///< the body
    address_too_long,
    headers_too_large,
    unmet_expectation,
    not_implemented, ///< no method that this server knows
};
std::string_view text(Fault fault);

struct Problem {
    std::string_view reason; ///< a word of text(Reason) or text(Fault)
    int status = 500;
    std::string field = {};
    std::optional<std::size_t> limit = {};                ///< the bound that was missed
    std::optional<std::chrono::seconds> retry_after = {}; ///< 429 and 503
    std::string allow = {};                               ///< 405: "GET, HEAD"
};

[[nodiscard]] Problem problem(commands::Reason reason, std::string field = {}, std::optional<std::size_t> limit = {});
[[nodiscard]] Problem problem(Fault fault, std::string field = {});
[[nodiscard]] Problem problem(const commands::Problem& refusal);
/// Of a verdict that is not yes. `hidden` reads exactly as what is not there.
[[nodiscard]] Problem problem(rights::Verdict verdict);

/// What the server tells by a bare status (Server::Parts::refuse). One that no row is about: internal.
[[nodiscard]] Problem problem_of_status(int status);

/// The words, for pages.
[[nodiscard]] std::string title(const Problem& problem, const Messages& messages, events::Language language);
[[nodiscard]] std::string detail(const Problem& problem, const Messages& messages, events::Language language);

/// application/problem+json, with Retry-After and Allow where they belong.
[[nodiscard]] Response problem_json(const Problem& problem, const Messages& messages, events::Language language);

/// Every reason there is with its status, for the documentation and the tests of the catalogues.
struct ReasonStatus {
    std::string_view reason;
    int status;
};
[[nodiscard]] std::span<const ReasonStatus> reasons();

} // namespace palabre::http
