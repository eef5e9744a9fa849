// SPDX-License-Identifier: Apache-2.0
#include "commands/pending.hpp"

#include <algorithm>

namespace palabre::commands {

std::optional<Versioned> Pending::find(const Entity& entity) {
    if (const auto at = written_.find(entity); at != written_.end()) return at->second;
    return model_.find(entity);
}

void Pending::add(const log::Proposal& proposal, const Version& version,
                  const std::vector<std::pair<Entity, std::string>>& writes, const std::vector<Vault::Put>& secrets) {
    for (const auto& [entity, value] : writes) written_.insert_or_assign(entity, Versioned{version, value});
    times_.insert_or_assign(proposal.community, proposal.time);
    for (const auto& put : secrets)
        if (put.secret.size() == SecretKey::size) secrets_.insert_or_assign(put.id, SecretKey::from(put.secret));
}

std::optional<Instant> Pending::last_time(const CommunityId& community) const {
    if (const auto at = times_.find(community); at != times_.end()) return at->second;
    const auto head = log_.head(community);
    if (!head || head->sequence == Sequence{}) return std::nullopt;
    return head->accepted;
}

std::optional<SecretKey> Pending::key(const Owner& owner, const RecordId& record,
                                      const std::vector<Vault::Put>& own) const {
    const auto mine = std::ranges::find(own, record, &Vault::Put::id);
    if (mine != own.end()) return SecretKey::from(mine->secret);
    if (const auto at = secrets_.find(record); at != secrets_.end()) return at->second;
    return vault_.key(owner, record);
}

} // namespace palabre::commands
