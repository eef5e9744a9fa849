// SPDX-License-Identifier: Apache-2.0
// What became of mails, for /metrics.
#pragma once

#include <atomic>
#include <cstdint>

namespace palabre::http::mails {

/// Written by the postman's thread, read by any. But for `waiting` and `acting` since the start.
struct Counts {
    std::atomic<std::uint64_t> waiting = 0;
    std::atomic<std::uint64_t> sent = 0;
    std::atomic<std::uint64_t> postponed = 0; ///< attempts that failed and are made again
    std::atomic<std::uint64_t> dropped = 0;   ///< no longer to be sent when their turn came
    std::atomic<std::uint64_t> given_up = 0;
    std::atomic<bool> acting = false; ///< this node looks for mails and sends them now
};

} // namespace palabre::http::mails
