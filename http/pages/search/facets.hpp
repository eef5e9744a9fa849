// SPDX-License-Identifier: Apache-2.0
// Facets as links: each changes one of the fields that were asked for and keeps the others, so a search is narrowed and
// widened without scripts.
#pragma once

#include "http/pages/ask.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace palabre::http::pages::search {

/// What was asked for.
class Asked {
public:
    explicit Asked(const Context& context);
    [[nodiscard]] const Fields& fields() const { return fields_; }
    [[nodiscard]] std::string get(std::string_view name) const;
    /// The address with this value instead; empty: without it. A first page again, unless that is what changes.
    [[nodiscard]] std::string with(std::string_view name, std::string_view value) const;

private:
    Fields fields_;
};

/// A facet's values as links: to choose one, or to let go of the one that is chosen.
void present_facet(nlohmann::json& values, const char* name, const Asked& asked);
/// For part facets: "map", "departements", "trades" and what of the page says whether there are any. Takes from
/// `facets`.
void present_places(nlohmann::json& document, nlohmann::json& facets, const Asked& asked);

} // namespace palabre::http::pages::search
