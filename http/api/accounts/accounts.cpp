// SPDX-License-Identifier: Apache-2.0
#include "http/api/accounts/accounts.hpp"

#include "commands/accounts/registration.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/api/act.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/command_key.hpp"
#include "http/session/passwords.hpp"
#include "http/session/session.hpp"
#include "projections/accounts/directory.hpp"
#include "projections/json.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>

namespace palabre::http::accounts {

namespace directory = projections::accounts::directory;

namespace {

/// One address, or one account, may try so often.
std::optional<Response> too_often(const Context& context, RateTable& table, const std::string& key) {
    const auto wait = table.take(key, context.services.clock.now());
    if (!wait) return std::nullopt;
    Problem problem = http::problem(Fault::too_often);
    problem.retry_after = std::chrono::ceil<std::chrono::seconds>(*wait);
    return context.refuse(problem);
}

struct Credential {
    AccountId account;
    std::uint32_t epoch = 0;
    std::optional<std::string> password_hash;
};

/// What stands for this address, if anybody has it.
Result<std::optional<Credential>> find_credential(const Context& context, std::string_view email) {
    PALABRE_TRY(view, context.services.projector->query("directory"));
    PALABRE_TRY(hash, commands::accounts::email_hash(*context.services.vault, email));
    PALABRE_TRY(id, directory::by_email(view, hash));
    if (!id) return std::optional<Credential>{};
    PALABRE_TRY(account, directory::account(view, *id));
    if (!account || !account->credential) return std::optional<Credential>{};
    PALABRE_TRY(record, context.services.vault->get({CommunityId::platform(), id->text()}, *account->credential));
    if (record.state != RecordState::present) return std::optional<Credential>{};
    return std::optional(Credential{*id, account->epoch, std::move(record.secret)});
}

std::string session_json(const Viewer& viewer) {
    projections::JsonObject json;
    json.add("account", viewer.account).add("csrf", Sessions::token(viewer.session));
    json.add("administrator", viewer.administrator).add("language", events::text(viewer.language));
    return std::move(json).finish();
}

} // namespace

Answer register_account(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    commands::accounts::Registration registration;
    registration.name = body.line("name", 1, limits::name);
    registration.email = body.key("email", 3, limits::email);
    if (!commands::accounts::is_address(registration.email)) body.fault(commands::Reason::ill_formed, "email");
    const std::string password = body.exactly("password", limits::password_min, limits::password_max);
    registration.language =
        body.optional_one_of("language", events::parse<events::Language>).value_or(context.language);
    if (auto bad = body.problem()) return context.refuse(*bad);
    if (auto limited = too_often(context, context.services.rates.registrations, context.request.address))
        return *limited;

    return Work{[context, registration, password]() mutable -> Answer {
        // Whoever registers has no id yet: the key is that of the address, wherever it comes from.
        const auto whose = commands::accounts::email_hash(*context.services.vault, registration.email);
        if (!whose) return context.fail(whose.error());
        const auto given = command_key(context, CommunityId::platform(), whose->text());
        if (const auto* bad = std::get_if<Problem>(&given)) return context.refuse(*bad);
        const auto& key = std::get<CommandKey>(given);
        registration.password_hash = hash_password(password);
        auto made =
            commands::accounts::registration(*context.services.vault, context.services.random, registration, key.id);
        if (!made) return context.fail(made.error());
        // The password is no part of what is kept of the request: a MAC of it would be a second hash to attack.
        if (key.request)
            made->request = "POST\n" + context.request.path + '\n' + registration.name + '\n' + registration.email;
        return act(context, std::move(*made), [](const Context&, const commands::Accepted& accepted) {
            const auto account = std::get<events::accounts::AccountRegistered>(accepted.event).account;
            return created("/api/v1/session", fmt::format(R"({{"id":"{}"}})", account.text()), accepted);
        });
    }};
}

Answer begin_session(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    const std::string email = body.key("email", 3, limits::email);
    const std::string password = body.exactly("password", 1, limits::password_max);
    if (auto bad = body.problem()) return context.refuse(*bad);
    // Folded as the account's key is: another spelling is no further attempt.
    for (const std::string& key : {"address " + context.request.address, "account " + text::fold(email)})
        if (auto limited = too_often(context, context.services.rates.sign_in, key)) return *limited;

    return Work{[context, email, password]() -> Answer {
        auto credential = find_credential(context, email);
        if (!credential) return context.fail(credential.error());
        // An unknown address takes as long as a wrong password and reads the same.
        const auto stored = *credential ? (*credential)->password_hash : std::nullopt;
        if (!is_password(stored, password)) return context.refuse(problem(Fault::sign_in_failed));
        const auto cookie =
            context.services.sessions.issue(context.request, (*credential)->account, (*credential)->epoch);
        Response response = json(201, fmt::format(R"({{"account":"{}"}})", (*credential)->account.text()));
        response.set("Set-Cookie", cookie);
        response.set("Cache-Control", "no-store");
        return response;
    }};
}

Answer get_session(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto view = context.services.projector->query("directory");
    if (!view) return context.fail(view.error());
    auto memberships = directory::memberships(*view, context.viewer->account);
    if (!memberships) return context.fail(memberships.error());
    const std::string body = session_json(*context.viewer);
    std::string list;
    for (const auto& each : *memberships)
        fmt::format_to(std::back_inserter(list), R"({}{{"community":"{}","member":"{}"}})", list.empty() ? "" : ",",
                       each.community.text(), each.member.text());
    Response response = json(200, projections::with_members(body, "\"memberships\":[" + list + "]"));
    response.set("Cache-Control", "no-store");
    return response;
}

Answer end_session(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Response response{.status = 204};
    response.set("Set-Cookie", context.services.sessions.clear(context.request));
    return response;
}

std::span<const Route> routes() {
    using enum Method;
    static const Route table[] = {
        {post, "/api/v1/accounts", Access::anybody, std::nullopt, register_account, limits::form_bytes, true},
        {post, "/api/v1/session", Access::anybody, std::nullopt, begin_session, limits::form_bytes, true},
        {get, "/api/v1/session", Access::account, std::nullopt, get_session},
        {del, "/api/v1/session", Access::account, std::nullopt, end_session},
    };
    return table;
}

} // namespace palabre::http::accounts
