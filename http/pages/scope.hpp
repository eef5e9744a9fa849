// SPDX-License-Identifier: Apache-2.0
// What ctemplate asks while it fills in a page, answered from the JSON document and the compiled markers. Nothing is
// copied: only what a template shows is looked up.
#pragma once

#include "http/pages/setting.hpp"

#include <ctemplate/template_dictionary_interface.h>
#include <deque>
#include <nlohmann/json.hpp>

namespace palabre::http::pages {

/// One filling of one page. The referenced things must outlive it. One thread.
struct Filling {
    const std::vector<Marker>& markers;
    const nlohmann::json& document;
    const Setting& setting;
    const Words words;
    std::deque<std::string> made = {}; ///< texts that ctemplate reads until the page is done
};

/// The document, or one object or element of it that a section is about.
class Scope : public ctemplate::TemplateDictionaryInterface {
public:
    Scope(Filling& filling, const nlohmann::json& value) : filling_(filling), value_(value) {}

private:
    class Elements;
    using Name = ctemplate::TemplateString;

    Name GetValue(const Name& name) const override;
    bool IsHiddenSection(const Name& name) const override;
    bool IsUnhiddenSection(const Name& name) const override { return !IsHiddenSection(name); }
    Iterator* CreateSectionIterator(const Name& name) const override;
    // Parts were put in place by compile().
    bool IsHiddenTemplate(const Name&) const override { return true; }
    const char* GetIncludeTemplateName(const Name&, int) const override { return ""; }
    Iterator* CreateTemplateIterator(const Name&) const override { return nullptr; }
    void DumpToString(std::string*, int) const override {}

    [[nodiscard]] const Marker& marker(const Name& name) const;
    /// Null: there is none.
    [[nodiscard]] const nlohmann::json* find(const Path& path) const;
    [[nodiscard]] const nlohmann::json* find_member(const Marker& marker) const;
    [[nodiscard]] Name keep(std::string text) const;
    [[nodiscard]] std::string say(const Marker& marker) const;

    Filling& filling_;
    const nlohmann::json& value_;
};

} // namespace palabre::http::pages
