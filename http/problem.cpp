// SPDX-License-Identifier: Apache-2.0
#include "http/problem.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace palabre::http {
namespace {

using commands::Reason;

constexpr std::chrono::seconds come_again{1};

// Every reason, its status, and whether trying again later may help.
struct Row {
    std::string_view reason;
    int status;
    bool later = false;
};

constexpr auto of_commands = std::to_array<std::pair<Reason, Row>>({
    {Reason::missing, {"missing", 422}},
    {Reason::too_short, {"too-short", 422}},
    {Reason::too_long, {"too-long", 422}},
    {Reason::too_many, {"too-many", 422}},
    {Reason::ill_formed, {"ill-formed", 422}},
    {Reason::unknown_code, {"unknown-code", 422}},
    {Reason::sign_in_required, {"sign-in-required", 401}},
    {Reason::not_a_member, {"not-a-member", 403}},
    {Reason::role_required, {"role-required", 403}},
    {Reason::verification_required, {"verification-required", 403}},
    {Reason::not_found, {"not-found", 404}},
    {Reason::gone, {"gone", 410}},
    {Reason::taken, {"taken", 409}},
    {Reason::already_member, {"already-member", 409}},
    {Reason::not_yours, {"not-yours", 403}},
    {Reason::locked, {"locked", 409}},
    {Reason::wrong_kind, {"wrong-kind", 409}},
    {Reason::wrong_state, {"wrong-state", 409}},
    {Reason::version_conflict, {"version-conflict", 412}},
    {Reason::blocked, {"blocked", 403}},
    {Reason::sent_too_much, {"sent-too-much", 429}},
    {Reason::quota_full, {"quota-full", 409}},
    {Reason::key_reused, {"key-reused", 422}},
    {Reason::overloaded, {"overloaded", 503, true}},
    {Reason::contended, {"contended", 503, true}},
    {Reason::outcome_unknown, {"outcome-unknown", 503, true}},
    {Reason::disk_full, {"disk-full", 503, true}},
    {Reason::outdated, {"outdated", 503, true}},
    {Reason::not_upgraded, {"not-upgraded", 503, true}},
});

constexpr auto of_http = std::to_array<std::pair<Fault, Row>>({
    {Fault::malformed, {"malformed", 400}},
    {Fault::wrong_type, {"wrong-type", 422}},
    {Fault::unknown_field, {"unknown-field", 422}},
    {Fault::repeated_field, {"repeated-field", 400}},
    {Fault::wrong_value, {"wrong-value", 400}},
    {Fault::unsupported_media, {"unsupported-media", 415}},
    {Fault::unsupported_file, {"unsupported-file", 422}},
    {Fault::damaged_file, {"damaged-file", 422}},
    {Fault::picture_too_large, {"picture-too-large", 422}},
    {Fault::not_allowed, {"not-allowed", 405}},
    {Fault::sign_in_failed, {"sign-in-failed", 401}},
    {Fault::wrong_password, {"wrong-password", 422}},
    {Fault::void_link, {"void-link", 410}},
    {Fault::address_unconfirmed, {"address-unconfirmed", 403}},
    {Fault::terms_not_accepted, {"terms-not-accepted", 403}},
    {Fault::other_origin, {"other-origin", 403}},
    {Fault::too_often, {"too-often", 429, true}},
    {Fault::internal, {"internal", 500}},
    {Fault::too_slow, {"too-slow", 408}},
    {Fault::too_large, {"too-large", 413}},
    {Fault::address_too_long, {"address-too-long", 414}},
    {Fault::headers_too_large, {"headers-too-large", 431}},
    {Fault::unmet_expectation, {"unmet-expectation", 417}},
    {Fault::not_implemented, {"not-implemented", 501}},
});

template <class Table, class Key>
const Row& row(const Table& table, Key key) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.first == key; });
    return found->second; // the tests hold that every value has its row
}

Problem of_row(const Row& row, std::string field) {
    Problem problem{.reason = row.reason, .status = row.status, .field = std::move(field)};
    if (row.later) problem.retry_after = come_again;
    return problem;
}

std::string words(const Problem& problem, std::string_view part, const Messages& messages, events::Language language) {
    const std::string key = "problem." + std::string(problem.reason) + "." + std::string(part);
    return messages.format(language, key, {{"limit", static_cast<std::int64_t>(problem.limit.value_or(0))}});
}

} // namespace

std::string_view text(Fault fault) {
    return row(of_http, fault).reason;
}

Problem problem(commands::Reason reason, std::string field, std::optional<std::size_t> limit) {
    Problem problem = of_row(row(of_commands, reason), std::move(field));
    problem.limit = limit;
    return problem;
}

Problem problem(Fault fault, std::string field) {
    return of_row(row(of_http, fault), std::move(field));
}

Problem problem_of_status(int status) {
    // Of several rows with one status, the server means these.
    if (status == 400) return problem(Fault::malformed);
    if (status == 503) return problem(Reason::overloaded);
    const auto found =
        std::find_if(of_http.begin(), of_http.end(), [&](const auto& entry) { return entry.second.status == status; });
    return found == of_http.end() ? problem(Fault::internal) : problem(found->first);
}

Problem problem(const commands::Problem& refusal) {
    return problem(refusal.reason, refusal.field);
}

Problem problem(rights::Verdict verdict) {
    switch (verdict) {
    case rights::Verdict::sign_in:
        return problem(Reason::sign_in_required);
    case rights::Verdict::not_member:
        return problem(Reason::not_a_member);
    case rights::Verdict::needs_role:
        return problem(Reason::role_required);
    case rights::Verdict::needs_verification:
        return problem(Reason::verification_required);
    case rights::Verdict::yes:
    case rights::Verdict::hidden:
        break;
    }
    return problem(Reason::not_found);
}

std::string title(const Problem& problem, const Messages& messages, events::Language language) {
    return words(problem, "title", messages, language);
}

std::string detail(const Problem& problem, const Messages& messages, events::Language language) {
    return words(problem, "detail", messages, language);
}

Response problem_json(const Problem& problem, const Messages& messages, events::Language language) {
    nlohmann::ordered_json body = {{"type", "/problems/" + std::string(problem.reason)},
                                   {"title", title(problem, messages, language)},
                                   {"status", problem.status},
                                   {"detail", detail(problem, messages, language)}};
    if (!problem.field.empty()) body["field"] = problem.field;
    if (problem.limit) body["limit"] = *problem.limit;
    Response response;
    response.status = problem.status;
    response.set("Content-Type", "application/problem+json");
    response.set("Content-Language", std::string(events::text(language)));
    response.set("Cache-Control", "no-store");
    if (problem.retry_after) response.set("Retry-After", std::to_string(problem.retry_after->count()));
    if (!problem.allow.empty()) response.set("Allow", problem.allow);
    response.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return response;
}

std::span<const ReasonStatus> reasons() {
    static const auto all = [] {
        std::vector<ReasonStatus> rows;
        for (const auto& [reason, row] : of_commands) rows.push_back({row.reason, row.status});
        for (const auto& [fault, row] : of_http) rows.push_back({row.reason, row.status});
        return rows;
    }();
    return all;
}

} // namespace palabre::http
