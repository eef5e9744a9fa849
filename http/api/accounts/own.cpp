// SPDX-License-Identifier: Apache-2.0
// One's own account: what is known of it, and what its holder may do with it. What would let a stranger at an open
// browser take the account over asks for the password once more.
#include "commands/accounts/registration.hpp"
#include "commands/processes.hpp"
#include "core/limits.hpp"
#include "core/log/local_log.hpp"
#include "core/mail/mailbox.hpp"
#include "core/text/unicode.hpp"
#include "http/api/accounts/accounts.hpp"
#include "http/api/accounts/guessing.hpp"
#include "http/api/act.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/legal.hpp"
#include "http/session/book.hpp"
#include "http/session/passwords.hpp"
#include "http/session/session.hpp"
#include "projections/accounts/directory.hpp"
#include "projections/json.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>

namespace palabre::http::accounts {

namespace command = commands::accounts;
namespace directory = projections::accounts::directory;
using projections::accounts::AccountRecord;

namespace {

Result<std::optional<AccountRecord>> record_of(const Context& context) {
    PALABRE_TRY(view, context.services.projector->query("directory"));
    return directory::account(view, context.viewer->account);
}

/// The account once its password was said again; else the refusal, which is the answer. Only in Work.
struct Proven {
    AccountRecord account;
    std::optional<Response> refused;
};
Proven prove(const Context& context, const AccountRecord& account, const std::string& password) {
    std::optional<std::string> stored;
    if (account.credential) {
        auto kept =
            context.services.vault->get({CommunityId::platform(), context.viewer->account.text()}, *account.credential);
        if (!kept) return {account, context.fail(kept.error())};
        if (kept->state == RecordState::present) stored = std::move(kept->secret);
    }
    const Guess guessed = guess_of_holder(context);
    if (auto early = too_early(context, guessed)) return {account, std::move(early)};
    if (!is_password(stored, password)) return {account, context.refuse(problem(Fault::wrong_password, "/password"))};
    guessed_right(context, guessed);
    return {account, std::nullopt};
}

/// Goes on with the account, in Work, once the password is right.
Answer proven(const Context& context, std::string password, std::function<Answer(const AccountRecord&)> then) {
    return Work{[context, password = std::move(password), then = std::move(then)]() -> Answer {
        const auto record = record_of(context);
        if (!record) return context.fail(record.error());
        if (!*record) return context.refuse(commands::Reason::not_found);
        auto proof = prove(context, **record, password);
        return proof.refused ? Answer(std::move(*proof.refused)) : then(proof.account);
    }};
}

Response signed_out(const Context& context) {
    if (context.services.book != nullptr) context.services.book->forget(context.viewer->account);
    Response response{.status = 204};
    response.set("Set-Cookie", context.services.sessions.clear(context.request));
    return response;
}

constexpr int attempts_to_list = 5; ///< each of limits::visible_wait

/// Goes on in Work once all is applied that stands in the log now: what is listed then lacks no joining.
Answer once_applied(const Context& context, int attempts, std::function<Answer()> then) {
    return Wait{context.services.log->end(), [context, attempts, then = std::move(then)](bool applied) -> Answer {
                    if (applied) return Work{then};
                    if (attempts <= 1) return context.refuse(commands::Reason::overloaded);
                    return once_applied(context, attempts - 1, then);
                }};
}

/// Erases the account with what it is or was a member of. Whoever joins meanwhile, in another window, is found the
/// second time: once the account's end is applied nobody joins by it.
Answer erase_all(const Context& context, bool first) {
    const auto view = context.services.projector->query("directory");
    if (!view) return context.fail(view.error());
    commands::Erasing erasing{.account = context.viewer->account};
    for (const auto& list : {directory::memberships(*view, erasing.account), directory::left(*view, erasing.account)}) {
        if (!list) return context.fail(list.error());
        for (const auto& each : *list) erasing.memberships.emplace_back(each.community, each.member);
    }
    if (!first && erasing.memberships.empty()) return signed_out(context);
    const auto outcome = commands::erase_account(*context.services.writer, erasing);
    if (const auto* refused = std::get_if<commands::Problem>(&outcome)) {
        Problem told = problem(*refused);
        told.field.clear();
        return context.refuse(told);
    }
    if (!first) return signed_out(context);
    return once_applied(context, attempts_to_list, [context] { return erase_all(context, false); });
}

/// For good, and not in a browser alone: a copy of its cookie opens nothing any more.
Answer end(const Context& context, const SessionId& session) {
    return act(context, command::EndSession{context.viewer->account, session},
               [session](const Context& again, const commands::Accepted& accepted) {
                   if (again.services.book != nullptr) again.services.book->forget(again.viewer->account, session);
                   Response response = done(again, accepted);
                   if (session == Sessions::id(again.viewer->session))
                       response.set("Set-Cookie", again.services.sessions.clear(again.request));
                   return response;
               });
}

} // namespace

Answer get_account(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto found = record_of(context);
    if (!found) return context.fail(found.error());
    if (!*found) return context.refuse(commands::Reason::not_found);
    const AccountRecord& account = **found;
    bool accepted = false;
    if (account.terms) {
        const auto current = context.services.directory.current_terms(*account.terms);
        if (!current) return context.fail(current.error());
        accepted = *current;
    }
    projections::JsonObject json;
    json.add("id", context.viewer->account).add("name", account.name).add("email", account.email);
    json.add("language", account.language).add("confirmed", account.confirmed).add("terms_accepted", accepted);
    json.add("registered", account.registered);
    Response response = http::json(200, std::move(json).finish());
    response.set("Cache-Control", "no-store");
    return response;
}

Answer accept_terms(const Context& context) {
    Body body(context.request);
    const auto version = body.id<TextVersion>("version");
    if (auto bad = body.problem()) return context.refuse(*bad);
    const auto current = context.services.directory.current_terms(version);
    if (!current) return context.fail(current.error());
    if (!*current) return context.refuse(commands::Reason::version_conflict, "/version");
    return act(context, command::AcceptTerms{context.viewer->account, version}, done);
}

Answer choose_language(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    const auto language = body.one_of("language", events::parse<events::Language>);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, command::ChooseLanguage{context.viewer->account, language}, done);
}

Answer change_password(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    const std::string password = body.exactly("password", 1, limits::password_max);
    const std::string wanted = body.exactly("new_password", limits::password_min, limits::password_max);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return proven(context, password, [context, wanted](const AccountRecord& account) -> Answer {
        auto made = command::new_password(context.services.random, context.viewer->account, hash_password(wanted),
                                          command::CredentialReason::changed, context.caller());
        std::get<command::ChangeCredential>(made.command).former = account.credential;
        // Every session ends by it; this browser, where both passwords were known, gets a new one.
        return act(context, std::move(made),
                   [epoch = account.epoch + 1](const Context& again, const commands::Accepted& accepted) {
                       Response response = done(again, accepted);
                       response.set("Set-Cookie",
                                    again.services.sessions.issue(again.request, again.viewer->account, epoch));
                       return response;
                   });
    });
}

Answer ask_address(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    const std::string email = body.key("email", 3, limits::email);
    if (!mail::Mailbox::parse(email)) body.fault(commands::Reason::ill_formed, "email");
    const std::string password = body.exactly("password", 1, limits::password_max);
    if (auto bad = body.problem()) return context.refuse(*bad);
    for (const std::string& key : {context.viewer->account.text(), text::fold(email)})
        if (auto limited = too_often(context, context.services.rates.mails, key)) return *limited;
    return proven(context, password, [context, email](const AccountRecord&) -> Answer {
        const auto hash = command::email_hash(*context.services.vault, email);
        if (!hash) return context.fail(hash.error());
        return act(context,
                   command::AskAddressChange{.account = context.viewer->account, .email_hash = *hash, .email = email},
                   done);
    });
}

Answer list_sessions(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    std::string list;
    const SessionBook* book = context.services.book;
    for (const auto& each : book == nullptr ? std::vector<SessionBook::Seen>{} : book->seen(context.viewer->session)) {
        projections::JsonObject json;
        json.add("id", each.id).add("device", each.device).add("since", each.since).add("last_day", each.last_day);
        json.add("current", each.current);
        list.append(list.empty() ? "" : ",").append(std::move(json).finish());
    }
    const Instant since = book == nullptr ? context.services.clock.now() : book->started();
    Response response = http::json(200, fmt::format(R"({{"since":"{}","sessions":[{}]}})", since.text(), list));
    response.set("Cache-Control", "no-store");
    return response;
}

Answer end_sessions(const Context& context) {
    return act(context, command::EndSessions{context.viewer->account},
               [](const Context& again, const commands::Accepted&) { return signed_out(again); });
}

/// Also where the log takes nothing just now, this browser forgets its session: it may be one that others use.
Answer end_session(const Context& context) {
    Answer answer = end(context, Sessions::id(context.viewer->session));
    auto* ending = std::get_if<Act>(&answer);
    if (ending == nullptr) return answer;
    ending->then = [context, then = std::move(ending->then)](const commands::Outcome& outcome) {
        Answer ended = then(outcome);
        if (auto* response = std::get_if<Response>(&ended); response != nullptr && response->status != 204)
            response->set("Set-Cookie", context.services.sessions.clear(context.request));
        return ended;
    };
    return answer;
}

/// Any id, also of a session that this node has not seen: it may have been listed by another one.
Answer end_one_session(const Context& context) {
    const auto session = context.id<SessionId>("session");
    if (!session) return context.refuse(commands::Reason::not_found);
    return end(context, *session);
}

Answer erase_account(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    const std::string password = body.exactly("password", 1, limits::password_max);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return proven(context, password, [context](const AccountRecord&) -> Answer {
        return once_applied(context, attempts_to_list, [context] { return erase_all(context, true); });
    });
}

} // namespace palabre::http::accounts
