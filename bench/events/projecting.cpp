// SPDX-License-Identifier: Apache-2.0
#include "bench/events/projecting.hpp"

#include "core/limits.hpp"
#include "projections/event_reader.hpp"
#include "projections/registry.hpp"

#include <chrono>

namespace palabre::bench {
namespace {

Status read_all(tools::Node& node) {
    projections::EventReader reader(node.log(), node.keys(), limits::events_per_batch, 1);
    const Position end = node.log().end();
    for (Position at{}; at < end;) {
        const auto events = reader.read(at, end);
        if (events.stop) return error(ErrorCode::corrupt, *events.stop);
        at = events.reached;
    }
    return {};
}

} // namespace

Result<std::vector<Cost>> projection_costs(tools::Node& node) {
    using Steady = std::chrono::steady_clock;
    std::vector<Cost> costs;
    const auto time = [&](std::string_view name, auto&& act) -> Status {
        const auto begun = Steady::now();
        PALABRE_CHECK(act());
        const std::chrono::duration<double, std::micro> took = Steady::now() - begun;
        costs.push_back({std::string(name), took.count() / static_cast<double>(number(node.log().end()))});
        return {};
    };
    PALABRE_CHECK(time("reading", [&] { return read_all(node); }));
    for (const auto& projection : projections::registry())
        PALABRE_CHECK(time(projection.name, [&] { return node.projector().rebuild(projection.name, {}); }));
    return costs;
}

} // namespace palabre::bench
