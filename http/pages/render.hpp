// SPDX-License-Identifier: Apache-2.0
// Pages: a JSON document, a template, a language → HTML. Templates, their markers: compile.hpp.
#pragma once

#include "core/base/result.hpp"
#include "http/pages/setting.hpp"

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ctemplate {
class TemplateCache;
}

namespace palabre::http::pages {

/// A page inside the layout: the texts are template texts themselves ("{{thread.title}} · {{community.name}}").
struct PageTemplate {
    std::string_view content;          ///< the template's name
    std::string_view title;            ///< in the window's title
    std::string_view description = {}; ///< for search engines and previews; empty: it is never public
};

/// All pages in all languages, ready. Immutable after load(): safe from any thread.
class Templates {
public:
    /// Compiles every page in every language, so that a fault in any template, or a message that one language lacks,
    /// is found at start-up. Sources must hold "layout", which includes "content", "title" and "summary" (the
    /// description). The messages must outlive it.
    [[nodiscard]] static Result<Templates> load(const Sources& sources, std::span<const PageTemplate> pages,
                                                const Messages& messages);
    ~Templates();
    Templates(Templates&&) noexcept;
    Templates& operator=(Templates&&) noexcept;

    /// The page of this content, which must be one of those loaded. What the document lacks is left out.
    /// Cost: some 100 µs for a thread of 20 posts.
    [[nodiscard]] std::string render(std::string_view content, const nlohmann::json& document,
                                     const Setting& setting) const;

private:
    struct Page {
        std::string key; ///< in the cache
        std::vector<Marker> markers;
    };
    explicit Templates(const Messages& messages);
    Status add(const Sources& sources, const PageTemplate& page, Language language);

    const Messages* messages_;
    std::map<std::pair<Language, std::string>, Page, std::less<>> pages_;
    std::unique_ptr<ctemplate::TemplateCache> cache_;
};

} // namespace palabre::http::pages
