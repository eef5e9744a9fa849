// SPDX-License-Identifier: Apache-2.0
#include "commands/write_loop.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <unordered_map>

namespace palabre::commands {

/// A command of the group and what deciding it gave.
struct WriteLoop::Attempt {
    std::list<Waiting>::iterator waiting;
    Decided decided;
    std::optional<log::Fate> fate = {}; ///< of a proposal

    [[nodiscard]] const Proposed* proposed() const { return std::get_if<Proposed>(&decided); }
    [[nodiscard]] bool under_way() const { return proposed() != nullptr && !fate; }
};

Status WriteLoop::prepare() {
    PALABRE_CHECK(parts_.order.start(parts_.log.vector()));
    if (parts_.log.end() != Position{}) return {};
    const log::Body beginning[] = {log::Opening{parts_.random.draw<Digest>(), Partition{}},
                                   log::Genesis{CommunityId::platform()}};
    PALABRE_CHECK(parts_.order.append(beginning));
    PALABRE_TRY(records, parts_.order.poll(std::size(beginning), limits::poll_wait));
    std::vector<Attempt> none;
    return take(records, none);
}

Status WriteLoop::give_genesis(const CommunityId& community) {
    if (parts_.log.head(community)) return {};
    const log::Body genesis[] = {log::Genesis{community}};
    PALABRE_CHECK(parts_.order.append(genesis));
    std::vector<Attempt> none;
    const Instant begun = parts_.clock.now();
    while (!parts_.log.head(community)) {
        if (parts_.clock.now() - begun > limits::command_life)
            return error(ErrorCode::busy, "the log did not take the genesis of " + community.text());
        PALABRE_TRY(records, parts_.order.poll(limits::commands_per_group, limits::poll_wait));
        PALABRE_CHECK(take(records, none));
    }
    return {};
}

Status WriteLoop::run(std::list<Waiting>& group) {
    ++counts_.groups;
    PALABRE_TRY(attempts, decide(group));
    PALABRE_CHECK(keep_secrets(attempts));
    PALABRE_CHECK(settle(attempts));
    complete(group, attempts);
    return {};
}

Result<std::vector<WriteLoop::Attempt>> WriteLoop::decide(std::list<Waiting>& group) {
    Pending pending(parts_.model, parts_.log, parts_.vault);
    std::vector<Attempt> attempts;
    attempts.reserve(group.size());
    for (auto at = group.begin(); at != group.end(); ++at) {
        PALABRE_TRY(decided, proposer_.decide(pending, at->submission));
        if (!std::holds_alternative<Deferred>(decided)) ++at->attempts;
        attempts.push_back({at, std::move(decided)});
    }
    return attempts;
}

Status WriteLoop::keep_secrets(const std::vector<Attempt>& attempts) {
    std::vector<Vault::Put> secrets;
    for (const auto& attempt : attempts)
        if (attempt.proposed() != nullptr) {
            const auto& own = attempt.waiting->submission.secrets;
            secrets.insert(secrets.end(), own.begin(), own.end());
        }
    return secrets.empty() ? Status{} : parts_.vault.put(secrets);
}

Status WriteLoop::settle(std::vector<Attempt>& attempts) {
    const auto append = [&] {
        std::vector<log::Body> bodies;
        for (const auto& attempt : attempts)
            if (attempt.under_way()) bodies.emplace_back(attempt.proposed()->proposal);
        return bodies.empty() ? Status{} : parts_.order.append(bodies);
    };
    const auto waits = [&] { return std::ranges::any_of(attempts, &Attempt::under_way); };

    PALABRE_CHECK(append());
    const Instant begun = parts_.clock.now();
    Instant appended = begun;
    while (waits()) {
        PALABRE_TRY(records, parts_.order.poll(limits::commands_per_group, limits::poll_wait));
        PALABRE_CHECK(take(records, attempts));
        const Instant now = parts_.clock.now();
        if (now - begun > limits::command_life) break;
        if (now - appended > limits::append_again) {
            // The same proposals: if a first copy lands after all, the second is ignored.
            PALABRE_CHECK(append());
            appended = now;
        }
    }
    return {};
}

Status WriteLoop::take(const std::vector<log::Record>& records, std::vector<Attempt>& attempts) {
    if (records.empty()) return {};
    PALABRE_TRY(fates, parts_.log.take(records));
    std::unordered_map<CommandId, Attempt*> under_way;
    for (Attempt& attempt : attempts)
        if (attempt.under_way()) under_way.emplace(attempt.proposed()->proposal.id, &attempt);
    std::vector<std::shared_ptr<const log::Event>> accepted;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto* proposal = std::get_if<log::Proposal>(&records[i].body);
        if (proposal == nullptr) continue;
        // Another attempt of the same command has its id as well: only the very proposal is mine.
        const auto mine = under_way.find(proposal->id);
        if (mine != under_way.end() && mine->second->under_way() && mine->second->proposed()->proposal == *proposal)
            mine->second->fate = fates[i];
        if (fates[i].event) accepted.push_back(std::move(fates[i].event));
    }
    counts_.accepted += accepted.size();
    return parts_.model.apply(accepted);
}

void WriteLoop::complete(std::list<Waiting>& group, std::vector<Attempt>& attempts) {
    const bool all_accepted = std::ranges::all_of(attempts, [](const Attempt& attempt) {
        return attempt.proposed() == nullptr ||
               (attempt.fate && std::holds_alternative<log::Acceptance>(attempt.fate->judgement));
    });
    for (auto& attempt : attempts) {
        if (auto* answered = std::get_if<Answered>(&attempt.decided)) {
            // What it read may have been a proposal that was then ignored.
            if (all_accepted) finish(group, attempt.waiting, std::move(answered->outcome));
        } else if (auto* proposed = std::get_if<Proposed>(&attempt.decided)) {
            if (!attempt.fate) {
                finish(group, attempt.waiting, Problem{Reason::outcome_unknown, ""});
            } else if (const auto* acceptance = std::get_if<log::Acceptance>(&attempt.fate->judgement)) {
                finish(group, attempt.waiting,
                       Accepted{proposed->proposal.community, acceptance->sequence, attempt.fate->position,
                                log::version(acceptance->digest), acceptance->accepted, std::move(proposed->event)});
            } else if (attempt.waiting->attempts >= limits::attempts) {
                finish(group, attempt.waiting, Problem{Reason::contended, ""});
            } else {
                ++counts_.retried;
            }
        }
    }
}

void WriteLoop::finish(std::list<Waiting>& group, std::list<Waiting>::iterator at, Outcome outcome) {
    if (std::holds_alternative<Problem>(outcome)) ++counts_.refused;
    if (std::holds_alternative<Unchanged>(outcome)) ++counts_.unchanged;
    at->done(std::move(outcome));
    group.erase(at);
}

} // namespace palabre::commands
