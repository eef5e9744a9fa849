// SPDX-License-Identifier: Apache-2.0
#include "http/pages/forum/speaks_for.hpp"

#include "http/pages/forum/present.hpp"
#include "http/pages/frame.hpp"
#include "http/pages/pages.hpp"

namespace palabre::http::pages::forum {

using nlohmann::json;

void add_speaks_for(json& document, const Context& context, const json& form) {
    constexpr std::string_view delegations = "/api/v1/communities/{c}/delegations";
    json list = json::array();
    // Where it cannot be told nobody is asked.
    if (context.services.pages->api(Method::get, delegations) != nullptr)
        if (const auto found = ask(context, delegations); found.ok())
            for (const json& each : found.body["delegations"])
                if (each["state"] == "speaks")
                    list.push_back({{"id", each["organisation"]["id"]}, {"name", each["organisation"]["name"]}});
    present_speaks_for(document, std::move(list), text_of(form, "organisation"));
}

void add_organisation(json& body, const json& form) {
    if (std::string organisation = text_of(form, "organisation"); !organisation.empty())
        body["organisation"] = std::move(organisation);
}

} // namespace palabre::http::pages::forum
