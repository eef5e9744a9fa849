// SPDX-License-Identifier: Apache-2.0
// One round of writing: decide a group of commands, propose, take, evolve, and say what each came to. Single-threaded,
// and it waits for nothing but the order, so the simulator runs the very code that the Writer's thread runs.
#pragma once

#include "commands/proposer.hpp"

#include <list>
#include <unordered_set>

namespace palabre::commands {

/// A submitted command that has not come to anything yet.
struct Waiting {
    Submission submission;
    Completion done;
    Instant since; ///< when it was submitted
    int attempts = 0;
    std::size_t bytes = 0;     ///< what it weighs in the queue
    bool secrets_kept = false; ///< its secrets stand in the vault: put once, however often it is decided
    bool may_land = false;     ///< a proposal of it was ignored where it stood: a later copy may be accepted
};

class WriteLoop {
public:
    explicit WriteLoop(const Writer::Parts& parts) : parts_(parts), proposer_(parts) {}

    /// Starts the order behind what the log holds; a new log gets its opening and the platform's genesis.
    [[nodiscard]] Status prepare();
    /// Gives a community its genesis in this partition, if it has none anywhere.
    [[nodiscard]] Status give_genesis(const CommunityId& community, Partition partition = {});
    /// Decides and settles a group. Completed commands leave it; what must be decided again stays, in order.
    /// An error is of log, vault or model and final: whatever is still in the group has an unknown outcome.
    [[nodiscard]] Status run(std::list<Waiting>& group);
    /// Takes what others have appended to a shared order: while there is no command, and before it is ready.
    [[nodiscard]] Status tail();

    [[nodiscard]] const Writer::Counts& counts() const { return counts_; }

private:
    struct Attempt;
    struct Round;

    /// After a rejection by another node: lets it come first by a drawn while, taking what has come.
    [[nodiscard]] Status give_way();
    [[nodiscard]] Status decide(std::list<Waiting>& group, Round& round);
    /// The keys that the group's events name are durable before the events are proposed (log rule §9).
    [[nodiscard]] Status keep_secrets(Round& round);
    /// Appends and tails until the fate of each proposal is known, and what is answered without an event was decided
    /// on all that a shared order held when its command came; or until their time is over.
    [[nodiscard]] Status settle(Round& round);
    void append(Round& round);
    /// Takes what the order gives and evolves the model by it.
    [[nodiscard]] Status take(const std::vector<log::Record>& records, Round& round);
    void complete(std::list<Waiting>& group, Round& round);
    void answer(std::list<Waiting>& group, const Round& round, Attempt& attempt);
    /// Keeps in mind which entities another node was quicker on.
    void note_contested(const log::Proposal& proposal);
    /// Whether a later copy of an ignored proposal could be accepted.
    [[nodiscard]] bool may_land(const Round& round, const Attempt& attempt) const;
    /// Whether the own tail has passed the round's barrier where this community lives.
    [[nodiscard]] bool passed(const Round& round, const CommunityId& community) const;
    /// Whether everything that an answer without an event has read is accepted and still so.
    [[nodiscard]] bool stands(const CommunityId& community, const Answered& answered) const;
    /// What says that nothing happened is outcome-unknown where a copy of an ignored proposal may land yet.
    void finish(std::list<Waiting>& group, std::list<Waiting>::iterator at, Outcome outcome);

    const Writer::Parts& parts_;
    Proposer proposer_;
    Writer::Counts counts_;
    std::unordered_set<Entity> contested_; ///< by the last round's rejections
};

} // namespace palabre::commands
