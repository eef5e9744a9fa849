// SPDX-License-Identifier: Apache-2.0
#include "commands/proposer.hpp"

#include "commands/checks.hpp"
#include "commands/dispatch.hpp"
#include "core/base/hash.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <stdexcept>

namespace palabre::commands {
namespace {

/// The wanted time, but later than everything before it in the community (log rule §7).
Instant decided_time(const Pending& pending, const CommunityId& community, Instant wanted) {
    const auto last = pending.last_time(community);
    return last ? std::max(wanted, *last + Duration(1)) : wanted;
}

/// Deciders read what they change: a write that was not read would slip past the rule unseen.
void require_writes_were_read(const log::Proposal& proposal) {
    for (const Entity& entity : proposal.writes) {
        const auto at = std::ranges::lower_bound(proposal.reads, entity, {}, &log::Read::entity);
        if (at == proposal.reads.end() || at->entity != entity)
            throw std::logic_error(proposal.type + " writes an entity that its decider did not read");
    }
}

/// What the schema's bounds have against the event. Deciders have their own words for most of it; this is what makes
/// sure: an event that is stored and cannot be decoded again would stop the log for good.
Refusal refusal(const std::optional<events::Violation>& violation) {
    if (!violation) return std::nullopt;
    const auto reason = [&] {
        switch (violation->fault) {
        case events::Fault::too_short:
            return Reason::too_short;
        case events::Fault::too_long:
            return Reason::too_long;
        case events::Fault::too_few:
            return Reason::missing;
        case events::Fault::too_many:
            return Reason::too_many;
        case events::Fault::not_utf8:
        case events::Fault::out_of_range:
        case events::Fault::repeated:
            break;
        }
        return Reason::ill_formed;
    };
    return refuse(reason(), '/' + violation->field);
}

/// Whether the whole is within the bound of a record; each field is within its own.
bool fits_record(const log::Proposal& proposal) {
    // Reads, writes and what is fixed stay far below this; headers are made only where they could matter.
    constexpr std::size_t others = 64'000;
    const auto length = [](const std::optional<std::string>& text) { return text ? text->size() : 0; };
    std::size_t bytes = proposal.value.size();
    const std::size_t texts = length(proposal.subject) + length(proposal.actor) + length(proposal.correlation);
    if (bytes + texts + others <= limits::record_bytes) return true;
    for (const auto& [name, value] : log::headers(proposal)) bytes += name.size() + value.size();
    return bytes <= limits::record_bytes;
}

} // namespace

Result<Decided> Proposer::decide(Pending& pending, const Submission& submission,
                                 const std::unordered_set<Entity>& contested) {
    const CommunityId& community = submission.community;
    if (!parts_.log.head(community)) return Decided(Answered{Problem{Reason::not_found, ""}});
    if (pending.has(log::command_entity(community, submission.id))) return Decided(Deferred{});
    // What is imported has its own time, but nothing is decided in the future: all that follows would stand behind it.
    const Instant now = parts_.clock.now();
    const Instant wanted = std::min(submission.at.value_or(now), now);
    Lookup look(pending, community, decided_time(pending, community, wanted));
    // Every proposal reads the community's level, and its own id as never written.
    const std::uint32_t level = look.get<Level>({}).value_or(Level{}).level;
    // Earlier outcomes included: this program might not be able to read them.
    if (level > this_level || parts_.model.halted(community))
        return Decided(Answered{Problem{Reason::outdated, ""}, look.reads()});
    if (const auto earlier = parts_.model.get<CommandOutcome>(community, submission.id.text()))
        return replay(pending, submission, earlier->sequence);
    (void)look.exists<CommandOutcome>(submission.id.text());

    auto decision = commands::decide(look, submission.caller, submission.command);
    const auto must_wait = [&](const log::Read& read) {
        return contested.contains(read.entity) && pending.has(read.entity);
    };
    if (!contested.empty() && std::ranges::any_of(look.reads(), must_wait)) return Decided(Deferred{});
    if (std::holds_alternative<NoOp>(decision)) return Decided(Answered{Unchanged{community}, look.reads()});
    if (auto* problem = std::get_if<Problem>(&decision)) return Decided(Answered{std::move(*problem), look.reads()});
    auto& happens = std::get<Happens>(decision);
    if (needed_level(happens.event) > level && parts_.order.shared())
        return Decided(Answered{Problem{Reason::not_upgraded, ""}, look.reads()});
    return propose(pending, look, submission, std::move(happens));
}

Result<Decided> Proposer::replay(Pending& pending, const Submission& submission, Sequence sequence) {
    PALABRE_TRY(stored, parts_.log.read(submission.community, sequence));
    std::vector<log::Read> reads{
        {log::command_entity(submission.community, submission.id), log::version(stored.digest)}};
    if (stored.proposal.request) {
        // Under the key of whoever acted then: who joins has another id in each attempt. Where that key is gone nothing
        // can be told apart any more.
        const std::string actor = stored.proposal.actor.value_or("");
        Lookup unrecorded(pending, submission.community, Instant{});
        PALABRE_TRY(mac,
                    request_mac(pending, submission, actor, key_record(unrecorded, actor, PersonalClass::content)));
        if (mac && mac != stored.proposal.request)
            return Decided(Answered{Problem{Reason::key_reused, ""}, std::move(reads)});
    }
    PALABRE_TRY(event, events::decode(stored.proposal.type, stored.proposal.value));
    events::upcast(event);
    return Decided(Answered{Accepted{submission.community, sequence, stored.position, log::version(stored.digest),
                                     stored.accepted, std::move(event), true},
                            std::move(reads)});
}

Result<Decided> Proposer::propose(Pending& pending, Lookup& look, const Submission& submission, Happens happens) {
    if (auto refused = refusal(events::find_violation(happens.event)))
        return Decided(Answered{std::move(*refused), look.reads()});
    const CommunityId& community = submission.community;
    Evolution evolution(pending, community, Sequence{}, look.now());
    evolve(evolution, happens.event);
    evolution.put<CommandOutcome>(submission.id.text(), {});

    auto sealed = seal(pending, look, evolution, submission, happens.event);
    if (auto* problem = std::get_if<Problem>(&sealed)) return Decided(Answered{std::move(*problem), look.reads()});

    Proposed made;
    made.event = events::with_sealed(std::move(happens.event), std::get<std::vector<SealedBox>>(std::move(sealed)));
    log::Proposal& p = made.proposal;
    p.id = submission.id;
    p.community = community;
    p.type = events::type_of(made.event);
    p.subject = std::move(happens.subject);
    p.time = look.now();
    if (!submission.caller.actor.empty()) p.actor = submission.caller.actor;
    p.correlation = submission.correlation;
    if (submission.at && *submission.at != p.time) p.original_time = submission.at;
    p.origin = submission.caller.origin;
    Lookup unrecorded(pending, community, Instant{});
    auto record = key_record(unrecorded, submission.caller.actor, PersonalClass::content);
    if (!record) record = key_record(evolution, submission.caller.actor, PersonalClass::content); // of who joins
    PALABRE_TRY(mac, request_mac(pending, submission, submission.caller.actor, record));
    p.request = mac;
    p.reads = look.reads();
    for (const auto& [entity, value] : evolution.writes()) p.writes.push_back(entity);
    p.value = events::encode(made.event);
    require_writes_were_read(p);
    if (p.value.size() > limits::value_bytes || !fits_record(p))
        // Each field is within its bounds: it is the whole.
        return Decided(Answered{Problem{Reason::too_long, ""}, look.reads()});

    made.digest = log::digest(p);
    pending.add(p, log::version(made.digest), evolution.writes(), submission.secrets);
    return Decided(std::move(made));
}

std::variant<std::vector<SealedBox>, Problem> Proposer::seal(const Pending& pending, Lookup& look, Evolution& evolution,
                                                             const Submission& submission, const events::Event& event) {
    std::vector<SealedBox> boxes;
    const SealContext context{submission.community, submission.id, events::type_of(event)};
    for (const auto& part : events::personal_parts(event)) {
        auto record = key_record(look, part.of, part.personal_class);
        if (!record) record = key_record(evolution, part.of, part.personal_class);
        const auto key =
            record ? pending.key({submission.community, part.of}, *record, submission.secrets) : std::nullopt;
        if (!key) return Problem{Reason::gone, ""};
        boxes.push_back(palabre::seal(context, part.of, part.personal_class, *key, parts_.random, part.plain));
    }
    return boxes;
}

Result<std::optional<RequestMac>> Proposer::request_mac(const Pending& pending, const Submission& submission,
                                                        const std::string& actor,
                                                        const std::optional<RecordId>& record) {
    if (!submission.request) return std::optional<RequestMac>{};
    std::optional<SecretKey> key;
    if (actor.empty()) {
        PALABRE_TRY(naming, parts_.vault.naming_key(submission.community));
        key = naming;
    } else if (record) {
        key = pending.key({submission.community, actor}, *record, submission.secrets);
    }
    if (!key) return std::optional<RequestMac>{};
    return std::optional(Hasher(key->view()).add(*submission.request).finish_as<RequestMac>());
}

} // namespace palabre::commands
