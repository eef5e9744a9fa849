// SPDX-License-Identifier: Apache-2.0
// Many commands in a fixed order, without waiting for each: a bounded number, of bounded weight, is under way, so that
// the writer's groups are full, its queue never is, and memory stays constant.
#pragma once

#include "commands/writer.hpp"

#include <condition_variable>
#include <mutex>

namespace palabre::tools::import {

/// submit() and finish() are one thread's, which is not the writer's.
class Window {
public:
    explicit Window(commands::Writer& writer, std::size_t most);
    /// Waits for what is under way.
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    /// Waits for room, then hands over. `settled` is called once, never at the same time as another, on the writer's
    /// thread. Fails when the engine gave an earlier one up (full disk, stop, unknown outcome): nothing is handed over
    /// any more.
    [[nodiscard]] Status submit(commands::Submission submission, std::function<void(const commands::Outcome&)> settled);
    /// Waits until everything is settled.
    [[nodiscard]] Status finish();
    /// Settled so far.
    [[nodiscard]] std::uint64_t settled() const;

private:
    void settle(std::size_t bytes, const commands::Outcome& outcome,
                const std::function<void(const commands::Outcome&)>& settled);

    commands::Writer& writer_;
    const std::size_t most_;
    mutable std::mutex mutex_;
    std::condition_variable moved_;
    std::size_t under_way_ = 0;
    std::size_t bytes_ = 0; ///< of what is under way
    std::uint64_t settled_ = 0;
    std::optional<Error> failed_;
};

} // namespace palabre::tools::import
