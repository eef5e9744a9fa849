// SPDX-License-Identifier: Apache-2.0
// Sharing: a button that gives a link of one's own. Who comes by one keeps it through signing up and joining, as part
// of each page's address; no cookie knows of it.
#pragma once

#include "http/context.hpp"
#include "http/server/response.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace palabre::http::pages::invitations {

/// The link to a thread, to an ad, and to the community: each ends at the page that it was asked for on, which shows
/// it.
[[nodiscard]] Answer share_thread(const Context& context);
[[nodiscard]] Answer share_ad(const Context& context);
[[nodiscard]] Answer share_community(const Context& context);

/// What a page with a share button needs of its own address: `page.via` to be passed on, `page.share` as the link that
/// was asked for. `path`: the page's own.
void add_sharing(const Context& context, nlohmann::json& document, const std::string& path);

/// Joined: says by which link, if the form of joining carried one, then goes to `location`. `member`: the new one's id.
[[nodiscard]] Answer accepted(const Context& context, const std::string& via, const std::string& member,
                              std::string location);

} // namespace palabre::http::pages::invitations
