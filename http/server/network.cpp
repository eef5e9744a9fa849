// SPDX-License-Identifier: Apache-2.0
#include "http/server/network.hpp"

#include <arpa/inet.h>

namespace palabre::http {

std::string network_of(const std::string& address) {
    in6_addr raw{};
    if (address.find(':') == std::string::npos || ::inet_pton(AF_INET6, address.c_str(), &raw) != 1) return address;
    return std::string(reinterpret_cast<const char*>(raw.s6_addr), 8) + "/64";
}

} // namespace palabre::http
