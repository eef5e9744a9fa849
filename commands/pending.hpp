// SPDX-License-Identifier: Apache-2.0
// The node's own proposals under way over the accepted model (log rule §6). Their versions are digests, known before
// they land, so the next decision may stand on them; if one is ignored, so is by the same rule what stood on it.
#pragma once

#include "commands/keys.hpp"

#include <unordered_map>
#include <unordered_set>

namespace palabre::commands {

class Pending final : public EntitySource {
public:
    Pending(Model& model, const log::LocalLog& log, const Vault& vault) : model_(model), log_(log), vault_(vault) {}

    [[nodiscard]] std::optional<Versioned> find(const Entity& entity) override;

    /// Puts a proposal over the rest: what it writes, its time, the secrets that it will make valid.
    void add(const log::Proposal& proposal, const Version& version,
             const std::vector<std::pair<Entity, std::string>>& writes, const std::vector<Vault::Put>& secrets);
    [[nodiscard]] bool has(const Entity& entity) const { return written_.contains(entity); }

    /// The time that the next decision in this community must be later than; nothing where nothing happened yet.
    [[nodiscard]] std::optional<Instant> last_time(const CommunityId& community) const;
    /// A key that stands in the vault, or that comes with a proposal under way or with `own`.
    [[nodiscard]] std::optional<SecretKey> key(const Owner& owner, const RecordId& record,
                                               const std::vector<Vault::Put>& own) const;

private:
    Model& model_;
    const log::LocalLog& log_;
    const Vault& vault_;
    std::unordered_map<Entity, Versioned> written_;
    std::unordered_map<CommunityId, Instant> times_;
    std::unordered_map<RecordId, SecretKey> secrets_;
};

} // namespace palabre::commands
