// SPDX-License-Identifier: Apache-2.0
#include "http/pages/pages.hpp"

#include "http/assets.hpp"

#include <array>

namespace palabre::http::pages {
namespace {

constexpr std::string_view of_thread =
    "{{#thread.title}}{{thread.title}}{{/thread.title}}{{^thread.title}}{{t:forum.thread_absent}}{{/thread.title}} · "
    "{{community.name}}";

constexpr auto templates = std::to_array<PageTemplate>({
    {"spaces/communities", "Palabre", "{{t:spaces.communities}}"},
    {"spaces/community", "{{community.name}}", "{{community.promise}}"},
    {"forum/space", "{{space.name}} · {{community.name}}", "{{space.description}}"},
    {"forum/threads", "{{t:forum.all_threads}} · {{community.name}}", "{{community.promise}}"},
    {"forum/thread", of_thread, "{{page.excerpt}}"},
    {"forum/new", "{{t:forum.open_thread}} · {{community.name}}"},
    {"forum/edit", "{{t:forum.edit_post}} · {{community.name}}"},
    {"members/join", "{{t:members.join_named name=community.name}}"},
    {"members/member", "{{#member}}{{>parts/who}}{{/member}} · {{community.name}}"},
    {"accounts/sign_in", "{{t:accounts.sign_in}} · Palabre"},
    {"accounts/register", "{{t:accounts.register}} · Palabre"},
    {"problem", "{{problem.title}} · {{#community}}{{name}}{{/community}}{{^community}}Palabre{{/community}}"},
});

} // namespace

std::span<const PageTemplate> page_templates() {
    return templates;
}

Sources embedded_sources() {
    constexpr std::string_view folder = "pages/", suffix = ".tpl";
    Sources sources;
    for (const Asset& file : assets())
        if (file.path.starts_with(folder) && file.path.ends_with(suffix))
            sources.emplace(file.path.substr(folder.size(), file.path.size() - folder.size() - suffix.size()),
                            file.bytes);
    return sources;
}

} // namespace palabre::http::pages
