// SPDX-License-Identifier: Apache-2.0
// The document of a thread's page, which a refused reply shows again, and where the forms of that page lead.
#pragma once

#include "http/context.hpp"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace palabre::http::pages::forum {

/// `thread`: the API's document of one page of it.
[[nodiscard]] nlohmann::json thread_document(const Context& context, nlohmann::json thread);

/// Where the form said that its post stands: the thread's id and the post's ordinal.
[[nodiscard]] std::string place_in(const Context& context, const nlohmann::json& form);
[[nodiscard]] std::uint64_t number_of(const nlohmann::json& form, std::string_view name, std::uint64_t otherwise);

} // namespace palabre::http::pages::forum
