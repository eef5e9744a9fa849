// SPDX-License-Identifier: Apache-2.0
// A thread in the words of schema.org, as search engines want it: a QAPage for a question, else a
// DiscussionForumPosting.
#pragma once

#include "http/context.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace palabre::http::pages::showcase {

/// JSON-LD to stand in a <script>, which no text of anybody can close. `document`: the thread's page, as a visitor is
/// shown it, with its address; authors are named as they are there.
[[nodiscard]] std::string structured_data(const Context& context, const nlohmann::json& document);

/// How a visitor is told who somebody is: a name, or trade and département. `member`: as in the API's `members`.
[[nodiscard]] std::string author_name(const Context& context, const nlohmann::json& member);

} // namespace palabre::http::pages::showcase
