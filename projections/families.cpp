// SPDX-License-Identifier: Apache-2.0
#include "projections/projector_impl.hpp"

#include <set>

namespace palabre::projections {
namespace {

/// "posts.1" and, while that is taken, "posts.1.b", "posts.1.c", …
std::string family_name(std::string_view base, unsigned version, char generation) {
    return generation == 'a' ? fmt::format("{}.{}", base, version) : fmt::format("{}.{}.{}", base, version, generation);
}

Error ahead(std::string_view family, std::string_view what) {
    return error(ErrorCode::corrupt,
                 fmt::format("views/ is ahead of log/: {} {}. The log was put back to an older state, or these views "
                             "belong to another one. Delete the folder views/: it is rebuilt from the log",
                             family, what));
}

} // namespace

Status Projector::Impl::open_families() {
    end_at_open = log.end();
    PALABRE_TRY(opened, Meta::open(store));
    meta.emplace(opened);
    PALABRE_TRY(contents, meta->read());
    PALABRE_CHECK(disown_another_log(contents));
    PALABRE_CHECK(disown_what_lacks_events(contents));
    PALABRE_CHECK(check_not_ahead(contents));
    for (const auto& [community, halt] : contents.halts) {
        PALABRE_TRY(event, log.read(community, halt.sequence));
        halt_at(community, halt, event.position);
    }
    PALABRE_CHECK(adopt(contents));
    PALABRE_CHECK(drop_foreign(contents));
    return create_missing();
}

Status Projector::Impl::disown_another_log(Meta::Contents& contents) const {
    const auto id = log.id();
    if (!id || contents.log == id) return {};
    Batch batch;
    if (contents.log) {
        if (options.warn)
            options.warn(
                error(ErrorCode::corrupt, "views/ belongs to another log: it is dropped and built anew from this one"));
        meta->forget_all(batch, contents);
        contents = {};
    }
    meta->belongs_to(batch, *id);
    return store.write(batch, false);
}

Status Projector::Impl::disown_what_lacks_events(Meta::Contents& contents) const {
    if (!events::knows_any(contents.halts)) return {};
    if (options.warn)
        options.warn(error(ErrorCode::unsupported,
                           "views/ was made by an older version, which passed events over: it is built anew"));
    Batch batch;
    meta->forget_all(batch, contents);
    contents = {.families = {}, .in_use = {}, .log = contents.log, .halts = {}};
    return store.write(batch, false);
}

Status Projector::Impl::check_not_ahead(const Meta::Contents& contents) const {
    const log::PositionVector reached = log.vector();
    for (const auto& [name, row] : contents.families) {
        for (const auto& [partition, offset] : row.vector) {
            const auto found = reached.find(partition);
            if (found == reached.end() || found->second < offset)
                return ahead(name, fmt::format("has applied offset {} of partition {}, which the log does not hold",
                                               number(offset), number(partition)));
        }
    }
    return {};
}

Status Projector::Impl::adopt(const Meta::Contents& contents) {
    const auto existing = store.families();
    const std::set<std::string> there(existing.begin(), existing.end());
    for (Entry& entry : entries) {
        const auto use = contents.in_use.find(entry.base);
        const std::string used = use == contents.in_use.end() ? std::string() : use->second;
        for (const auto& [name, row] : contents.families) {
            // After a power cut a row can tell of a family that is gone already: as if it had never been.
            if (row.base != entry.base || !there.contains(name)) continue;
            const bool in_use = name == used;
            if (!in_use && (row.version != entry.projection->version ||
                            (entry.building && entry.building->row.position >= row.position)))
                continue;
            PALABRE_TRY(track, open_track(entry, name, row));
            (in_use ? entry.in_use : entry.building) = std::move(track);
        }
        if (!entry.in_use) entry.in_use = std::move(entry.building);
    }
    return {};
}

Status Projector::Impl::drop_foreign(const Meta::Contents& contents) {
    std::set<std::string> ours{std::string(Meta::family_name)};
    std::set<std::string> bases;
    Batch batch;
    for (const Entry& entry : entries) {
        bases.insert(entry.base);
        if (entry.in_use) meta->use(batch, entry.base, entry.in_use->family_name);
        for (const Track* track : {entry.in_use.get(), entry.building.get()}) {
            if (track == nullptr) continue;
            ours.insert(track->family_name);
            meta->put(batch, track->family_name, track->row); // not every one goes on with the tail that it had joined
        }
    }
    for (const auto& [name, row] : contents.families)
        if (!ours.contains(name)) meta->remove(batch, name);
    for (const auto& [base, family] : contents.in_use)
        if (!bases.contains(base)) meta->forget(batch, base);
    PALABRE_CHECK(store.write(batch, false));
    for (const std::string& name : store.families())
        if (!ours.contains(name)) PALABRE_CHECK(store.drop(name));
    return {};
}

Status Projector::Impl::create_missing() {
    Batch batch;
    for (Entry& entry : entries) {
        if (!entry.in_use) {
            PALABRE_TRY(track, create_track(entry, batch));
            meta->use(batch, entry.base, track->family_name);
            entry.in_use = std::move(track);
        } else if (entry.in_use->row.version != entry.projection->version && !entry.building) {
            PALABRE_TRY(track, create_track(entry, batch));
            entry.building = std::move(track);
        }
    }
    return store.write(batch, false);
}

Result<std::unique_ptr<Projector::Impl::Track>> Projector::Impl::open_track(const Entry& entry, std::string family_name,
                                                                            FamilyRow row) {
    PALABRE_TRY(family, store.family(family_name));
    // The stored position is of the log as it was: filled anew, it may hold the events in another order (log rule §8).
    PALABRE_TRY(resumed, log.resume(row.vector));
    row.position = resumed;
    auto live = std::make_shared<const View::Live>(store, family, family_name, row.version, discarded);
    const Projection* feeds = entry.maker_of(row.version);
    return std::unique_ptr<Track>(
        new Track{feeds, std::move(family_name), family, std::move(row), std::nullopt, std::move(live), false});
}

Result<std::unique_ptr<Projector::Impl::Track>> Projector::Impl::create_track(const Entry& entry, Batch& batch) {
    const auto existing = store.families();
    for (char generation = 'a'; generation <= 'z'; ++generation) {
        std::string name = family_name(entry.base, entry.projection->version, generation);
        if (std::find(existing.begin(), existing.end(), name) != existing.end()) continue;
        FamilyRow row{entry.base, entry.projection->version, Position{0}, {}};
        meta->put(batch, name, row);
        return open_track(entry, std::move(name), std::move(row));
    }
    return error(ErrorCode::busy, fmt::format("{}: too many earlier builds of it are still being read", entry.base));
}

Status Projector::Impl::promote(Entry& entry) {
    Batch batch;
    meta->use(batch, entry.base, entry.building->family_name);
    meta->remove(batch, entry.in_use->family_name);
    PALABRE_CHECK(store.write(batch, false));
    entry.in_use = std::move(entry.building);
    return {};
}

Status Projector::Impl::abandon(Entry& entry) {
    Batch batch;
    meta->remove(batch, entry.building->family_name);
    PALABRE_CHECK(store.write(batch, false));
    entry.building.reset();
    return {};
}

void Projector::Impl::drop_discarded() {
    // A family that cannot be dropped now has no row in meta any more: the next open() drops it.
    for (const std::string& name : discarded->take()) (void)store.drop(name);
}

} // namespace palabre::projections
