// SPDX-License-Identifier: Apache-2.0
#include "http/api/accounts/accounts.hpp"

#include "commands/accounts/registration.hpp"
#include "core/config/config.hpp"
#include "core/limits.hpp"
#include "core/mail/mailbox.hpp"
#include "core/text/unicode.hpp"
#include "http/api/accounts/guessing.hpp"
#include "http/api/act.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/command_key.hpp"
#include "http/server/network.hpp"
#include "http/session/passwords.hpp"
#include "http/session/session.hpp"
#include "projections/accounts/directory.hpp"
#include "projections/json.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>

namespace palabre::http::accounts {

namespace directory = projections::accounts::directory;

namespace {

bool asks_for_confirmation(const Context& context) {
    return context.services.settings.registration == config::Registration::confirm;
}

struct Credential {
    AccountId account;
    std::uint32_t epoch = 0;
    std::optional<std::string> password_hash;
};

/// What stands for an account, if there is one.
Result<std::optional<Credential>> credential_of(const Context& context, const projections::View& view,
                                                const std::optional<AccountId>& id) {
    if (!id) return std::optional<Credential>{};
    PALABRE_TRY(account, directory::account(view, *id));
    if (!account || !account->credential) return std::optional<Credential>{};
    PALABRE_TRY(record, context.services.vault->get({CommunityId::platform(), id->text()}, *account->credential));
    if (record.state != RecordState::present) return std::optional<Credential>{};
    return std::optional(Credential{*id, account->epoch, std::move(record.secret)});
}

/// Whose the address is, or else who has applied for an account with it, by the password. Each of the two takes as long
/// where it is missing: whether the address is somebody's cannot be told by the time either.
Result<std::optional<Credential>> signing_in(const Context& context, std::string_view email,
                                             std::string_view password) {
    PALABRE_TRY(view, context.services.projector->query("directory"));
    PALABRE_TRY(hash, commands::accounts::email_hash(*context.services.vault, email));
    PALABRE_TRY(holder, directory::by_email(view, hash));
    PALABRE_TRY(found, credential_of(context, view, holder));
    if (is_password(found ? found->password_hash : std::nullopt, password)) return found;
    if (!asks_for_confirmation(context)) return std::optional<Credential>{};
    PALABRE_TRY(applicant, directory::applicant(view, hash));
    PALABRE_TRY(applied, credential_of(context, view, applicant));
    if (is_password(applied ? applied->password_hash : std::nullopt, password)) return applied;
    return std::optional<Credential>{};
}

/// The terms that are accepted with the registration, which must be those of now.
std::optional<TextVersion> accepted_terms(const Context& context, Body& body) {
    const auto told = body.optional_id<TextVersion>("terms");
    if (!told) {
        if (asks_for_confirmation(context)) body.fault(commands::Reason::missing, "terms");
        return std::nullopt;
    }
    const auto current = context.services.directory.current_terms(*told);
    if (!current || !*current) body.fault(commands::Reason::version_conflict, "terms");
    return told;
}

AccountId account_of(const events::Event& registered) {
    if (const auto* applied = std::get_if<events::accounts::AccountAppliedFor>(&registered)) return applied->account;
    return std::get<events::accounts::AccountRegistered>(registered).account;
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
    registration.confirmed = !asks_for_confirmation(context);
    registration.terms = accepted_terms(context, body);
    if (!registration.confirmed && !mail::Mailbox::parse(registration.email))
        body.fault(commands::Reason::ill_formed, "email"); // nothing could ever be confirmed
    if (auto bad = body.problem()) return context.refuse(*bad);
    if (auto limited = too_often(context, context.services.rates.registrations, network_of(context.request.address)))
        return *limited;
    // Each registration writes to the address, whosever it is.
    if (!registration.confirmed)
        if (auto limited = too_often(context, context.services.rates.mails, text::fold(registration.email)))
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
            return created("/api/v1/session", fmt::format(R"({{"id":"{}"}})", account_of(accepted.event).text()),
                           accepted);
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
    for (const std::string& key : {"network " + network_of(context.request.address), "account " + text::fold(email)})
        if (auto limited = too_often(context, context.services.rates.sign_in, key)) return *limited;
    const Guess guessed = guess(context, email);
    if (auto early = too_early(context, guessed)) return *early;

    return Work{[context, email, password, guessed]() -> Answer {
        auto credential = signing_in(context, email, password);
        if (!credential) return context.fail(credential.error());
        if (!*credential) return context.refuse(problem(Fault::sign_in_failed));
        guessed_right(context, guessed);
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

std::span<const Route> routes() {
    using enum Method;
    static const Route table[] = {
        {post, "/api/v1/accounts", Access::anybody, std::nullopt, register_account, limits::form_bytes, true},
        {post, "/api/v1/session", Access::anybody, std::nullopt, begin_session, limits::form_bytes, true},
        {get, "/api/v1/session", Access::account, std::nullopt, get_session},
        {del, "/api/v1/session", Access::account, std::nullopt, end_session},
        {get, "/api/v1/account", Access::account, std::nullopt, get_account},
        {post, "/api/v1/account/confirmation", Access::account, std::nullopt, ask_confirmation},
        {put, "/api/v1/account/confirmation", Access::account, std::nullopt, confirm_address, limits::form_bytes},
        {put, "/api/v1/account/terms", Access::account, std::nullopt, accept_terms, limits::form_bytes},
        {put, "/api/v1/account/language", Access::account, std::nullopt, choose_language, limits::form_bytes},
        {put, "/api/v1/account/password", Access::account, std::nullopt, change_password, limits::form_bytes},
        {post, "/api/v1/account/address", Access::account, std::nullopt, ask_address, limits::form_bytes},
        {put, "/api/v1/account/address", Access::account, std::nullopt, change_address, limits::form_bytes},
        {get, "/api/v1/account/sessions", Access::account, std::nullopt, list_sessions},
        {del, "/api/v1/account/sessions", Access::account, std::nullopt, end_sessions},
        {del, "/api/v1/account/sessions/{session}", Access::account, std::nullopt, end_one_session},
        {post, "/api/v1/account/erasure", Access::account, std::nullopt, erase_account, limits::form_bytes},
        {post, "/api/v1/password-resets", Access::anybody, std::nullopt, ask_reset, limits::form_bytes, true},
        {put, "/api/v1/password-resets", Access::anybody, std::nullopt, reset_password, limits::form_bytes, true},
        {get, "/api/v1/legal/{page}", Access::anybody, std::nullopt, get_legal_page},
        {put, "/api/v1/legal/{page}", Access::administrator, std::nullopt, edit_legal_page, limits::body_bytes},
    };
    return table;
}

} // namespace palabre::http::accounts
