// SPDX-License-Identifier: Apache-2.0
// In whose name somebody may publish, for a form that is shown outside a thread.
#pragma once

#include "http/context.hpp"

#include <nlohmann/json_fwd.hpp>

namespace palabre::http::pages::forum {

/// Adds viewer.speaks_for and viewer.has_organisations; the one of the form is chosen.
void add_speaks_for(nlohmann::json& document, const Context& context, const nlohmann::json& form);
/// The same as it goes into a body: the form's field, where something is chosen.
void add_organisation(nlohmann::json& body, const nlohmann::json& form);

} // namespace palabre::http::pages::forum
