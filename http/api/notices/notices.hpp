// SPDX-License-Identifier: Apache-2.0
// What is news for a member, what she wants to hear of, and how mails end.
#pragma once

#include "http/context.hpp"

#include <span>

namespace palabre::http::notices {

[[nodiscard]] std::span<const Route> routes();

} // namespace palabre::http::notices
