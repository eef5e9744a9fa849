// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/excerpt.hpp"

#include "core/text/html.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::search {

std::string plain_text(const projections::forum::PostRow& post) {
    const auto body = nlohmann::json::parse("{" + std::string(post.json().substr(post.record.body_at)), nullptr, false);
    if (!body.is_object() || !body.contains("body_html") || !body["body_html"].is_string()) return {};
    return text::without_tags(body["body_html"].get_ref<const std::string&>());
}

std::string pieces_json(std::span<const projections::search::Piece> pieces) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& [text, marked] : pieces) out.push_back({{"text", text}, {"marked", marked}});
    return out.dump();
}

} // namespace palabre::http::search
