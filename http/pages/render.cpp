// SPDX-License-Identifier: Apache-2.0
#include "http/pages/render.hpp"

#include "http/pages/scope.hpp"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <stdexcept>

namespace palabre::http::pages {
namespace {

constexpr auto strip = ctemplate::STRIP_BLANK_LINES;
/// Not for a template to forget: without it nothing would be escaped.
constexpr std::string_view pragma = "{{%AUTOESCAPE context=\"HTML\"}}\n";

} // namespace

Templates::Templates(const Messages& messages)
    : messages_(&messages), cache_(std::make_unique<ctemplate::TemplateCache>()) {}
Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;

Result<Templates> Templates::load(const Sources& sources, std::span<const PageTemplate> pages,
                                  const Messages& messages) {
    Templates templates(messages);
    for (const Language language : {Language::fr, Language::en})
        for (const PageTemplate& page : pages) PALABRE_CHECK(templates.add(sources, page, language));
    templates.cache_->Freeze();
    return templates;
}

Status Templates::add(const Sources& sources, const PageTemplate& page, Language language) {
    const auto content = sources.find(page.content);
    if (content == sources.end()) return error(ErrorCode::invalid, "there is no template " + std::string(page.content));
    Sources all = sources;
    all["content"] = content->second;
    all["title"] = page.title;
    all["summary"] = page.description;
    PALABRE_TRY(compiled, compile(all, "layout", Words{messages_, language}));
    Page ready{std::string(page.content) + " " + std::string(text(language)), std::move(compiled.markers)};
    if (!cache_->StringToTemplateCache(ready.key, std::string(pragma) + compiled.text, strip))
        return error(ErrorCode::invalid, "template " + std::string(page.content) + ": HTML that cannot be escaped");
    pages_.emplace(std::pair(language, std::string(page.content)), std::move(ready));
    return {};
}

std::string Templates::render(std::string_view content, const nlohmann::json& document, const Setting& setting) const {
    const Page& page = pages_.at({setting.language, std::string(content)});
    Filling filling{page.markers, document, setting, Words{messages_, setting.language}};
    const Scope scope(filling, document);
    std::string out;
    if (!cache_->ExpandNoLoad(page.key, strip, &scope, nullptr, &out))
        throw std::logic_error("page " + page.key + " cannot be filled in");
    return out;
}

} // namespace palabre::http::pages
