// SPDX-License-Identifier: Apache-2.0
#include "projections/projector_impl.hpp"

namespace palabre::projections {

std::shared_ptr<Projector::Impl::Rebuild> Projector::Impl::request_rebuild(std::string_view name) const {
    auto rebuild = std::make_shared<Rebuild>();
    for (const Entry& entry : entries)
        if (name.empty() || name == entry.base || name == fmt::format("{}.{}", entry.base, entry.projection->version))
            rebuild->bases.push_back(entry.base);
    if (rebuild->bases.empty() && !name.empty())
        rebuild->outcome = error(ErrorCode::not_found, fmt::format("there is no projection {}", name));
    return rebuild;
}

Status Projector::Impl::begin(const Rebuild& rebuild) {
    drop_discarded(); // frees their names
    for (Entry& entry : entries) {
        if (std::find(rebuild.bases.begin(), rebuild.bases.end(), entry.base) == rebuild.bases.end()) continue;
        if (entry.building && entry.building->stopped) PALABRE_CHECK(abandon(entry));
        if (entry.building) continue; // under way already, perhaps since an earlier run: it goes on
        Batch batch;
        PALABRE_TRY(track, create_track(entry, batch));
        PALABRE_CHECK(store.write(batch, false));
        entry.building = std::move(track);
    }
    return {};
}

std::optional<Status> Projector::Impl::outcome(const Rebuild& rebuild) {
    bool building = false;
    std::optional<Status> stopped;
    for (Entry& entry : entries) {
        if (std::find(rebuild.bases.begin(), rebuild.bases.end(), entry.base) == rebuild.bases.end()) continue;
        if (!entry.building) continue;
        if (!entry.building->stopped) {
            building = true;
            continue;
        }
        stopped =
            error(ErrorCode::corrupt, fmt::format("{} cannot be rebuilt: {}", entry.base, *entry.building->stopped));
        // The rows in use are as good; those of an earlier version stay what they are: waiting for this build.
        if (entry.in_use->projection == entry.projection) (void)abandon(entry);
    }
    if (building) return std::nullopt;
    return stopped ? stopped : Status();
}

void Projector::Impl::advance(Rebuild& rebuild) {
    std::optional<Status> ended;
    if (!rebuild.begun) {
        rebuild.begun = true;
        if (auto status = begin(rebuild); status.has_error()) ended = std::move(status);
    }
    if (!ended) ended = outcome(rebuild);

    const Position end = log.end();
    Position done = end;
    for (const Entry& entry : entries)
        if (entry.building && std::find(rebuild.bases.begin(), rebuild.bases.end(), entry.base) != rebuild.bases.end())
            done = std::min(done, entry.building->row.position);
    const std::lock_guard lock(rebuild.mutex);
    rebuild.done = done;
    rebuild.end = end;
    rebuild.outcome = std::move(ended);
    rebuild.changed.notify_all();
}

} // namespace palabre::projections
