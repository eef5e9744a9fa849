// SPDX-License-Identifier: Apache-2.0
#include "projections/projector.hpp"

#include "core/base/hash.hpp"
#include "projections/projector_impl.hpp"

namespace palabre::projections {
namespace {

/// The longest that the thread sleeps: a deadline, a rebuild or the end is noticed so late at most.
constexpr std::chrono::milliseconds nap{50};
/// Behind every key that a projection writes.
const std::string past_all_keys(64, '\xff');

/// A name with a version in it is a mistake in the table: a bug.
std::string base_of(const Projection& projection) {
    if (projection.name.empty() || projection.name.find('.') != std::string_view::npos)
        throw std::logic_error(fmt::format("\"{}\" is no projection's name", projection.name));
    return std::string(projection.name);
}

} // namespace

Projector::Impl::Impl(Store& views_store, const log::LocalLog& local_log, KeyRing& keys,
                      std::span<const Projection> table, const Options& options_)
    : store(views_store), log(local_log), options(options_),
      tail_reader(log, keys, options.events_per_batch, options.threads),
      behind_reader(log, keys, options.events_per_batch, options.threads) {
    for (const Projection& projection : table) {
        std::string base = base_of(projection);
        for (const Entry& entry : entries)
            if (entry.base == base) throw std::logic_error("projection " + base + " stands twice in the table");
        entries.push_back({&projection, std::move(base), nullptr, nullptr});
    }
}

Projector::Impl::~Impl() {
    worker = {}; // asks it to stop, and joins
    std::vector<Waiters::Due> due;
    {
        const std::lock_guard lock(mutex);
        due = waiters.all();
    }
    for (const auto& waiter : due) waiter();
    for (const auto& rebuild : rebuilds) {
        const std::lock_guard lock(rebuild->mutex);
        if (!rebuild->outcome)
            rebuild->outcome.emplace(
                error(ErrorCode::busy, "the node is stopping; the build goes on at its next start"));
        rebuild->changed.notify_all();
    }
}

void Projector::Impl::work(const std::stop_token& stop) {
    stopping = stop;
    while (!stop.stop_requested()) {
        // Of what is just being written the rows are made while the disk works.
        const Position until = log.coming();
        serve_rebuilds();
        const bool changed = step(until);
        publish(changed);
        // Behind publish(): nobody waits for it.
        if (auto status = store.hand_over(); status.has_error()) stop_all(status.error());
        drop_discarded();
        if (changed) continue;
        // Once the log has closed its waits they return at once: then this is the nap.
        if (log.wait_coming(until, nap) <= until) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

bool Projector::Impl::await_written(Position position) const {
    while (log.end() < position) {
        if (stopping.stop_requested()) return false;
        if (log.wait(Position{number(position) - 1}, nap) >= position) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(1)); // it has failed, and the process ends
    }
    return true;
}

void Projector::Impl::serve_rebuilds() {
    std::vector<std::shared_ptr<Rebuild>> now;
    {
        const std::lock_guard lock(mutex);
        now = rebuilds;
    }
    for (const auto& rebuild : now) advance(*rebuild);
    const std::lock_guard lock(mutex);
    std::erase_if(rebuilds, [](const auto& rebuild) { return rebuild->outcome.has_value(); });
}

Projector::Impl::Reached Projector::Impl::reached() const {
    const Position end = log.end();
    std::optional<Position> going, filled;
    Position shown = end, everywhere = end;
    for (const Entry& entry : entries) {
        const Position position = entry.in_use->row.position;
        // Beside rows that queries get nobody waits for those of a projection that is new, until it has caught up.
        auto& least = serves(*entry.in_use) ? going : filled;
        if (entry.in_use->fed()) least = std::min(least.value_or(position), position);
        shown = std::min(shown, position);
        everywhere = std::min(everywhere, entry.building ? entry.building->row.position : position);
    }
    everywhere = std::min(everywhere, shown);
    // Rows that pass departures over keep the words of who departed.
    if (first_halt) everywhere = std::min(everywhere, Position{number(*first_halt) - 1});
    if (!going) going = filled;
    return {going.value_or(shown), shown, everywhere, going.value_or(end)};
}

Position Projector::Impl::fed_to(Position end) const {
    for (const Track* track : fed_tracks()) end = std::min(end, track->row.position);
    return end;
}

bool Projector::Impl::serves(const Track& track) const {
    return track.projection != nullptr && (track.stopped || track.row.position >= end_at_open);
}

std::vector<State> Projector::Impl::current_states() const {
    std::vector<State> current;
    for (const Entry& entry : entries)
        for (const Track* track : {entry.in_use.get(), entry.building.get()})
            if (track != nullptr)
                current.push_back({fmt::format("{}.{}", entry.base, track->row.version), track->row.version,
                                   track->row.position, track == entry.building.get(),
                                   track == entry.in_use.get() && serves(*track), track->stopped});
    return current;
}

std::optional<Projector::Impl::Views> Projector::Impl::changed_views() const {
    // Only this thread changes what is published, so it may look without the lock.
    const auto as_published = [this](const Entry& entry) {
        const auto found = views.find(entry.base);
        return found != views.end() && found->second.live == entry.in_use->live &&
               found->second.serving == serves(*entry.in_use);
    };
    if (std::all_of(entries.begin(), entries.end(), as_published)) return std::nullopt;
    Views current;
    for (const Entry& entry : entries) {
        const Shown shown{entry.in_use->live, serves(*entry.in_use)};
        current[entry.base] = current[fmt::format("{}.{}", entry.base, entry.projection->version)] = shown;
    }
    return current;
}

void Projector::Impl::publish(bool rows) {
    std::vector<State> fresh = current_states();
    std::optional<Views> changed = changed_views();
    std::vector<Waiters::Due> due;
    {
        const std::lock_guard lock(mutex);
        states.swap(fresh);
        if (changed) views.swap(*changed);
        published = reached();
        if (rows || changed) ++changes;
        due = waiters.due(published.awaited, published.shown, std::chrono::steady_clock::now());
    }
    for (const auto& waiter : due) waiter();
}

Projector::Projector(Store& views, const log::LocalLog& log, KeyRing& keys, std::span<const Projection> table,
                     const Options& options)
    : impl_(std::make_unique<Impl>(views, log, keys, table, options)) {}
Projector::~Projector() = default;

Status Projector::open() {
    PALABRE_CHECK(impl_->open_families());
    impl_->publish(true);
    if (impl_->options.background)
        impl_->worker = std::jthread([impl = impl_.get()](const std::stop_token& stop) { impl->work(stop); });
    return {};
}

Status Projector::run(std::function<void(Position done, Position end)> progress) {
    if (impl_->options.background) throw std::logic_error("run() of a projector that runs by itself");
    const Position end = impl_->log.end();
    bool changed = true;
    while (changed) {
        changed = impl_->step(end);
        impl_->publish(changed);
        if (progress) progress(impl_->fed_to(end), end);
    }
    impl_->drop_discarded();
    if (impl_->failure) return *impl_->failure;
    return {};
}

Projector::Impl::Shown Projector::Impl::find_view(std::string_view name) const {
    const std::lock_guard lock(mutex);
    const auto found = views.find(name);
    if (found == views.end()) throw std::logic_error(fmt::format("no view {}, or not open yet", name));
    return found->second;
}

View Projector::view(std::string_view name) const {
    return View(impl_->find_view(name).live);
}

Result<View> Projector::query(std::string_view name) const {
    auto found = impl_->find_view(name);
    if (!found.serving) return error(ErrorCode::busy, fmt::format("the view {} is being built", name));
    return View(std::move(found.live));
}

std::uint64_t Projector::changes() const {
    return impl_->changes;
}
Position Projector::applied() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->published.applied;
}
Position Projector::shown() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->published.shown;
}
Position Projector::applied_everywhere() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->published.everywhere;
}

void Projector::when_applied(Position position, Duration limit, std::function<void(bool)> done) {
    bool shown = false;
    {
        const std::lock_guard lock(impl_->mutex);
        if (position > impl_->published.awaited) {
            impl_->waiters.add(position, std::chrono::steady_clock::now() + limit, std::move(done));
            return;
        }
        shown = position <= impl_->published.shown;
    }
    done(shown);
}

std::vector<State> Projector::states() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->states;
}

std::optional<Store::Damage> Projector::damage() const {
    return impl_->store.damage();
}

Result<Digest> Projector::digest(std::string_view name) const {
    Hasher hasher;
    const View rows = view(name);
    Scan scan = rows.scan("", past_all_keys);
    for (; scan.valid(); scan.next()) hasher.add_prefixed(scan.key()).add_prefixed(scan.value());
    PALABRE_CHECK(scan.status());
    return hasher.finish();
}

Status Projector::rebuild(std::string_view name, std::function<void(Position done, Position end)> progress) {
    const auto rebuild = impl_->request_rebuild(name);
    if (rebuild->outcome) return *rebuild->outcome;
    if (impl_->options.background) {
        const std::lock_guard lock(impl_->mutex);
        impl_->rebuilds.push_back(rebuild);
    }
    std::unique_lock lock(rebuild->mutex);
    while (!rebuild->outcome) {
        if (impl_->options.background) {
            rebuild->changed.wait_for(lock, nap);
        } else {
            lock.unlock();
            impl_->advance(*rebuild);
            impl_->publish(impl_->step(impl_->log.end()));
            impl_->drop_discarded();
            lock.lock();
        }
        const Position done = rebuild->done;
        const Position end = rebuild->end;
        lock.unlock();
        if (progress) progress(done, end);
        lock.lock();
    }
    return *rebuild->outcome;
}

} // namespace palabre::projections
