// SPDX-License-Identifier: Apache-2.0
// The form of an ad: eight of them out of one table (commands/ads/fields.hpp). People write euros and hours; the API
// takes cents and minutes.
#pragma once

#include "commands/ads/fields.hpp"
#include "http/context.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace palabre::http::pages::ads {

struct Shape {
    events::ads::AdKind kind{};
    events::ads::AdParty party{};
};
/// Of path parameters {kind} and {party}; nothing: there is no such form.
[[nodiscard]] std::optional<Shape> shape_of(const Context& context);

/// What the template goes through: `needed` and `others`, each field with its label, what kind of box it has, what was
/// typed and why that was refused.
struct Filled {
    const nlohmann::json& form;
    const nlohmann::json& problem;
    bool organisations = false; ///< one may be chosen: then a structure needs no name of its own
};
[[nodiscard]] nlohmann::json fields_json(const Context& context, const Shape& shape, const Filled& filled);

/// The API's body for what was typed. What is no number goes as it was typed: the API says so at its field. What the
/// form does not ask for is as in `source`, the ad that is edited, or null: its language, and its commune and
/// coordinates, unless another place or département was typed.
[[nodiscard]] nlohmann::json body_of(const Shape& shape, const nlohmann::json& form, const nlohmann::json& source);
/// The contrary: the form that an ad's source fills.
[[nodiscard]] nlohmann::json form_of_source(const nlohmann::json& source);

} // namespace palabre::http::pages::ads
