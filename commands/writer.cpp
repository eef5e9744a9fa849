// SPDX-License-Identifier: Apache-2.0
#include "commands/writer.hpp"

#include "commands/write_loop.hpp"
#include "core/base/hash.hpp"
#include "core/limits.hpp"

#include <boost/pfr.hpp>
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
    Partition partition;
    std::promise<Status> done;
};

constexpr std::size_t lump = 1024; ///< ids, enums, and what holds them

/// Of one field of a command; ids and enums are in the lump.
template <class T>
std::size_t text_bytes(const T& field) {
    if constexpr (std::is_same_v<T, std::string>) {
        return field.size();
    } else if constexpr (requires { field.has_value(); }) {
        return field ? text_bytes(*field) : 0;
    } else if constexpr (requires { field.begin(); }) {
        std::size_t bytes = 0;
        for (const auto& item : field) bytes += sizeof item + text_bytes(item);
        return bytes;
    } else {
        return 0;
    }
}

} // namespace

std::size_t weight(const Submission& submission) {
    std::size_t bytes = lump;
    std::visit(
        [&](const auto& command) {
            boost::pfr::for_each_field(command, [&](const auto& field) { bytes += text_bytes(field); });
        },
        submission.command);
    if (submission.request) bytes += submission.request->size();
    for (const auto& put : submission.secrets) bytes += put.secret.size();
    return bytes;
}

namespace {

/// What cannot be read is as final as what cannot be written: the model and the vault throw where nobody could be told.
template <class Work>
Status guarded(const Work& work) {
    try {
        return work();
    } catch (const std::runtime_error& unreadable) {
        return error(ErrorCode::io, unreadable.what());
    }
}

} // namespace

struct Writer::Impl {
    explicit Impl(Parts given) : parts(std::move(given)), loop(parts) {}

    void run();
    void give_genesis(std::list<GenesisWish>& wished, Status& alive);
    static void refuse(Waiting& waiting, Reason reason);
    static void refuse_all(std::list<Waiting>& waiting, Reason reason);
    /// Under `mutex`: whether a command of this weight may wait. One alone always may.
    [[nodiscard]] bool has_room(std::size_t bytes) const;
    void enqueue(Waiting waiting);
    /// Under `mutex`: the thread has something to do.
    void ring();
    /// Takes what others have appended until there is something else to do. Lets go of the lock meanwhile.
    void tail(std::unique_lock<std::mutex>& lock, Status& alive);
    /// Under `mutex`: moves into the group what fits beside what is there to be decided again.
    void fill(std::list<Waiting>& group);
    [[nodiscard]] bool disk_has_room();

    Parts parts;
    WriteLoop loop;
    Status prepared;

    mutable std::mutex mutex;
    std::condition_variable arrived; ///< something to do
    std::condition_variable room;    ///< the queue has shrunk
    std::list<Waiting> queue;        ///< bounded by limits::commands_waiting and commands_waiting_bytes
    std::size_t queue_bytes = 0;
    std::list<GenesisWish> wishes;
    bool stopping = false;
    bool tailing = false; ///< the thread waits for the order, not for `arrived`
    std::size_t partitions = 1;
    Counts published;

    Instant disk_checked{};
    bool disk_ok = true;
    std::thread thread;
};

Writer::Writer(Parts parts) : impl_(std::make_unique<Impl>(std::move(parts))) {
    impl_->prepared = impl_->loop.prepare();
    if (impl_->prepared.has_error()) impl_->parts.on_fatal(impl_->prepared.error());
    impl_->partitions = impl_->parts.order.partitions();
    impl_->thread = std::thread([this] { impl_->run(); });
}

Writer::~Writer() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
        impl_->ring();
    }
    impl_->room.notify_all();
    impl_->thread.join();
}

void Writer::submit(Submission submission, Completion done) {
    const std::size_t bytes = weight(submission);
    {
        const std::lock_guard lock(impl_->mutex);
        if (!impl_->stopping && impl_->has_room(bytes)) {
            impl_->enqueue({std::move(submission), std::move(done), impl_->parts.clock.now(), 0, bytes});
            return;
        }
    }
    done(Problem{Reason::overloaded, ""});
}

Outcome Writer::run(Submission submission) {
    const std::size_t bytes = weight(submission);
    std::promise<Outcome> promise;
    auto outcome = promise.get_future();
    {
        std::unique_lock lock(impl_->mutex);
        impl_->room.wait(lock, [&] { return impl_->stopping || impl_->has_room(bytes); });
        if (impl_->stopping) return Problem{Reason::overloaded, ""};
        impl_->enqueue({std::move(submission), [&promise](Outcome o) { promise.set_value(std::move(o)); },
                        impl_->parts.clock.now(), 0, bytes});
    }
    return outcome.get();
}

Status Writer::give_genesis(const CommunityId& community, Partition partition) {
    std::future<Status> done;
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->stopping) return error(ErrorCode::busy, "the server is stopping");
        impl_->wishes.push_back({community, partition, {}});
        done = impl_->wishes.back().done.get_future();
        impl_->ring();
    }
    return done.get();
}

Partition Writer::advise(const CommunityId& community) const {
    const std::lock_guard lock(impl_->mutex);
    const Digest hash = Hasher().add(community.text()).finish();
    const std::uint64_t drawn = from_big_endian(hash.view().substr(0, 4));
    return Partition{static_cast<std::int32_t>(drawn % std::max<std::size_t>(impl_->partitions, 1))};
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
        std::list<Waiting> left; // behind when it stops
        bool stops = false;
        {
            std::unique_lock lock(mutex);
            published = loop.counts();
            const auto has_work = [&] { return stopping || !group.empty() || !queue.empty() || !wishes.empty(); };
            while (parts.tails && alive && !has_work()) tail(lock, alive);
            arrived.wait(lock, has_work);
            now_wished.swap(wishes);
            fill(group);
            stops = stopping && now_wished.empty();
            if (stops) {
                left.swap(queue);
                queue_bytes = 0;
            }
        }
        room.notify_all();
        refuse_all(left, Reason::overloaded); // without the lock: whoever is told may ask for anything
        if (stops && group.empty()) return;

        give_genesis(now_wished, alive);
        const Instant now = parts.clock.now();
        group.remove_if([&](Waiting& waiting) {
            const bool late = waiting.submission.caller.live() && now - waiting.since > limits::command_life;
            if (late) refuse(waiting, Reason::overloaded);
            return late;
        });
        if (group.empty()) continue;
        if (!disk_has_room()) {
            refuse_all(group, Reason::disk_full);
            continue;
        }
        if (alive) {
            alive = guarded([&] { return loop.run(group); });
            if (!alive) parts.on_fatal(alive.error());
        }
        // Never go on from memory after a failed write: what was under way may or may not be in the log.
        if (!alive) refuse_all(group, Reason::outcome_unknown);
    }
}

void Writer::Impl::ring() {
    if (tailing)
        parts.order.wake();
    else
        arrived.notify_one();
}

void Writer::Impl::tail(std::unique_lock<std::mutex>& lock, Status& alive) {
    tailing = true;
    lock.unlock();
    alive = guarded([&] { return loop.tail(); });
    if (!alive) parts.on_fatal(alive.error());
    lock.lock();
    tailing = false;
    published = loop.counts();
    partitions = parts.order.partitions();
}

/// A genesis that does not come in time (`busy`) may come later. Any other error leaves records behind that nobody
/// takes again.
void Writer::Impl::give_genesis(std::list<GenesisWish>& wished, Status& alive) {
    for (auto& wish : wished) {
        const Status given = alive ? guarded([&] { return loop.give_genesis(wish.community, wish.partition); }) : alive;
        if (alive && given.has_error() && given.error().code != ErrorCode::busy) {
            alive = given;
            parts.on_fatal(alive.error());
        }
        wish.done.set_value(given);
    }
}

bool Writer::Impl::has_room(std::size_t bytes) const {
    return queue.empty() ||
           (queue.size() < limits::commands_waiting && queue_bytes + bytes <= limits::commands_waiting_bytes);
}

void Writer::Impl::enqueue(Waiting waiting) {
    queue_bytes += waiting.bytes;
    queue.push_back(std::move(waiting));
    ring();
}

void Writer::Impl::fill(std::list<Waiting>& group) {
    std::size_t bytes = 0;
    for (const Waiting& again : group) bytes += again.bytes;
    while (!queue.empty() && group.size() < limits::commands_per_group &&
           (group.empty() || bytes + queue.front().bytes <= limits::group_bytes)) {
        bytes += queue.front().bytes;
        queue_bytes -= queue.front().bytes;
        group.splice(group.end(), queue, queue.begin());
    }
}

/// Of one whose proposal may still land nobody can say that nothing happened.
void Writer::Impl::refuse(Waiting& waiting, Reason reason) {
    waiting.done(Problem{waiting.may_land ? Reason::outcome_unknown : reason, ""});
}

void Writer::Impl::refuse_all(std::list<Waiting>& waiting, Reason reason) {
    for (auto& each : waiting) refuse(each, reason);
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
