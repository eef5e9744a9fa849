// SPDX-License-Identifier: Apache-2.0
#include "http/pages/dev/ui.hpp"

#include "core/config/config.hpp"
#include "http/assets.hpp"
#include "http/messages.hpp"
#include "http/pages/frame.hpp"

namespace palabre::http::pages::dev {
namespace {

using nlohmann::json;

/// A refusal's words are the catalogue's, as everywhere.
void put_words(const Context& context, json& state) {
    const auto say = [&](const char* key) {
        return std::string(context.services.messages.text(context.language, key));
    };
    for (auto& [name, text] : state["refused"]["problem"]["fields"].items()) text = say("problem.missing.detail");
    json& composed = state["composed"]["problem"]["fields"];
    composed["files"] = say("problem.unsupported-file.detail");
    composed["body"] = say("problem.missing.detail");
    state["unavailable"]["problem"] = {{"title", say("problem.overloaded.title")},
                                       {"detail", say("problem.overloaded.detail")}};
}

} // namespace

Answer ui(const Context& context) {
    if (!context.services.settings.developer_pages) return context.refuse(commands::Reason::not_found);
    json document = bare_frame(context);
    const json made_up = json::parse(asset("pages/dev/ui.json").value());
    for (const auto& [name, value] : made_up.items()) document[name] = value;
    put_words(context, document["state"]);
    document["page"]["sort"] = "activity";
    document["page"]["tab"] = "all";
    document["page"]["key"] = "a-key";
    return show(context, "dev/ui", document);
}

} // namespace palabre::http::pages::dev
