// SPDX-License-Identifier: Apache-2.0
#include "commands/level.hpp"

#include "commands/model.hpp"

#include <charconv>
#include <fmt/format.h>

namespace palabre::commands {
namespace {

constexpr std::string_view before_level = "palabre/level-";

} // namespace

bool is_outdated(Model& model) {
    const auto level = model.get<Level>(CommunityId::platform(), {});
    return (level && level->level > this_level) || !model.halts().empty();
}

std::string node_name() {
    return fmt::format("{}{}", before_level, this_level);
}

std::optional<std::uint32_t> level_of_node(std::string_view name) {
    if (!name.starts_with(before_level)) return std::nullopt;
    name.remove_prefix(before_level.size());
    std::uint32_t level = 0;
    const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), level);
    if (failed != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return level;
}

} // namespace palabre::commands
