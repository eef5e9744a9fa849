// SPDX-License-Identifier: Apache-2.0
// Whether this node may send what several nodes have queued together. Pure: it is told the time and what was read.
//
// An election alone does not tell: a node that stood still takes itself for elected until it hears otherwise. So who
// acts has put a claim among the shared rows; the last one counts. It has read all that stood before its claim, waits
// then for as long as the one before it may still be about a mail, and asks again, by a row that must come back, when
// that is too long ago.
#pragma once

#include <chrono>

namespace palabre::mail {

/// One thread.
class Claim {
public:
    using Time = std::chrono::steady_clock::time_point;
    /// A mail is begun only so soon after it was known that nobody else has claimed.
    static constexpr std::chrono::seconds good_for{1};
    /// Who takes over begins so much later: the other one's last mail, begun in time, has long been sent and told.
    static constexpr std::chrono::seconds pause{3};

    /// A claim was read. The first one ever has nobody to wait for.
    void note(bool own, Time now) {
        if (own && !held_) begins_ = others_ ? now + pause : now;
        others_ |= !own;
        held_ = own;
    }
    /// All that was appended up to `at` has been read.
    void prove(Time at) { proved_ = at; }

    /// The last claim is this node's.
    [[nodiscard]] bool held() const { return held_; }
    /// It is known well enough that nobody else has claimed.
    [[nodiscard]] bool fresh(Time now) const { return now - proved_ <= good_for; }
    /// A mail may be begun.
    [[nodiscard]] bool acts(Time now) const { return held_ && fresh(now) && now >= begins_; }

private:
    bool held_ = false, others_ = false;
    Time begins_, proved_;
};

} // namespace palabre::mail
