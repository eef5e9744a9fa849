// SPDX-License-Identifier: Apache-2.0
// The legal pages as resources: read by anybody, edited by the platform's administrators.
#include "http/legal.hpp"

#include "commands/accounts/accounts.hpp"
#include "core/limits.hpp"
#include "core/text/markdown.hpp"
#include "http/api/accounts/accounts.hpp"
#include "http/api/act.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/conditional.hpp"
#include "projections/json.hpp"

namespace palabre::http::accounts {

using events::Language;
using legal::LegalPage;

namespace {

std::string page_json(LegalPage page, Language language, const legal::Text& text) {
    projections::JsonObject json;
    json.add("page", events::accounts::text(page)).add("language", events::text(language));
    json.add("version", text.version).add("edited", text.edited).add("text", text.markdown);
    json.add("text_html", text::markdown_to_html(text.markdown));
    return std::move(json).finish();
}

} // namespace

Answer get_legal_page(const Context& context) {
    Parameters parameters(context.request, {"language"});
    const auto asked = parameters.text("language");
    const auto language = asked ? events::parse<Language>(*asked) : std::optional(context.language);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    if (!language) return context.refuse(problem(Fault::wrong_value, "language"));
    const auto page = events::parse<LegalPage>(context.parameter("page"));
    if (!page) return context.refuse(commands::Reason::not_found);
    const auto text = legal::text(*context.services.projector, *page, *language);
    if (!text) return context.fail(text.error());
    return json_with_etag(page_json(*page, *language, *text));
}

Answer edit_legal_page(const Context& context) {
    const auto page = events::parse<LegalPage>(context.parameter("page"));
    if (!page) return context.refuse(commands::Reason::not_found);
    Body body(context.request);
    commands::accounts::EditLegalPage c;
    c.page = *page;
    c.language = body.one_of("language", events::parse<Language>);
    c.text = body.text("text", 1, limits::body);
    c.expected = body.optional_id<TextVersion>("version");
    if (auto bad = body.problem()) return context.refuse(*bad);
    c.version = legal::version_of(c.text);
    c.starter = legal::version_of(legal::starter(*page, c.language));
    return act(context, std::move(c), done);
}

} // namespace palabre::http::accounts
