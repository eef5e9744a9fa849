// SPDX-License-Identifier: Apache-2.0
#include "http/services.hpp"

#include "core/config/config.hpp"
#include "core/limits.hpp"

namespace palabre::http {

Rates rates(const config::Settings& settings) {
    using namespace std::chrono_literals;
    return {RateTable({settings.sign_in_per_minute, 1min}, limits::rate_keys),
            RateTable({settings.register_per_hour, 1h}, limits::rate_keys),
            RateTable({settings.searches_per_minute, 1min}, limits::rate_keys),
            RateTable({settings.writes_per_minute, 1min}, limits::rate_keys),
            RateTable({limits::mails_per_address, 1h}, limits::rate_keys),
            // An account's holder may err some times; an office behind one address is many people.
            DelayTable({settings.sign_in_per_minute / 2 + 1, 1s, 5min, 24h}, limits::rate_keys),
            DelayTable({settings.sign_in_per_minute * 2, 1s, 15min, 24h}, limits::rate_keys)};
}

} // namespace palabre::http
