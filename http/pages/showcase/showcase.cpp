// SPDX-License-Identifier: Apache-2.0
#include "http/pages/showcase/showcase.hpp"

#include "core/config/config.hpp"
#include "http/pages/showcase/structured_data.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages::showcase {

using nlohmann::json;

std::string site(const Context& context) {
    const auto& settings = context.services.settings;
    return settings.public_url ? *settings.public_url : "http://" + settings.listen.text();
}

Context as_visitor(const Context& context) {
    Context visitor = context;
    visitor.viewer.reset();
    visitor.member = {};
    visitor.standing = {};
    return visitor;
}

void tell(const Context& context, json& document, std::string_view path, std::string_view feed) {
    if (context.viewer) return;
    json& about = document["page"]["public"];
    about = {{"address", site(context).append(path)}, {"type", "website"}};
    if (!feed.empty()) about["feed"] = feed;
}

void tell_thread(const Context& context, json& document) {
    if (context.viewer) return;
    std::string path = document["thread"]["address"];
    const auto number = document["page"]["number"].get<std::uint64_t>();
    if (number > 1) path += "?page=" + std::to_string(number);
    tell(context, document, path, "/c/" + context.community->slug + "/feed.atom");
    document["page"]["public"]["type"] = "article";
    document["page"]["public"]["data_html"] = structured_data(context, document);
}

} // namespace palabre::http::pages::showcase
