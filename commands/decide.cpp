// SPDX-License-Identifier: Apache-2.0
#include "commands/decide.hpp"

#include <algorithm>

namespace palabre::commands {

const std::optional<Versioned>& Lookup::find(std::string_view kind, const std::string& key) {
    const Entity entity = log::entity(community_, kind, key);
    const auto at = found_.find(entity);
    return at != found_.end() ? at->second : found_.emplace(entity, source_.find(entity)).first->second;
}

std::vector<log::Read> Lookup::reads() const {
    std::vector<log::Read> reads;
    reads.reserve(found_.size());
    for (const auto& [entity, found] : found_)
        reads.push_back({entity, found ? std::optional(found->version) : std::nullopt});
    return reads;
}

std::optional<std::string> Evolution::find(const Entity& entity) {
    const auto at = std::ranges::lower_bound(writes_, entity, {}, &std::pair<Entity, std::string>::first);
    if (at != writes_.end() && at->first == entity) return at->second;
    auto found = source_.find(entity);
    return found ? std::optional(std::move(found->value)) : std::nullopt;
}

void Evolution::write(const Entity& entity, std::string value) {
    const auto at = std::ranges::lower_bound(writes_, entity, {}, &std::pair<Entity, std::string>::first);
    if (at != writes_.end() && at->first == entity)
        at->second = std::move(value);
    else
        writes_.insert(at, {entity, std::move(value)});
}

} // namespace palabre::commands
