// SPDX-License-Identifier: Apache-2.0
// The first steps of a community: whoever runs it makes a space, by its name alone and who reads it.
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/spaces/spaces.hpp"

namespace palabre::http::pages::spaces {

using nlohmann::json;

namespace {

Response form_page(const Context& context, json form, const Document* refused = nullptr) {
    return show_form(context, "spaces/new_space", frame(context), std::move(form), refused);
}

} // namespace

Answer space_form(const Context& context) {
    return form_page(context, {{"kind", "theme"}, {"visibility", "public"}});
}

Answer make_space(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    const std::string name = text_of(*form, "name"), slug = palabre::text::slug(name, limits::slug);
    return order(context,
                 {.pattern = "/api/v1/communities/{c}/spaces",
                  .body = {{"name", name},
                           {"slug", slug},
                           {"description", text_of(*form, "description")},
                           {"kind", text_of(*form, "kind")},
                           {"visibility", text_of(*form, "visibility")},
                           {"join_rule", "open"}},
                  .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, const Document& document) -> Answer {
                     if (done.status != 201) return form_page(page, form, &document);
                     return see(community_path(page) + "/s/" + document.body.value("slug", ""));
                 });
}

} // namespace palabre::http::pages::spaces
