// SPDX-License-Identifier: Apache-2.0
#include "http/pages/choices.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages {

using nlohmann::json;

json choices(std::span<const events::Code> list, std::string_view chosen, events::Language language) {
    json all = json::array();
    for (const events::Code& each : list)
        all.push_back({{"code", each.code},
                       {"name", language == events::Language::fr ? each.fr : each.en},
                       {"chosen", each.code == chosen}});
    return all;
}

} // namespace palabre::http::pages
