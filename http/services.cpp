// SPDX-License-Identifier: Apache-2.0
#include "http/services.hpp"

#include "core/config/config.hpp"

namespace palabre::http {
namespace {

constexpr std::size_t most_keys = 100'000; ///< about 10 MB a table when a flood of addresses comes

} // namespace

Rates rates(const config::Settings& settings) {
    using namespace std::chrono_literals;
    return {RateTable({settings.sign_in_per_minute, 1min}, most_keys),
            RateTable({settings.register_per_hour, 1h}, most_keys),
            RateTable({settings.writes_per_minute, 1min}, most_keys)};
}

} // namespace palabre::http
