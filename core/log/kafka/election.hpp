// SPDX-License-Identifier: Apache-2.0
// Which of the nodes runs what must run once in the cluster, the reactors: Kafka's consumer group over
// the vaults' topic, which has one partition, elects it: the eldest. Nothing is consumed by it, and it says nothing
// about who may write.
#pragma once

#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/log/kafka/address.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace palabre::log::kafka {

/// Safe from any thread; has one of its own. A node that stops hands over at once, one that died after
/// limits::election_session. One that stood still may take itself for elected until its thread runs again: what a
/// reactor does is at least once, and must be known again where it arrives.
class Election {
public:
    /// Joins; `name` is shown in the list of members, by members(). Of those who are in it the one is elected whose
    /// `since` is the least, so whoever comes later takes it from nobody; while somebody comes or goes nobody is, for a
    /// moment. Never blocks: without brokers nobody is elected.
    Election(const Address& address, const std::string& name, Instant since);
    ~Election(); ///< leaves
    Election(const Election&) = delete;
    Election& operator=(const Election&) = delete;

    [[nodiscard]] bool elected() const { return elected_; }

    /// The names of those who are in it now, sorted; of this and of other nodes. Blocks. `io`: no broker answers.
    [[nodiscard]] static Result<std::vector<std::string>> members(const Address& address);

private:
    struct Impl;
    std::atomic<bool> elected_ = false;
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre::log::kafka
