// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/oracle.hpp"

#include "commands/dispatch.hpp"
#include "commands/forum/entities.hpp"
#include "projections/forum/posts.hpp"
#include "projections/registry.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace palabre::sim {
namespace {

using commands::Problem;
using commands::Reason;

/// What a request comes to in a state, by the rules alone.
struct Again {
    std::variant<commands::Happens, commands::NoOp, Problem> decision;
    std::vector<log::Read> reads;
    std::vector<Entity> writes;
};

Again decide_again(const Reference& reference, Sequence at, const commands::Submission& submission, Instant now) {
    auto state = reference.at(at);
    commands::Lookup look(state, submission.community, now);
    (void)look.exists<commands::Level>({});
    (void)look.exists<commands::CommandOutcome>(submission.id.text());
    Again again{commands::decide(look, submission.caller, submission.command), {}, {}};
    if (const auto* happens = std::get_if<commands::Happens>(&again.decision)) {
        commands::Evolution evolution(state, submission.community, Sequence{}, now);
        commands::evolve(evolution, happens->event);
        evolution.put<commands::CommandOutcome>(submission.id.text(), {});
        for (const auto& [entity, value] : evolution.writes()) again.writes.push_back(entity);
        for (const auto& part : events::personal_parts(happens->event)) {
            if (commands::key_record(look, part.of, part.personal_class)) continue;
            if (commands::key_record(evolution, part.of, part.personal_class)) continue;
            again.decision = Problem{Reason::gone, ""};
            break;
        }
    }
    again.reads = look.reads();
    return again;
}

std::vector<SealedBox> boxes_of(const events::Event& event) {
    return std::visit(
        [](const auto& e) -> std::vector<SealedBox> {
            if constexpr (requires { e.sealed; }) return e.sealed;
            return {};
        },
        event);
}

/// Nothing, or what is not as the event has it.
std::string difference(const Reference& reference, const Accepted& accepted, const commands::Submission& submission) {
    const log::Proposal& p = accepted.proposal;
    const Again again =
        decide_again(reference, Sequence{number(accepted.sequence) - 1}, submission, accepted.proposal.time);
    const auto* happens = std::get_if<commands::Happens>(&again.decision);
    if (happens == nullptr) return "nothing would happen";
    const auto boxes = boxes_of(accepted.event);
    const bool personal = !events::personal_parts(happens->event).empty();
    if (personal == boxes.empty()) return "other boxes";
    const auto event = personal ? events::with_sealed(happens->event, boxes) : happens->event;
    if (events::encode(event) != p.value) return "another event";
    if (p.subject != happens->subject) return "another subject";
    if (again.reads != p.reads) return "other reads";
    if (again.writes != p.writes) return "other writes";
    return {};
}

std::string place(const Accepted& accepted) {
    return fmt::format("{} at {}/{}", accepted.proposal.type, accepted.proposal.community.text(),
                       number(accepted.sequence));
}

/// Answers of the engine: they promise nothing but that the request may be sent again.
bool of_engine(const Problem& problem) {
    return problem.reason == Reason::overloaded || problem.reason == Reason::contended ||
           problem.reason == Reason::outcome_unknown;
}

/// Whether the answer says that this request became nothing.
bool says_nothing_happened(const Try& request) {
    if (!request.outcome) return false;
    const auto* problem = std::get_if<Problem>(&*request.outcome);
    return problem == nullptr ? std::holds_alternative<commands::Unchanged>(*request.outcome)
                              : problem->reason != Reason::outcome_unknown;
}

std::string told(const Try& request) {
    const auto* problem = std::get_if<Problem>(&*request.outcome);
    return problem == nullptr ? "no-op" : std::string(text(problem->reason));
}

void check_accepted(const Operation& operation, const Try& request, const commands::Accepted& told,
                    const Reference& reference) {
    const Accepted* event = reference.find(operation.community, operation.id);
    if (event == nullptr) throw Broken{"answers", "what was acknowledged is not there: " + operation.id.text()};
    if (event->sequence != told.sequence || event->time != told.time ||
        Version::from(event->digest.view()) != told.version || event->event != told.event)
        throw Broken{"answers", "acknowledged otherwise than it is: " + place(*event)};
    if (number(event->offset) >= request.until)
        throw Broken{"answers", "acknowledged before it was there: " + place(*event)};
    // Whoever joins has no key yet to keep the request by (decision 8), whoever was erased has none any more.
    auto then = reference.at(reference.sequence_before(operation.community, request.until));
    commands::Lookup look(then, operation.community, Instant{});
    const std::string& actor = request.submission.caller.actor;
    const bool kept = event->proposal.request &&
                      (actor.empty() || commands::key_record(look, actor, PersonalClass::content).has_value());
    const bool same_request = std::ranges::any_of(operation.tries, [&](const Try& other) {
        return (!kept || other.submission.request == request.submission.request) &&
               difference(reference, *event, other.submission).empty();
    });
    if (!same_request) throw Broken{"answers", "acknowledged for another request of the same key: " + place(*event)};
}

bool justified(const Reference& reference, const Try& request, Sequence at) {
    const auto* refused = std::get_if<Problem>(&*request.outcome);
    const auto& submission = request.submission;
    const Again again = decide_again(reference, at, submission, Instant{});
    if (refused == nullptr) return std::holds_alternative<commands::NoOp>(again.decision);
    const auto* problem = std::get_if<Problem>(&again.decision);
    return problem != nullptr && *problem == *refused;
}

void check_without_event(const Operation& operation, const Try& request, const Reference& reference) {
    const auto from = number(reference.sequence_before(operation.community, request.from));
    const auto until = number(reference.sequence_before(operation.community, request.until));
    const auto* problem = std::get_if<Problem>(&*request.outcome);
    if (problem != nullptr && of_engine(*problem)) return;
    const Accepted* event = reference.find(operation.community, operation.id);
    if (problem != nullptr && problem->reason == Reason::key_reused) {
        if (event == nullptr || number(event->sequence) > until)
            throw Broken{"answers", "a key was called used that was not: " + operation.id.text()};
        const bool another = std::ranges::any_of(operation.tries, [&](const Try& other) {
            return other.submission.request != request.submission.request &&
                   difference(reference, *event, other.submission).empty();
        });
        if (!another)
            throw Broken{"answers", "a key was called used by another request, and was not: " + place(*event)};
        return;
    }
    // Where the command has become an event, only that is an answer.
    const auto last = event == nullptr ? until : std::min(until, number(event->sequence) - 1);
    for (auto at = from; at <= last; ++at)
        if (justified(reference, request, Sequence{at})) return;
    throw Broken{"answers", fmt::format("no state from {}/{} to {} justifies {} for {}", operation.community.text(),
                                        from, last, told(request), operation.id.text())};
}

void check_sealed(const Accepted& accepted, const Reference& reference) {
    for (const SealedBox& box : boxes_of(accepted.event)) {
        auto after = reference.at(accepted.sequence);
        commands::Lookup look(after, accepted.proposal.community, Instant{});
        if (!commands::key_record(look, box.of, box.personal_class))
            throw Broken{"sealed", "sealed for somebody who has gone: " + place(accepted)};
    }
}

} // namespace

void check_answers(const History& history, const Reference& reference) {
    for (const Operation& operation : history)
        for (const Try& request : operation.tries) {
            if (!request.outcome) continue;
            if (const auto* told = std::get_if<commands::Accepted>(&*request.outcome))
                check_accepted(operation, request, *told, reference);
            else
                check_without_event(operation, request, reference);
        }
}

void check_events(const History& history, const Reference& reference) {
    for (const Operation& operation : history) {
        const Accepted* event = reference.find(operation.community, operation.id);
        if (event == nullptr) continue;
        std::string why = "no request asked for it";
        bool wanted = false;
        std::string refused;
        for (const Try& request : operation.tries) {
            const std::string differs = difference(reference, *event, request.submission);
            if (!differs.empty()) {
                why = differs;
            } else if (says_nothing_happened(request)) {
                refused = told(request);
            } else {
                wanted = true;
            }
        }
        if (!wanted && !refused.empty())
            throw Broken{"answers", fmt::format("what was answered {} is there: {}", refused, place(*event))};
        if (!wanted) throw Broken{"decided again", place(*event) + ": " + why};
    }
    for (const CommunityId& community : reference.communities())
        for (const Accepted& accepted : reference.events(community)) check_sealed(accepted, reference);
}

void check_views(Node& node, const Reference& reference, const std::vector<CommunityId>& communities) {
    namespace posts = projections::forum::posts;
    const auto view = node.projector().view("posts");
    for (const CommunityId& community : communities) {
        const auto shown = node.shown().find(community);
        if (shown == node.shown().end()) continue;
        auto then = reference.at(shown->second);
        for (const Accepted& accepted : reference.events(community)) {
            if (accepted.sequence > shown->second) break;
            const auto* published = std::get_if<events::forum::PostPublished>(&accepted.event);
            if (published == nullptr) continue;
            const auto entity = then.find(log::entity(community, commands::forum::Post::kind, published->post.text()));
            const auto is = codec::decode<commands::forum::Post>(entity->value);
            const auto row = posts::post(view, community, published->post);
            if (!row || !*row || (*row)->post.record.version != entity->version ||
                (*row)->post.record.removed != is->removed)
                throw Broken{"reads", fmt::format("{} does not show {} as of {}/{}", node.name(), place(accepted),
                                                  community.text(), number(shown->second))};
        }
    }
}

namespace {

void check_log(Node& node, const Reference& reference) {
    for (const CommunityId& community : reference.communities()) {
        auto cursor = node.log().cursor(community, Sequence{});
        for (const Accepted& expected : reference.events(community)) {
            const auto event = cursor.next();
            if (!event || !*event || (*event)->sequence != expected.sequence || (*event)->accepted != expected.time ||
                (*event)->digest != expected.digest || (*event)->link != expected.link ||
                (*event)->proposal != expected.proposal)
                throw Broken{"one log", node.name() + " lacks or has otherwise " + place(expected)};
        }
        const auto more = cursor.next();
        if (!more || *more)
            throw Broken{"one log", node.name() + " has accepted more than the rule in " + community.text()};
    }
}

using Digests = std::vector<std::pair<std::string, Digest>>;

Digests digests(const commands::Model& model, const projections::Projector& projector) {
    Digests all{{"model", *model.digest()}};
    for (const auto& state : projector.states()) all.emplace_back(state.name, *projector.digest(state.name));
    return all;
}

/// Model and views from nothing, over this node's log and keys.
Digests rebuilt(Node& node) {
    Disk disk("rebuilt");
    const auto model = commands::Model::open("rebuilt/model", node.log(), {});
    if (!model) throw Broken{"one model", model.error().message};
    const auto views = std::move(*Store::open("rebuilt/views", {}));
    commands::ModelKeyRing keys(**model, node.log(), node.vault());
    projections::Projector projector(*views, node.log(), keys, projections::registry(),
                                     {.events_per_batch = 1000, .background = false});
    if (!projector.open() || !projector.run()) throw Broken{"one view", "views cannot be built anew"};
    return digests(**model, projector);
}

void compare(const Digests& ones, const Digests& others, const std::string& whose) {
    for (std::size_t i = 0; i < ones.size(); ++i)
        if (ones[i] != others.at(i))
            throw Broken{ones[i].first == "model" ? "one model" : "one view", ones[i].first + " differs " + whose};
}

void check_keys_gone(Node& node, const Reference& reference) {
    for (const CommunityId& community : reference.communities())
        for (const Accepted& accepted : reference.events(community)) {
            const auto* erased = std::get_if<events::members::Erased>(&accepted.event);
            if (erased != nullptr && !node.vault().destroyed({community, erased->member.text()}))
                throw Broken{"sealed", node.name() + " has kept the keys after " + place(accepted)};
        }
}

} // namespace

void check_nodes(const std::vector<std::unique_ptr<Node>>& nodes, const Reference& reference) {
    for (const auto& node : nodes) {
        check_log(*node, reference);
        check_keys_gone(*node, reference);
    }
    const Digests first = digests(nodes[0]->model(), nodes[0]->projector());
    for (const auto& node : nodes)
        compare(first, digests(node->model(), node->projector()), "at " + node->name() + " and n0");
    compare(first, rebuilt(*nodes[0]), "when it is built anew");
}

} // namespace palabre::sim
