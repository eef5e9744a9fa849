// SPDX-License-Identifier: Apache-2.0
// Organisations: their accounts, who speaks for them, and who wrote what they published. Who the delegates are is told
// to delegates and animators alone: of an organisation with one delegate it would say who wrote.
#pragma once

#include "http/context.hpp"

#include <span>

namespace palabre::http::organisations {

[[nodiscard]] std::span<const Route> routes();

} // namespace palabre::http::organisations
