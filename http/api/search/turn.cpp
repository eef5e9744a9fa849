// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/turn.hpp"

#include "http/api/accounts/guessing.hpp"
#include "http/server/network.hpp"

namespace palabre::http::search {

std::optional<Response> take_turn(const Context& context) {
    return accounts::too_often(context, context.services.rates.searches, network_of(context.request.address));
}

} // namespace palabre::http::search
