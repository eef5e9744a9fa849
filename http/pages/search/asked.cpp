// SPDX-License-Identifier: Apache-2.0
#include "http/pages/search/asked.hpp"

#include "http/server/target.hpp"

#include <algorithm>

namespace palabre::http::pages::search {

using nlohmann::json;

namespace {

bool is_page(std::string_view name) {
    return name == "page" || name == "cursor";
}

} // namespace

Asked::Asked(const Context& context) {
    for (const auto* name :
         {"q", "space", "kind", "sort", "page", "region", "departement", "commune", "trade", "contract", "near",
          "radius_km", "price_least", "price_most", "surface_least", "surface_most", "days", "cursor"})
        if (const auto value = context.request.parameter(name); value && !value->empty())
            fields_.emplace_back(name, *value);
    if (!has("near")) std::erase(fields_, Fields::value_type("sort", "nearest"));
}

std::string Asked::get(std::string_view name) const {
    const auto found =
        std::ranges::find(fields_, name, [](const auto& field) { return std::string_view(field.first); });
    return found == fields_.end() ? std::string() : found->second;
}

std::string Asked::with(const Fields& values) const {
    std::string out;
    const auto add = [&](std::string_view name, std::string_view value) {
        out.append(out.empty() ? "?" : "&").append(name).append("=").append(percent_encoded(value));
    };
    const auto changes = [&](const std::string& name) {
        return std::ranges::find(values, name, &Fields::value_type::first) != values.end();
    };
    for (const auto& [name, value] : fields_)
        if (!changes(name) && !is_page(name)) add(name, value);
    for (const auto& [name, value] : values)
        if (!value.empty()) add(name, value);
    return out.empty() ? "?" : out;
}

std::string Asked::with(std::string_view name, std::string_view value) const {
    return with(Fields{{std::string(name), std::string(value)}});
}

json Asked::kept(std::span<const std::string_view> shown) const {
    json fields = json::array();
    for (const auto& [name, value] : fields_)
        if (!is_page(name) && std::ranges::find(shown, std::string_view(name)) == shown.end())
            fields.push_back({{"name", name}, {"value", value}});
    return fields;
}

} // namespace palabre::http::pages::search
