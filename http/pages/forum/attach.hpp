// SPDX-License-Identifier: Apache-2.0
// Files that come with a form: each is taken in by the API before the form itself is, and what was taken stays in the
// form when it is refused, as ids in its field `attachments`.
//   file-1 … file-10         files; alternative-1 … what they show
//   attachments              ids of what was taken before; alternative-{id}: what it shows from now on
#pragma once

#include "http/context.hpp"

#include <functional>
#include <nlohmann/json.hpp>

namespace palabre::http::pages {

struct Document;

namespace forum {

/// Goes on with the form, whose `attachments` are all that it has.
using Taken = std::function<Answer(const Context& page, nlohmann::json form)>;
/// The form's page again, with what was taken, typed and refused.
using Again = std::function<Answer(const Context& page, const nlohmann::json& form, const Document& refused)>;
[[nodiscard]] Answer with_files(const Context& context, nlohmann::json form, Taken taken, Again again);

/// Adds `attached` (what was taken), and `file_rows` for as many more as may come: first, others.
void present_attached(const Context& context, nlohmann::json& document, const nlohmann::json& form);

/// Adds to a post what its template shows of its files: `pictures` and `documents`, with their addresses.
void present_files(nlohmann::json& post, const std::string& community);

} // namespace forum
} // namespace palabre::http::pages
