// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/excerpt.hpp"

#include "core/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace palabre::http::search {

/// What we make knows four entities, and a tag ends at the next '>'.
std::string plain_text(std::string_view html) {
    static constexpr auto entities = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}});
    std::string text;
    while (!html.empty()) {
        if (html.front() == '<') {
            html.remove_prefix(std::min(html.find('>'), html.size() - 1) + 1);
            text += ' ';
            continue;
        }
        const auto entity = std::ranges::find_if(entities, [&](const auto& e) { return html.starts_with(e.first); });
        text += entity == entities.end() ? html.substr(0, 1) : entity->second;
        html.remove_prefix(entity == entities.end() ? 1 : entity->first.size());
    }
    return text::clean_line(text);
}

std::string plain_text(const projections::forum::PostRow& post) {
    const auto body = nlohmann::json::parse("{" + std::string(post.json().substr(post.record.body_at)), nullptr, false);
    if (!body.is_object() || !body.contains("body_html") || !body["body_html"].is_string()) return {};
    return plain_text(std::string_view(body["body_html"].get_ref<const std::string&>()));
}

std::string pieces_json(std::span<const projections::search::Piece> pieces) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& [text, marked] : pieces) out.push_back({{"text", text}, {"marked", marked}});
    return out.dump();
}

} // namespace palabre::http::search
