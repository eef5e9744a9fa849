// SPDX-License-Identifier: Apache-2.0
// From a submitted command to a proposal ready for the order: looks for an earlier outcome, decides, evolves to learn
// the write set, seals personal fields, and hashes. Single-threaded; cost per command: one point look-up for each
// entity that its decider reads or evolve updates (5 to 20; one for each space of a thread), up to two for each sealed
// part, one AEAD pass per sealed part, one BLAKE2b over the proposal and one over each entity's key.
#pragma once

#include "commands/pending.hpp"
#include "commands/writer.hpp"

#include <unordered_set>

namespace palabre::commands {

/// An event that was decided and is ready to be appended.
struct Proposed {
    log::Proposal proposal;
    Digest digest;
    events::Event event; ///< as stored: sealed
};
/// An answer without an event. Final once everything that it read is accepted and durable.
struct Answered {
    Outcome outcome;
    std::vector<log::Read> reads = {}; ///< none: there was no such community
};
/// The same command id, or what it reads of a contested entity, is under way in this group: ask again when its fate is
/// known.
struct Deferred {};

using Decided = std::variant<Proposed, Answered, Deferred>;

class Proposer {
public:
    explicit Proposer(const Writer::Parts& parts) : parts_(parts) {}

    /// Decides over `pending` and, if an event comes of it, adds it there. What reads an entity of `contested` that is
    /// under way is deferred: there nothing is built on what another node may overtake. Errors are of the engine:
    /// final.
    [[nodiscard]] Result<Decided> decide(Pending& pending, const Submission& submission,
                                         const std::unordered_set<Entity>& contested = {});

private:
    [[nodiscard]] Result<Decided> replay(Pending& pending, const Submission& submission, Sequence sequence);
    [[nodiscard]] Result<Decided> propose(Pending& pending, Lookup& look, const Submission& submission,
                                          Happens happens);
    /// The boxes of the event's personal parts, or the refusal when somebody's key is gone.
    [[nodiscard]] std::variant<std::vector<SealedBox>, Problem> seal(const Pending& pending, Lookup& look,
                                                                     Evolution& evolution, const Submission& submission,
                                                                     const events::Event& event);
    /// Of the submission's request under the key of whoever acts, which stands in `record` (nobody yet: under the
    /// community's naming key). Nothing without a request, or when the key is gone.
    [[nodiscard]] Result<std::optional<RequestMac>> request_mac(const Pending& pending, const Submission& submission,
                                                                const std::string& actor,
                                                                const std::optional<RecordId>& record);

    const Writer::Parts& parts_;
};

} // namespace palabre::commands
