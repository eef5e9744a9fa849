// SPDX-License-Identifier: Apache-2.0
// What everybody may read, made easy to find: what pages tell search engines and previews, feeds, and sitemaps. Only
// what a visitor without an account may see comes in, whoever asks.
#pragma once

#include "http/context.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace palabre::http::pages::showcase {

/// "https://example.org": the public address, else where the server listens.
[[nodiscard]] std::string site(const Context& context);

/// Whoever asks, without an account: what they would be shown then.
[[nodiscard]] Context as_visitor(const Context& context);

/// Adds `page.public` to the document of a page that is shown: its address, and that of its feed where it has one. For
/// a visitor, who sees nothing but what is public; else nothing is added, and the page is not for search engines.
void tell(const Context& context, nlohmann::json& document, std::string_view path, std::string_view feed = {});

/// The same for a thread's page, with its structured data in `page.public.data_html`.
void tell_thread(const Context& context, nlohmann::json& document);

// feed.cpp: Atom (RFC 4287), the latest public threads of a community or space.
[[nodiscard]] Answer community_feed(const Context& context);
[[nodiscard]] Answer space_feed(const Context& context);

// sitemap.cpp
[[nodiscard]] Answer sitemap_index(const Context& context);
/// The community, its public spaces, and the limits::sitemap_threads public threads that last changed; lists link to
/// the others.
[[nodiscard]] Answer sitemap(const Context& context);
[[nodiscard]] Answer robots(const Context& context);

} // namespace palabre::http::pages::showcase
