// SPDX-License-Identifier: Apache-2.0
// The vaults of all nodes as one, by a compacted topic beside that of the events (log rule §9, §10). A row is a record;
// its key is what a compaction goes by. What is destroyed is a record too, never a null one: it must be there for good.
#pragma once

#include "core/log/kafka/address.hpp"
#include "core/vault/vault.hpp"

#include <functional>
#include <memory>

namespace palabre::log::kafka {

/// Safe from any thread. Has one of its own, which takes the rows into the vault and sleeps while none come.
class VaultTopic final : public VaultShare {
public:
    /// Takes all that is there into the vault, then appends what only this one holds. Blocks. The vault outlives
    /// stop(), and this the vault. `on_fatal`: rows cannot be taken any more. `invalid`: the others have another master
    /// key, or the topic's settings are not those of log rule §10. `not_found`: there is no such topic.
    [[nodiscard]] static Result<std::unique_ptr<VaultTopic>> open(const Address& address, Vault& vault, Random& random,
                                                                  std::function<void(const Error&)> on_fatal);
    ~VaultTopic() override;
    /// Ends the thread; what is asked for afterwards is refused.
    void stop();

    /// `busy`: not taken within limits::command_life.
    [[nodiscard]] Status append(const std::vector<VaultRow>& rows) override;
    /// The last offset that the vault has taken; −1: none yet.
    [[nodiscard]] std::int64_t taken() const;
    /// Waits until the vault has taken the row at this offset, or all before it that a compaction has left.
    [[nodiscard]] Status await(std::int64_t offset) const;

private:
    struct Impl;
    explicit VaultTopic(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre::log::kafka
