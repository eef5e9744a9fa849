// SPDX-License-Identifier: Apache-2.0
#include "http/server/work_pool.hpp"

#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

namespace palabre::http {

WorkPool::~WorkPool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        tasks_.clear();
    }
    there_is_work_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool WorkPool::run(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (stopping_ || most_threads_ == 0 || tasks_.size() >= most_waiting_) return false;
    tasks_.push_back(std::move(task));
    if (tasks_.size() > idle_ && threads_.size() < most_threads_) {
        try {
            threads_.emplace_back([this] { work(); });
        } catch (const std::system_error&) { // no thread to be had: those that are there do it, or nobody
            if (threads_.empty()) {
                tasks_.pop_back();
                return false;
            }
        }
    }
    there_is_work_.notify_one();
    return true;
}

void WorkPool::work() {
    // Of this thread alone: Linux has a niceness for each. Without it all the same works.
    if (niceness_ > 0) setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), getpriority(PRIO_PROCESS, 0) + niceness_);
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        there_is_work_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        --idle_;
        if (stopping_) return;
        auto task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
    }
}

} // namespace palabre::http
