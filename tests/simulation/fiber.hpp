// SPDX-License-Identifier: Apache-2.0
// A call that can stand still in its middle, so that one thread drives many nodes through their rounds in any order.
#pragma once

#include <functional>
#include <memory>

namespace palabre::sim {

class Fiber {
public:
    /// `body` begins with the first resume().
    explicit Fiber(std::function<void()> body);
    /// Ends the body where it stands, as kill().
    ~Fiber();
    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    /// Goes on until the body yields or ends. What the body throws comes out here.
    void resume();
    [[nodiscard]] bool ended() const;
    /// Died is thrown where the body stands; it must let it pass.
    void kill();

    /// From within a body: stands still until it is resumed. Throws Died when it is killed.
    static void yield();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre::sim
