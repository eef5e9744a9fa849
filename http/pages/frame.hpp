// SPDX-License-Identifier: Apache-2.0
// What every page's document has beside its resource, and the answer made of it.
//
//   page       language style accent logo icon faces script account (tells it from others in this browser) next (where
//              to come back to after signing in, percent-encoded) key (a fresh one for the page's forms) done (the act
//              before is to be told of), and what a page says of itself: sort, beside, public (showcase/showcase.hpp),
//              has_…
//   viewer     signed_in unconfirmed csrf member name bell{count more} may{}
//   community  as in the API; spaces, and space_of: their names and slugs by id
#pragma once

#include "http/pages/ask.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace palabre::http::pages {

/// Without asking the API: for pages outside communities, and for problems.
[[nodiscard]] nlohmann::json bare_frame(const Context& context);
/// With the community, its spaces and who the viewer is in it.
[[nodiscard]] nlohmann::json frame(const Context& context);

/// Says how far the page is up to date (stream::shown()), for scripts that go on from there.
void say_shown(nlohmann::json& document, std::optional<Sequence> shown);

/// The page of this content (pages.cpp) as an answer.
[[nodiscard]] Response show(const Context& context, std::string_view content, const nlohmann::json& document,
                            int status = 200);
/// The page of a form: empty, or again, with what was typed and why it was refused.
[[nodiscard]] Response show_form(const Context& context, std::string_view content, nlohmann::json document,
                                 nlohmann::json form, const Document* refused = nullptr);
/// The API's refusal as a page of its own. What a form of ours had sent stands in it, to be sent again.
[[nodiscard]] Response show_problem(const Context& context, const Document& refused);

/// A form's refusal, to stand in it: title, detail, status, and `fields`: the detail at the name of the one at fault.
[[nodiscard]] nlohmann::json problem_in_form(const Document& refused);
/// The key under which a refused form is sent again: its own, since what was refused may have been done all the same
/// (outcome-unknown) and must not be done twice. Empty where it is the key that was refused: take a fresh one.
[[nodiscard]] std::string key_again(const nlohmann::json& form, const Document& refused);

/// The fields of a form that was sent. Bytes that are no form: nothing, and `refused` is the answer.
[[nodiscard]] std::optional<nlohmann::json> form_of(const Context& context, Response& refused);
/// The headers that an order takes from the form: its idempotency key.
[[nodiscard]] Fields headers_of(const nlohmann::json& form);
/// A form's field as text; empty if it is not there, or there more than once.
[[nodiscard]] std::string text_of(const nlohmann::json& form, std::string_view name);

/// A form's field that may come several times, as a list.
[[nodiscard]] nlohmann::json all_of(const nlohmann::json& form, std::string_view name);

/// A path of this site, else "/": what a form says where to go next is anybody's word.
[[nodiscard]] std::string safe_path(std::string_view asked);
/// See other: the answer to a form that was taken.
[[nodiscard]] Response see(std::string location);
/// Likewise where the page itself does not show what was done: it says so.
[[nodiscard]] Response see_done(std::string location);
/// Has the browser forget pages and drafts of the account whose session this answer ends. Over plain http browsers do
/// not obey; there scripts do it (http/web/islands/sign_out.ts).
Response& wipe_browser(Response& response);
/// "/c/{slug}"
[[nodiscard]] std::string community_path(const Context& context);

} // namespace palabre::http::pages
