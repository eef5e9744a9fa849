// SPDX-License-Identifier: Apache-2.0
// One round of writing: decide a group of commands, propose, take, evolve, and say what each came to. Single-threaded,
// and it waits for nothing but the order, so the simulator runs the very code that the Writer's thread runs.
#pragma once

#include "commands/proposer.hpp"

#include <list>

namespace palabre::commands {

/// A submitted command that has not come to anything yet.
struct Waiting {
    Submission submission;
    Completion done;
    Instant since; ///< when it was submitted
    int attempts = 0;
    std::size_t bytes = 0; ///< what it weighs in the queue
};

class WriteLoop {
public:
    explicit WriteLoop(const Writer::Parts& parts) : parts_(parts), proposer_(parts) {}

    /// Starts the order behind what the log holds; a new log gets its opening and the platform's genesis.
    [[nodiscard]] Status prepare();
    /// Gives a community its genesis, if it has none.
    [[nodiscard]] Status give_genesis(const CommunityId& community);
    /// Decides and settles a group. Completed commands leave it; what must be decided again stays, in order.
    /// An error is of log, vault or model and final: whatever is still in the group has an unknown outcome.
    [[nodiscard]] Status run(std::list<Waiting>& group);

    [[nodiscard]] const Writer::Counts& counts() const { return counts_; }

private:
    struct Attempt;

    [[nodiscard]] Result<std::vector<Attempt>> decide(std::list<Waiting>& group);
    /// The keys that the group's events name are durable before the events are proposed (log rule §9).
    [[nodiscard]] Status keep_secrets(const std::vector<Attempt>& attempts);
    /// Appends and tails until the fate of each proposal is known or its time is over.
    [[nodiscard]] Status settle(std::vector<Attempt>& attempts);
    /// Takes what the order gives and evolves the model by it.
    [[nodiscard]] Status take(const std::vector<log::Record>& records, std::vector<Attempt>& attempts);
    void complete(std::list<Waiting>& group, std::vector<Attempt>& attempts);
    void finish(std::list<Waiting>& group, std::list<Waiting>::iterator at, Outcome outcome);

    const Writer::Parts& parts_;
    Proposer proposer_;
    Writer::Counts counts_;
};

} // namespace palabre::commands
