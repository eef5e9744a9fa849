// SPDX-License-Identifier: Apache-2.0
#include "commands/model.hpp"

#include "commands/dispatch.hpp"
#include "core/base/hash.hpp"
#include "core/limits.hpp"
#include "core/store/key.hpp"

#include <fmt/format.h>
#include <stdexcept>
#include <unordered_map>

namespace palabre::commands {
namespace {

/// Raised when a stored entity's fields change: the model is then rebuilt.
constexpr std::uint32_t format = 2;
constexpr std::string_view state_key = "state";

/// What the model remembers of itself, in the same batch as the entities.
struct Stored {
    std::uint32_t format = 0;
    log::PositionVector vector; ///< no position: the log may be filled anew in another order (log rule §8)
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

/// The event's consequences, held against the write set that it was accepted with.
Status evolve_into(Batched& state, const log::Event& event) {
    PALABRE_TRY(decoded, events::decode(event.proposal.type, event.proposal.value));
    Evolution evolution(state, event.proposal.community, event.sequence, event.proposal.time);
    evolve(evolution, decoded);
    evolution.put<CommandOutcome>(event.proposal.id.text(), {event.sequence});
    const Version version = log::version(event.digest);
    for (const auto& [entity, value] : evolution.writes()) {
        if (!std::ranges::binary_search(event.proposal.writes, entity))
            return error(ErrorCode::corrupt, "event " + place(event) + " changes an entity outside its write set");
        state.changed.insert_or_assign(entity, Versioned{version, value});
    }
    return {};
}

} // namespace

Model::Model(std::unique_ptr<Store> store, Family entities, Family meta)
    : store_(std::move(store)), entities_(entities), meta_(meta) {}

Result<std::unique_ptr<Model>> Model::open(const std::filesystem::path& folder, const log::LocalLog& log,
                                           const Progress& progress) {
    PALABRE_TRY(store, Store::open(folder, {.use = Store::Use::views}));
    PALABRE_TRY(meta, store->family("meta"));
    PALABRE_TRY(bytes, store->get(meta, state_key));
    auto stored = codec::decode<Stored>(bytes.value_or(""));
    if (bytes && (!stored || stored->format != format)) {
        PALABRE_CHECK(store->drop("entities"));
        stored.reset();
    }
    PALABRE_TRY(entities, store->family("entities"));
    std::unique_ptr<Model> model(new Model(std::move(store), entities, meta));
    if (stored) model->vector_ = stored->vector;
    const auto resumed = log.resume(model->vector_);
    if (resumed.has_error())
        return error(resumed.error().code == ErrorCode::invalid ? ErrorCode::corrupt : resumed.error().code,
                     fmt::format("{} is ahead of the log: delete that folder and start again, it is rebuilt from the "
                                 "log ({})",
                                 folder.string(), resumed.error().message));
    model->position_ = *resumed;
    PALABRE_CHECK(model->catch_up(log, progress));
    return model;
}

Status Model::catch_up(const log::LocalLog& log, const Progress& progress) {
    auto cursor = log.cursor(position_);
    std::vector<log::Event> group;
    const Position end = log.end();
    for (;;) {
        PALABRE_TRY(event, cursor.next());
        if (event && log::holds(vector_, event->partition, event->offset)) continue;
        if (event) group.push_back(std::move(*event));
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
    if (row.has_error()) throw std::runtime_error("model: " + row.error().message);
    if (!*row) return std::nullopt;
    if ((*row)->size() < Version::size) throw std::runtime_error("model: damaged row; delete model/ and start again");
    return Versioned{Version::from(**row), (*row)->substr(Version::size)};
}

Status Model::apply(std::span<const log::Event> events) {
    if (events.empty()) return {};
    Batched state(*this);
    Stored stored{format, vector_};
    for (const auto& event : events) {
        PALABRE_CHECK(evolve_into(state, event));
        stored.vector.insert_or_assign(event.partition, event.offset);
    }
    Batch batch;
    for (const auto& [entity, versioned] : state.changed)
        batch.put(entities_, entity.view(), std::string(versioned.version.view()) + versioned.value);
    batch.put(meta_, state_key, codec::encode(stored));
    PALABRE_CHECK(store_->write(batch, false));
    vector_ = std::move(stored.vector);
    {
        const std::lock_guard lock(mutex_);
        position_ = events.back().position;
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

Position Model::position() const {
    const std::lock_guard lock(mutex_);
    return position_;
}

bool Model::wait(Position position, Duration limit) const {
    std::unique_lock lock(mutex_);
    return moved_.wait_for(lock, limit, [&] { return position_ >= position; });
}

} // namespace palabre::commands
