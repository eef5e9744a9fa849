// SPDX-License-Identifier: Apache-2.0
#include "http/server/mailbox.hpp"

#include <boost/asio/post.hpp>

namespace palabre::http {

void Mailbox::post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (io_ == nullptr) return;
    tasks_.push_back(std::move(task));
    if (tasks_.size() == 1) boost::asio::post(*io_, [self = shared_from_this()] { self->run(); });
}

void Mailbox::close() {
    std::vector<std::function<void()>> dropped; // destroyed outside the lock
    const std::lock_guard lock(mutex_);
    io_ = nullptr;
    dropped.swap(tasks_);
}

void Mailbox::run() {
    std::vector<std::function<void()>> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(tasks_);
    }
    for (auto& task : tasks) task();
}

} // namespace palabre::http
