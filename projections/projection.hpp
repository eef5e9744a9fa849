// SPDX-License-Identifier: Apache-2.0
// A projection is one read model: it hears every accepted event once, in order, and keeps in a column family of its own
// exactly what some screens need. It is a pure function of the log: rows depend on events alone, never on clock,
// chance, batch size or another projection; and a row depends on one community's events.
//
// Personal fields arrive opened, or absent when the key is gone. apply() may show or drop sealed text, never compute a
// lasting value from it: after `erased` the rows equal, byte for byte, those of a rebuild without the key.
#pragma once

#include "core/log/local_log.hpp"
#include "core/store/store.hpp"
#include "events/all.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace palabre::projections {

/// The rows of one projection as they are while a batch is applied: staged changes over the stored ones.
class Stage {
public:
    Stage(const Store& store, Family family) : store_(store), family_(family) {}

    [[nodiscard]] std::optional<std::string> get(std::string_view key) const;
    void put(std::string key, std::string value) { changes_.insert_or_assign(std::move(key), std::move(value)); }
    void remove(std::string key) { changes_.insert_or_assign(std::move(key), std::nullopt); }
    /// Visits the rows in [lower, upper), ascending, staged ones included, one in memory at a time; stops at the first
    /// error and gives it. `visit` may put and remove: at the visited key and before it as it likes; what it adds
    /// behind may be visited or not. For acts that are rare (erasing, a thread's removal): their number is not bounded,
    /// and what they change is staged until the batch is written, so that an erased author of 10,000 posts costs some
    /// 20 MB then.
    using Visit = std::function<Status(std::string_view key, std::string_view value)>;
    [[nodiscard]] Status walk(std::string_view lower, std::string_view upper, const Visit& visit) const;

    /// Hands the changes to the batch, and forgets them.
    void drain(Batch& batch);
    /// All that was staged, and the failure.
    void forget();
    [[nodiscard]] std::size_t bytes() const;

    /// A read error of the engine since the last drain() or forget(); the projector stops the projection.
    [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

private:
    const Store& store_;
    Family family_;
    std::map<std::string, std::optional<std::string>, std::less<>> changes_;
    mutable std::optional<Error> failure_;
};

/// An accepted event as projections get it.
struct Applied {
    const CommunityId& community;
    Sequence sequence;
    Instant time;    ///< accepted
    Version version; ///< of the entities that it wrote
    log::Origin origin;
    const std::optional<Instant>& original_time;
};

/// One row of the table in registry.cpp.
struct Projection {
    std::string_view name; ///< "posts", without dot; the family of its rows adds the version: "posts.1"
    unsigned version;      ///< raised when rows change: the new one is built beside the old one
    /// An error stops this projection only: "poison event", named in /health/ready. Several projections may be applied
    /// at a time: they share nothing that changes.
    Status (*apply)(Stage& stage, const Applied& at, const events::Event& event);
    /// Rows are only ever looked up by key: walking them is slow, writing them quick.
    bool by_key_alone = false;
    /// What made the last release's rows, where the version was raised since and queries still read those: they go on
    /// until the new ones are built (docs/decisions/0027-what-an-upgrade-promises.md).
    const Projection* previous = nullptr;
};

} // namespace palabre::projections
