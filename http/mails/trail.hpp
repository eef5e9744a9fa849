// SPDX-License-Identifier: Apache-2.0
// How far the log was when: by it a node that does not write mails keeps just behind the one that does.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/instant.hpp"

#include <deque>
#include <utility>

namespace palabre::http::mails {

/// One thread. Holds at most so many steps as fit into the time that is asked back for.
class Trail {
public:
    explicit Trail(Duration step) : step_(step) {}

    /// The log's end now; called as often as one likes.
    void note(Instant now, Position end) {
        if (steps_.empty() || now - steps_.back().first >= step_) steps_.emplace_back(now, end);
    }
    /// Where it ended at `at` or before it; forgets what lies before that. 0: that is not known.
    [[nodiscard]] Position at(Instant at) {
        while (steps_.size() > 1 && steps_[1].first <= at) steps_.pop_front();
        return steps_.empty() || steps_.front().first > at ? Position{} : steps_.front().second;
    }

private:
    Duration step_;
    std::deque<std::pair<Instant, Position>> steps_;
};

} // namespace palabre::http::mails
