// SPDX-License-Identifier: Apache-2.0
// How new a program must be to write in a community. Nodes of two versions run side by side while a cluster is
// upgraded, one after the other; what an older one cannot read must not be written before all are new. So each event
// says since which level it is (x-level of its schema), each community holds the level that it has been raised to, and
// every proposal reads it (decision 2): what an older node has under way when it is raised is ignored by rule 1 itself.
#pragma once

#include "commands/entity.hpp"
#include "events/event.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palabre::commands {

class Model;

/// What this program knows: the highest x-level of its schemas.
inline constexpr std::uint32_t this_level = 1;

/// The level that the community has been raised to; never written: 0.
struct Level {
    static constexpr std::string_view kind = "level";
    using Key = Single;
    std::uint32_t level = 0;
};

/// The level that whoever reads this event must know.
[[nodiscard]] inline std::uint32_t needed_level(const events::Event& event) {
    return std::visit([](const auto& e) { return e.since_level; }, event);
}

/// Whether a newer program has taken over: the platform's level is beyond this one, or a community has halted. Such a
/// node shows what it can, but does nothing on the cluster's behalf. Any thread.
[[nodiscard]] bool is_outdated(Model& model);

/// How a node calls itself among others, so that `palabre upgrade` sees what it knows: "palabre/level-1".
[[nodiscard]] std::string node_name();
/// Nothing: the name is none of a node's.
[[nodiscard]] std::optional<std::uint32_t> level_of_node(std::string_view name);

} // namespace palabre::commands
