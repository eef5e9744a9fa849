// SPDX-License-Identifier: Apache-2.0
#include "commands/write_loop.hpp"

#include "core/limits.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace palabre::commands {
namespace {

constexpr std::chrono::microseconds give_way_most{4'000}; ///< the longest pause after another node was quicker

} // namespace

/// A command of the group and what deciding it gave.
struct WriteLoop::Attempt {
    std::list<Waiting>::iterator waiting;
    Decided decided;
    std::optional<log::Fate> fate = {}; ///< of a proposal
    bool dropped = false;               ///< a proposal whose secrets could not be kept: it is never appended

    [[nodiscard]] const Proposed* proposed() const { return std::get_if<Proposed>(&decided); }
    [[nodiscard]] bool under_way() const { return proposed() != nullptr && !fate && !dropped; }
    [[nodiscard]] const CommunityId& community() const { return waiting->submission.community; }
};

/// What one run() has under way.
struct WriteLoop::Round {
    std::vector<Attempt> attempts = {};
    std::optional<log::Barrier> barrier = {}; ///< appended for the answers without an event, where others append, too
    std::set<Partition> passed = {};          ///< where the own tail has met it
    bool sent = false;                        ///< the order took the proposals: they may land
};

Status WriteLoop::prepare() {
    PALABRE_CHECK(parts_.order.start(parts_.log.vector()));
    PALABRE_TRY(heads, parts_.log.heads());
    for (const auto& [community, head] : heads)
        parts_.order.place(community, parts_.log.partition_of(community).value_or(Partition{}));
    // Whoever made a shared order has opened it.
    if (parts_.order.shared() || parts_.log.end() != Position{}) return {};
    const log::Body beginning[] = {log::Opening{parts_.random.draw<Digest>(), Partition{}},
                                   log::Genesis{CommunityId::platform()}};
    PALABRE_CHECK(parts_.order.append(beginning));
    return tail();
}

Status WriteLoop::give_genesis(const CommunityId& community, Partition partition) {
    if (parts_.log.head(community)) return {};
    parts_.order.place(community, partition);
    const log::Body genesis[] = {log::Genesis{community}};
    if (auto sent = parts_.order.append(genesis); sent.has_error()) return error(ErrorCode::busy, sent.error().message);
    const Instant begun = parts_.clock.now();
    while (!parts_.log.head(community)) {
        if (parts_.clock.now() - begun > limits::command_life)
            return error(ErrorCode::busy, "the log did not take the genesis of " + community.text());
        PALABRE_CHECK(tail());
    }
    return {};
}

Status WriteLoop::run(std::list<Waiting>& group) {
    ++counts_.groups;
    Round round;
    if (!contested_.empty()) PALABRE_CHECK(give_way());
    PALABRE_CHECK(decide(group, round));
    contested_.clear();
    PALABRE_CHECK(keep_secrets(round));
    PALABRE_CHECK(settle(round));
    complete(group, round);
    return {};
}

Status WriteLoop::tail() {
    Round none;
    PALABRE_TRY(records, parts_.order.poll(limits::commands_per_group, limits::poll_wait));
    return take(records, none);
}

Status WriteLoop::give_way() {
    const auto most = static_cast<std::uint64_t>(give_way_most.count());
    Round none;
    PALABRE_TRY(records, parts_.order.poll(limits::commands_per_group, Duration(parts_.random.number() % (most + 1))));
    return take(records, none);
}

Status WriteLoop::decide(std::list<Waiting>& group, Round& round) {
    Pending pending(parts_.model, parts_.log, parts_.vault);
    round.attempts.reserve(group.size());
    for (auto at = group.begin(); at != group.end(); ++at) {
        PALABRE_TRY(decided, proposer_.decide(pending, at->submission, contested_));
        if (!std::holds_alternative<Deferred>(decided)) ++at->attempts;
        if (std::holds_alternative<Answered>(decided) && parts_.order.shared() && !round.barrier)
            round.barrier = log::Barrier{parts_.random.draw<Digest>()};
        round.attempts.push_back({at, std::move(decided)});
    }
    return {};
}

Status WriteLoop::keep_secrets(Round& round) {
    std::vector<Vault::Put> secrets;
    for (const auto& attempt : round.attempts)
        if (attempt.proposed() != nullptr && !attempt.waiting->secrets_kept) {
            const auto& own = attempt.waiting->submission.secrets;
            secrets.insert(secrets.end(), own.begin(), own.end());
        }
    if (secrets.empty()) return {};
    const Status kept = parts_.vault.put(secrets);
    // A vault that is shared may take nothing now, or an owner may have been destroyed elsewhere: nothing is broken
    // here.
    const bool passes = parts_.order.shared() && kept.has_error() &&
                        (kept.error().code == ErrorCode::busy || kept.error().code == ErrorCode::invalid);
    if (!passes) PALABRE_CHECK(kept);
    for (auto& attempt : round.attempts) {
        if (attempt.proposed() == nullptr) continue;
        attempt.dropped = passes && !attempt.waiting->secrets_kept && !attempt.waiting->submission.secrets.empty();
        attempt.waiting->secrets_kept = attempt.waiting->secrets_kept || !passes;
    }
    return {};
}

void WriteLoop::append(Round& round) {
    std::vector<log::Body> bodies;
    for (const auto& attempt : round.attempts)
        if (attempt.under_way()) bodies.emplace_back(attempt.proposed()->proposal);
    if (round.barrier) bodies.emplace_back(*round.barrier);
    // Refused, none of them will land: they are appended again like those that were lost.
    if (!bodies.empty() && parts_.order.append(bodies)) round.sent = true;
}

Status WriteLoop::settle(Round& round) {
    const auto waits = [&](const Attempt& attempt) {
        return attempt.under_way() ||
               (std::holds_alternative<Answered>(attempt.decided) && !passed(round, attempt.community()));
    };
    append(round);
    const Instant begun = parts_.clock.now();
    Instant appended = begun;
    while (std::ranges::any_of(round.attempts, waits)) {
        PALABRE_TRY(records, parts_.order.poll(limits::commands_per_group, limits::poll_wait));
        PALABRE_CHECK(take(records, round));
        const Instant now = parts_.clock.now();
        if (now - begun > limits::command_life) break;
        if (now - appended > limits::append_again) {
            // The same proposals: if a first copy lands after all, the second is ignored.
            append(round);
            appended = now;
        }
    }
    return {};
}

Status WriteLoop::take(const std::vector<log::Record>& records, Round& round) {
    if (records.empty()) return {};
    PALABRE_TRY(fates, parts_.log.take(records));
    std::unordered_map<CommandId, Attempt*> under_way;
    for (Attempt& attempt : round.attempts)
        if (attempt.under_way()) under_way.emplace(attempt.proposed()->proposal.id, &attempt);
    std::vector<std::shared_ptr<const log::Event>> accepted;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto* barrier = std::get_if<log::Barrier>(&records[i].body);
        if (barrier != nullptr && round.barrier == *barrier) round.passed.insert(records[i].partition);
        const auto* proposal = std::get_if<log::Proposal>(&records[i].body);
        if (proposal == nullptr) continue;
        // Another attempt of the same command has its id as well: only the very proposal is mine.
        const auto mine = under_way.find(proposal->id);
        if (mine != under_way.end() && mine->second->under_way() && mine->second->proposed()->proposal == *proposal) {
            Waiting& waiting = *mine->second->waiting;
            mine->second->fate = fates[i];
            waiting.may_land = waiting.may_land || may_land(round, *mine->second);
        }
        if (fates[i].event) accepted.push_back(std::move(fates[i].event));
    }
    counts_.accepted += accepted.size();
    return parts_.model.apply(accepted);
}

void WriteLoop::complete(std::list<Waiting>& group, Round& round) {
    for (auto& attempt : round.attempts) {
        if (std::holds_alternative<Answered>(attempt.decided)) {
            answer(group, round, attempt);
        } else if (auto* proposed = std::get_if<Proposed>(&attempt.decided)) {
            if (attempt.dropped) {
                finish(group, attempt.waiting, Problem{Reason::overloaded, ""});
            } else if (!attempt.fate) {
                // What was never taken is dropped (log rule §6).
                finish(group, attempt.waiting, Problem{round.sent ? Reason::outcome_unknown : Reason::overloaded, ""});
            } else if (const auto* acceptance = std::get_if<log::Acceptance>(&attempt.fate->judgement)) {
                finish(group, attempt.waiting,
                       Accepted{proposed->proposal.community, acceptance->sequence, attempt.fate->position,
                                log::version(acceptance->digest), acceptance->accepted, std::move(proposed->event)});
            } else {
                note_contested(proposed->proposal);
                if (attempt.waiting->attempts >= limits::attempts)
                    finish(group, attempt.waiting, Problem{Reason::contended, ""});
                else
                    ++counts_.retried;
            }
        }
    }
}

void WriteLoop::note_contested(const log::Proposal& proposal) {
    if (!parts_.order.shared()) return;
    for (const log::Read& read : proposal.reads) {
        const auto found = parts_.model.find(read.entity);
        if (read.version != (found ? std::optional(found->version) : std::nullopt)) contested_.insert(read.entity);
    }
}

void WriteLoop::answer(std::list<Waiting>& group, const Round& round, Attempt& attempt) {
    auto& answered = std::get<Answered>(attempt.decided);
    if (!passed(round, attempt.community()))
        finish(group, attempt.waiting, Problem{Reason::overloaded, ""});
    else if (stands(attempt.community(), answered))
        finish(group, attempt.waiting, std::move(answered.outcome));
    else if (attempt.waiting->attempts >= limits::attempts)
        finish(group, attempt.waiting, Problem{Reason::contended, ""});
    else
        ++counts_.retried;
}

bool WriteLoop::may_land(const Round& round, const Attempt& attempt) const {
    const auto* ignored = std::get_if<log::Ignored>(&attempt.fate->judgement);
    if (ignored == nullptr || !parts_.order.shared()) return false;
    if (*ignored == log::Ignored::ahead_of_time) return true;
    // What it was decided on came behind it, or has yet to come: behind that a copy finds all that it read.
    const auto awaited = [&](const log::Read& read) {
        return std::ranges::any_of(round.attempts, [&](const Attempt& other) {
            const auto* proposed = other.proposed();
            return proposed != nullptr && read.version == log::version(proposed->digest) &&
                   (other.under_way() || other.waiting->may_land);
        });
    };
    return std::ranges::any_of(attempt.proposed()->proposal.reads, awaited);
}

bool WriteLoop::passed(const Round& round, const CommunityId& community) const {
    if (!round.barrier) return true;
    if (const auto partition = parts_.log.partition_of(community)) return round.passed.contains(*partition);
    // A community that is not known may have begun in any.
    return round.passed.size() == parts_.order.partitions();
}

bool WriteLoop::stands(const CommunityId& community, const Answered& answered) const {
    if (answered.reads.empty()) return !parts_.log.head(community);
    return std::ranges::all_of(answered.reads, [&](const log::Read& read) {
        const auto found = parts_.model.find(read.entity);
        return read.version == (found ? std::optional(found->version) : std::nullopt);
    });
}

void WriteLoop::finish(std::list<Waiting>& group, std::list<Waiting>::iterator at, Outcome outcome) {
    // Whatever says that nothing happened would promise too much.
    if (at->may_land && !std::holds_alternative<Accepted>(outcome)) outcome = Problem{Reason::outcome_unknown, ""};
    if (std::holds_alternative<Problem>(outcome)) ++counts_.refused;
    if (std::holds_alternative<Unchanged>(outcome)) ++counts_.unchanged;
    at->done(std::move(outcome));
    group.erase(at);
}

} // namespace palabre::commands
