// SPDX-License-Identifier: Apache-2.0
// Which peers may say on whose behalf they speak (X-Forwarded-For, X-Forwarded-Proto), and whom they say.
#pragma once

#include "core/base/result.hpp"
#include "http/server/request.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::http {

/// Immutable after parse(); safe from any thread.
class Proxies {
public:
    /// Addresses and networks: "127.0.0.1", "10.0.0.0/8", "fd00::/8". `invalid` names the one at fault.
    [[nodiscard]] static Result<Proxies> parse(const std::vector<std::string>& list);

    [[nodiscard]] bool trusts(std::string_view address) const;

    /// Sets address and secure: of a peer that is not trusted, the peer itself; else the right-most address of
    /// X-Forwarded-For that is not trusted (behind it stands only what clients may have made up), and whether the
    /// last X-Forwarded-Proto says https.
    void resolve(std::string_view peer, Request& request) const;

private:
    struct Network {
        std::array<std::uint8_t, 16> bytes; ///< v4 as v4-mapped v6
        unsigned bits;
    };
    std::vector<Network> networks_;
};

} // namespace palabre::http
