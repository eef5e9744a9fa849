// SPDX-License-Identifier: Apache-2.0
// Whom an address stands for, where something is counted by it.
#pragma once

#include <string>

namespace palabre::http {

/// IPv4, and what is no address: as it is. IPv6: its first 64 bits, which one household has; it chooses among the rest.
/// The text of an address (Request::address) is no network's.
[[nodiscard]] std::string network_of(const std::string& address);

} // namespace palabre::http
