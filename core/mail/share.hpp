// SPDX-License-Identifier: Apache-2.0
// Rows that the outboxes of several nodes keep together, in one order for all: over Kafka a compacted topic.
#pragma once

#include "core/base/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace palabre::mail {

/// The last row of a key is what counts; those before it may be gone.
struct SharedRow {
    std::string key;
    std::optional<std::string> value; ///< nothing: there is no such row any more
    bool own = false;                 ///< when it is given: appended here, since the start
};

/// One thread, but for stop(). What is given is given once, in the order in which it stands, from the first row on.
class Share {
public:
    using Take = std::function<Status(const SharedRow&)>;
    virtual ~Share() = default;
    /// Gives what has come since the last call. Does not wait for more.
    [[nodiscard]] virtual Status read(const Take& take) = 0;
    /// Appends the rows in their order and returns when the last of them has been given: so has, by then, all that
    /// others had appended before. `busy`: that did not happen in time; they may come later, so whoever appends them
    /// again must not mind.
    [[nodiscard]] virtual Status append(const std::vector<SharedRow>& rows, const Take& take) = 0;
    /// Any thread: append() ends soon, now and from now on.
    virtual void stop() = 0;
};

} // namespace palabre::mail
