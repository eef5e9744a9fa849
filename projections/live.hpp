// SPDX-License-Identifier: Apache-2.0
// What a View holds on to, and how the projector learns that a family is no longer held by anybody.
#pragma once

#include "core/limits.hpp"
#include "projections/object_cache.hpp"
#include "projections/projector.hpp"

#include <mutex>

namespace palabre::projections {

/// Families that nobody holds any more; the projector drops them between two batches. Safe from any thread.
class Discarded {
public:
    void add(const std::string& family) {
        const std::lock_guard lock(mutex_);
        families_.push_back(family);
    }
    [[nodiscard]] std::vector<std::string> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(families_, {});
    }

private:
    std::mutex mutex_;
    std::vector<std::string> families_;
};

/// A family of rows while somebody may read it: the projector as long as it is in use or fed, each View as long as it
/// lives. The last one to let go may be any thread, so the family is only noted here. The store outlives all of them.
struct View::Live {
    const Store& store;
    Family family;
    std::string family_name;
    unsigned version;
    std::shared_ptr<Discarded> discarded;
    mutable ObjectCache objects{limits::joined_pages_bytes};

    Live(const Store& a_store, Family a_family, std::string name, unsigned a_version, std::shared_ptr<Discarded> bin)
        : store(a_store), family(a_family), family_name(std::move(name)), version(a_version),
          discarded(std::move(bin)) {}
    ~Live() { discarded->add(family_name); }
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;
};

} // namespace palabre::projections
