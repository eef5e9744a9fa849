// SPDX-License-Identifier: Apache-2.0
// A few threads for work that would hold up an I/O thread. Bounded: what does not fit is refused at once.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace palabre::http {

/// Threads start when they are first needed. Safe from any thread.
class WorkPool {
public:
    /// `niceness`: above 0, its threads have less weight than others where processors are short.
    WorkPool(unsigned threads, std::size_t waiting, int niceness = 0)
        : most_threads_(threads), most_waiting_(waiting), niceness_(niceness) {}
    /// Drops what waits, finishes what runs.
    ~WorkPool();
    WorkPool(const WorkPool&) = delete;
    WorkPool& operator=(const WorkPool&) = delete;

    /// False: too much waits already. The task must not throw.
    [[nodiscard]] bool run(std::function<void()> task);

private:
    void work();

    const unsigned most_threads_;
    const std::size_t most_waiting_;
    const int niceness_;
    std::mutex mutex_;
    std::condition_variable there_is_work_;
    std::deque<std::function<void()>> tasks_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
};

} // namespace palabre::http
