// SPDX-License-Identifier: Apache-2.0
// The reactor that ends ads whose time is over, and has their authors told before. Each event's command id is made of
// the ad and its end: proposed again, by this node or another, it is the same event.
#pragma once

#include "core/base/effects.hpp"
#include "core/base/result.hpp"

#include <atomic>
#include <functional>
#include <thread>

namespace palabre::commands {
class Writer;
}
namespace palabre::projections {
class Projector;
}

namespace palabre::http {

class Keeper {
public:
    struct Parts {
        const projections::Projector& projector;
        commands::Writer& writer;
        Clock& clock;
        std::function<bool()> mine; ///< whether this node does it for all
    };
    /// Everything in it outlives the keeper.
    explicit Keeper(Parts parts) : parts_(std::move(parts)) {}
    ~Keeper() { stop(); }
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    /// From here on looks by itself, twice a second, on a thread of its own. What cannot be read or written now is
    /// tried at the next look.
    void start();
    /// Waits for the look under way.
    void stop();

    /// Proposes what is due by the clock, at most limits::ads_due, and waits for it; how many were proposed. Not while
    /// start()ed.
    [[nodiscard]] Result<std::size_t> look();

private:
    Parts parts_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

} // namespace palabre::http
