// SPDX-License-Identifier: Apache-2.0
#include "http/command_key.hpp"

#include "core/limits.hpp"
#include "http/server/target.hpp"

#include <algorithm>

namespace palabre::http {
namespace {

bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= limits::idempotency_key &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<std::string> given_key(const Request& request) {
    if (const auto header = request.header("idempotency-key")) return std::string(*header);
    const auto type = request.header("content-type");
    if (!type || !type->starts_with("application/x-www-form-urlencoded")) return std::nullopt;
    const auto fields = parse_form(request.body, limits::form_fields);
    if (!fields) return std::nullopt;
    for (const auto& [name, value] : *fields)
        if (name == "idempotency_key" && !value.empty()) return value;
    return std::nullopt;
}

} // namespace

std::variant<CommandKey, Problem> command_key(const Context& context, const CommunityId& community,
                                              std::string_view actor) {
    const Request& request = context.request;
    const auto key = given_key(request);
    if (!key) return CommandKey{context.services.random.draw<CommandId>(), std::nullopt};
    if (!is_key(*key)) return problem(Fault::wrong_value, "Idempotency-Key");
    std::string whose(actor);
    if (whose.empty() && context.viewer) whose = context.viewer->account.text();
    if (whose.empty()) return CommandKey{context.services.random.draw<CommandId>(), std::nullopt};
    return CommandKey{log::command_id(community, whose, *key),
                      std::string(text(request.method)) + '\n' + request.path + '\n' + request.body};
}

std::variant<commands::Submission, Problem> submission(const Context& context, const CommunityId& community,
                                                       commands::Command command) {
    commands::Caller caller = context.caller();
    auto key = command_key(context, community, caller.actor);
    if (auto* refused = std::get_if<Problem>(&key)) return std::move(*refused);
    auto& found = std::get<CommandKey>(key);
    return commands::Submission{.community = community,
                                .command = std::move(command),
                                .caller = std::move(caller),
                                .id = found.id,
                                .request = std::move(found.request)};
}

} // namespace palabre::http
