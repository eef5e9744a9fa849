// SPDX-License-Identifier: Apache-2.0
#include "commands/forum/collector.hpp"

#include "commands/forum/entities.hpp"
#include "commands/members/entities.hpp"
#include "core/limits.hpp"

namespace palabre::commands::forum {
namespace {

constexpr std::chrono::hours pause{1};
/// Longer than deciders wait, by what clocks and nodes may be apart: nobody attaches what is removed.
constexpr Duration grace = limits::file_waits + limits::file_kept;

} // namespace

Status Collector::collect() {
    const Instant now = clock_.now();
    if (now < next_) return {};
    next_ = now + pause;
    const Instant young{now.micros - grace.count()};
    return blobs_.for_each(young, [&](const BlobPlace& place, Instant written) -> Status {
        if (written >= young || is_wanted(place, now)) return {};
        return blobs_.remove(place);
    });
}

bool Collector::is_wanted(const BlobPlace& place, Instant now) const {
    const auto owner = MemberId::parse(place.owner.id);
    const auto file = owner ? model_.get<File>(place.owner.community, place.file) : std::nullopt;
    if (!file || file->author != *owner) return false;
    const auto member = model_.get<members::Member>(place.owner.community, *owner);
    if (member && member->membership == rights::Membership::erased) return false;
    return file->hangs() || now - file->since < grace;
}

} // namespace palabre::commands::forum
