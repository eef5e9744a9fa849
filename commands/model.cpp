// SPDX-License-Identifier: Apache-2.0
#include "commands/model.hpp"

#include "commands/dispatch.hpp"
#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/store/key.hpp"
#include "core/store/rebuildable.hpp"

#include <fmt/format.h>
#include <stdexcept>
#include <unordered_map>

namespace palabre::commands {
namespace {

/// Raised when a stored entity's fields change: the model is then rebuilt.
constexpr std::uint32_t format = 9;
constexpr std::string_view state_key = "state";

/// What the model remembers of itself, in the same batch as the entities.
struct Stored {
    std::uint32_t format = 0;
    std::optional<Digest> log;  ///< whose entities they are
    log::PositionVector vector; ///< no position: the log may be filled anew in another order (log rule §8)
    events::Halts halts;
};

/// The stored entities with what the current batch has changed over them.
class Batched final : public EntitySource {
public:
    explicit Batched(EntitySource& below) : below_(below) {}
    std::optional<Versioned> find(const Entity& entity) override {
        if (const auto at = changed.find(entity); at != changed.end()) return at->second;
        return below_.find(entity);
    }
    std::unordered_map<Entity, Versioned> changed;

private:
    EntitySource& below_;
};

std::string place(const log::Event& event) {
    return fmt::format("{}/{} ({})", event.proposal.community.text(), number(event.sequence), event.proposal.type);
}

/// The event's consequences, held against the write set that it was accepted with. `unsupported`: of a type that is not
/// known.
Status evolve_into(Batched& state, const log::Event& event) {
    PALABRE_TRY(decoded, events::decode(event.proposal.type, event.proposal.value));
    events::upcast(decoded);
    Evolution evolution(state, event.proposal.community, event.sequence, event.proposal.time);
    evolve(evolution, decoded);
    evolution.put<CommandOutcome>(event.proposal.id.text(), {event.sequence});
    const Version version = log::version(event.digest);
    const auto& writes = evolution.writes();
    // Both ascend. One written too many would slip past the rule; one too few would keep a version that the rule has
    // moved on from, and no command on it would ever be accepted again.
    if (!std::ranges::equal(writes, event.proposal.writes, {}, &std::pair<Entity, std::string>::first))
        return error(ErrorCode::corrupt, "event " + place(event) + " changes other entities than its write set says");
    for (const auto& [entity, value] : writes) state.changed.insert_or_assign(entity, Versioned{version, value});
    return {};
}

} // namespace

Model::Model(const log::LocalLog& log, std::unique_ptr<Store> store, Family entities, Family meta)
    : log_(log), store_(std::move(store)), entities_(entities), meta_(meta) {}

Result<std::unique_ptr<Model>> Model::open(const std::filesystem::path& folder, const log::LocalLog& log,
                                           const Options& options) {
    auto model = open_once(folder, log, options);
    // Met only after opening: it is noted now, so the next opening begins from nothing.
    if (model.has_error() && is_noted_damaged(folder)) return open_once(folder, log, options);
    return model;
}

Result<std::unique_ptr<Model>> Model::open_once(const std::filesystem::path& folder, const log::LocalLog& log,
                                                const Options& options) {
    PALABRE_TRY(opened,
                open_rebuildable(folder, {.use = Store::Use::views,
                                          .row_cache_bytes = limits::model_rows_bytes,
                                          .by_key_alone = [](std::string_view family) { return family == "entities"; },
                                          .environment = options.environment}));
    if (opened.damage && options.on_damage) options.on_damage(*opened.damage);
    auto store = std::move(opened.store);
    PALABRE_TRY(meta, store->family("meta"));
    PALABRE_TRY(bytes, store->get(meta, state_key));
    auto stored = codec::decode<Stored>(bytes.value_or(""));
    const bool foreign = stored && stored->log && log.id() && stored->log != log.id();
    if (foreign && options.on_damage)
        options.on_damage(folder.string() + " belongs to another log: it is dropped and built anew from this one");
    const bool lacks_events = stored && events::knows_any(stored->halts);
    if (bytes && (!stored || stored->format != format || foreign || lacks_events)) {
        PALABRE_CHECK(store->drop("entities"));
        stored.reset();
    }
    PALABRE_TRY(entities, store->family("entities"));
    std::unique_ptr<Model> model(new Model(log, std::move(store), entities, meta));
    if (stored) {
        model->vector_ = stored->vector;
        model->halts_ = std::move(stored->halts);
        model->any_halted_ = !model->halts_.empty();
    }
    const auto resumed = log.resume(model->vector_);
    if (resumed.has_error())
        return error(resumed.error().code == ErrorCode::invalid ? ErrorCode::corrupt : resumed.error().code,
                     fmt::format("{} is ahead of the log: delete that folder and start again, it is rebuilt from the "
                                 "log ({})",
                                 folder.string(), resumed.error().message));
    model->position_ = *resumed;
    try {
        PALABRE_CHECK(model->catch_up(log, options.progress));
    } catch (const std::runtime_error& unreadable) {
        return error(ErrorCode::io, unreadable.what());
    }
    return model;
}

Status Model::catch_up(const log::LocalLog& log, const Progress& progress) {
    auto cursor = log.cursor(position_);
    std::vector<std::shared_ptr<const log::Event>> group;
    const Position end = log.end();
    for (;;) {
        PALABRE_TRY(event, cursor.next());
        if (event && log::holds(vector_, event->partition, event->offset)) continue;
        if (event) group.push_back(std::make_shared<const log::Event>(std::move(*event)));
        if (!group.empty() && (!event || group.size() == limits::events_per_batch)) {
            PALABRE_CHECK(apply(group));
            group.clear();
            if (progress) progress(position_, end);
        }
        if (!event) break;
    }
    // What it held already may lie behind the last one that it lacked.
    position_ = std::max(position_, end);
    return {};
}

std::optional<Versioned> Model::find(const Entity& entity) {
    auto row = store_->get(entities_, entity.view());
    if (row.has_error()) throw std::runtime_error(row.error().message);
    if (!*row) return std::nullopt;
    if ((*row)->size() < Version::size) throw std::runtime_error("model: damaged row; delete model/ and start again");
    return Versioned{Version::from(**row), (*row)->substr(Version::size)};
}

Status Model::apply(std::span<const std::shared_ptr<const log::Event>> events) {
    if (events.empty()) return {};
    Batched state(*this);
    Stored stored{format, log_.id(), vector_, halts_};
    for (const auto& event : events) {
        const log::Proposal& proposal = event->proposal;
        if (!events::passes_over(stored.halts, proposal.community, event->sequence)) {
            const Status evolved = evolve_into(state, *event);
            if (evolved.has_error() && evolved.error().code != ErrorCode::unsupported) return evolved;
            if (evolved.has_error())
                stored.halts.emplace(proposal.community, events::Halt{event->sequence, proposal.type});
        }
        stored.vector.insert_or_assign(event->partition, event->offset);
    }
    Batch batch;
    for (const auto& [entity, versioned] : state.changed)
        batch.put(entities_, entity.view(), std::string(versioned.version.view()) + versioned.value);
    batch.put(meta_, state_key, codec::encode(stored));
    PALABRE_CHECK(store_->write(batch, false));
    vector_ = std::move(stored.vector);
    {
        const std::lock_guard lock(mutex_);
        position_ = events.back()->position;
        halts_ = std::move(stored.halts);
        any_halted_ = !halts_.empty();
    }
    moved_.notify_all();
    return {};
}

Result<Digest> Model::digest() const {
    Hasher hasher;
    auto scan = store_->scan(entities_, {}, Key().prefix_end());
    for (; scan.valid(); scan.next()) hasher.add_prefixed(scan.key()).add_prefixed(scan.value());
    PALABRE_CHECK(scan.status());
    return hasher.finish();
}

std::optional<events::Halt> Model::halted(const CommunityId& community) const {
    if (!any_halted_) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const auto found = halts_.find(community);
    return found == halts_.end() ? std::nullopt : std::optional(found->second);
}

events::Halts Model::halts() const {
    const std::lock_guard lock(mutex_);
    return halts_;
}

std::optional<std::string> Model::damage() const {
    const auto met = store_->damage();
    return met ? std::optional(met->what) : std::nullopt;
}

Position Model::position() const {
    const std::lock_guard lock(mutex_);
    return position_;
}

bool Model::wait(Position position, Duration limit) const {
    std::unique_lock lock(mutex_);
    return moved_.wait_for(lock, limit, [&] { return position_ >= position; });
}

} // namespace palabre::commands
