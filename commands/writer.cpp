// SPDX-License-Identifier: Apache-2.0
#include "commands/writer.hpp"

#include "commands/write_loop.hpp"
#include "core/limits.hpp"

#include <condition_variable>
#include <filesystem>
#include <future>
#include <mutex>
#include <thread>

namespace palabre::commands {
namespace {

/// A wish for a community's genesis: control records pass beside the commands.
struct GenesisWish {
    CommunityId community;
    std::promise<Status> done;
};

} // namespace

struct Writer::Impl {
    explicit Impl(Parts given) : parts(std::move(given)), loop(parts) {}

    void run();
    [[nodiscard]] Status run_group(std::list<Waiting>& group);
    void refuse_all(std::list<Waiting>& waiting, Reason reason);
    [[nodiscard]] bool disk_has_room();

    Parts parts;
    WriteLoop loop;
    Status prepared;

    mutable std::mutex mutex;
    std::condition_variable arrived; ///< something to do
    std::condition_variable room;    ///< the queue has shrunk
    std::list<Waiting> queue;        ///< bounded by limits::commands_waiting
    std::list<GenesisWish> wishes;
    bool stopping = false;
    Counts published;

    Instant disk_checked{};
    bool disk_ok = true;
    std::thread thread;
};

Writer::Writer(Parts parts) : impl_(std::make_unique<Impl>(std::move(parts))) {
    impl_->prepared = impl_->loop.prepare();
    if (impl_->prepared.has_error()) impl_->parts.on_fatal(impl_->prepared.error());
    impl_->thread = std::thread([this] { impl_->run(); });
}

Writer::~Writer() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->arrived.notify_all();
    impl_->room.notify_all();
    impl_->thread.join();
}

void Writer::submit(Submission submission, Completion done) {
    {
        const std::lock_guard lock(impl_->mutex);
        if (!impl_->stopping && impl_->queue.size() < limits::commands_waiting) {
            impl_->queue.push_back({std::move(submission), std::move(done), impl_->parts.clock.now()});
            impl_->arrived.notify_one();
            return;
        }
    }
    done(Problem{Reason::overloaded, ""});
}

Outcome Writer::run(Submission submission) {
    std::promise<Outcome> promise;
    auto outcome = promise.get_future();
    {
        std::unique_lock lock(impl_->mutex);
        impl_->room.wait(lock, [&] { return impl_->stopping || impl_->queue.size() < limits::commands_waiting; });
        if (impl_->stopping) return Problem{Reason::overloaded, ""};
        impl_->queue.push_back({std::move(submission), [&promise](Outcome o) { promise.set_value(std::move(o)); },
                                impl_->parts.clock.now()});
    }
    impl_->arrived.notify_one();
    return outcome.get();
}

Status Writer::give_genesis(const CommunityId& community) {
    std::future<Status> done;
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->stopping) return error(ErrorCode::busy, "the server is stopping");
        impl_->wishes.push_back({community, {}});
        done = impl_->wishes.back().done.get_future();
    }
    impl_->arrived.notify_one();
    return done.get();
}

Writer::Counts Writer::counts() const {
    const std::lock_guard lock(impl_->mutex);
    Counts counts = impl_->published;
    counts.waiting = impl_->queue.size();
    return counts;
}

void Writer::Impl::run() {
    std::list<Waiting> group;
    Status alive = prepared;
    for (;;) {
        std::list<GenesisWish> now_wished;
        {
            std::unique_lock lock(mutex);
            published = loop.counts();
            arrived.wait(lock, [&] { return stopping || !group.empty() || !queue.empty() || !wishes.empty(); });
            now_wished.swap(wishes);
            const std::size_t take =
                std::min(limits::commands_per_group - std::min(group.size(), limits::commands_per_group), queue.size());
            group.splice(group.end(), queue, queue.begin(),
                         std::next(queue.begin(), static_cast<std::ptrdiff_t>(take)));
            if (stopping && now_wished.empty()) {
                refuse_all(queue, Reason::overloaded);
                if (group.empty()) return;
            }
        }
        room.notify_all();

        for (auto& wish : now_wished) wish.done.set_value(alive ? loop.give_genesis(wish.community) : alive);
        const Instant now = parts.clock.now();
        group.remove_if([&](Waiting& waiting) {
            const bool late = waiting.submission.caller.live() && now - waiting.since > limits::command_life;
            if (late) waiting.done(Problem{Reason::overloaded, ""});
            return late;
        });
        if (group.empty()) continue;
        if (!disk_has_room()) {
            refuse_all(group, Reason::disk_full);
            continue;
        }
        if (alive) {
            alive = run_group(group);
            if (!alive) parts.on_fatal(alive.error());
        }
        // Never go on from memory after a failed write: what was under way may or may not be in the log.
        if (!alive) refuse_all(group, Reason::outcome_unknown);
    }
}

/// What cannot be read is as final as what cannot be written: the model and the vault throw where nobody could be told.
Status Writer::Impl::run_group(std::list<Waiting>& group) {
    try {
        return loop.run(group);
    } catch (const std::runtime_error& unreadable) {
        return error(ErrorCode::io, unreadable.what());
    }
}

void Writer::Impl::refuse_all(std::list<Waiting>& waiting, Reason reason) {
    for (auto& each : waiting) each.done(Problem{reason, ""});
    waiting.clear();
}

bool Writer::Impl::disk_has_room() {
    const Instant now = parts.clock.now();
    if (disk_checked == Instant{} || now - disk_checked >= limits::disk_check) {
        std::error_code failed;
        const auto space = std::filesystem::space(parts.folder, failed);
        disk_ok = !failed && space.available >= limits::disk_reserve;
        disk_checked = now;
    }
    return disk_ok;
}

} // namespace palabre::commands
