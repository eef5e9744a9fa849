// SPDX-License-Identifier: Apache-2.0
// Mails with links are asked for, and the links' tokens come back. Whoever asks for a new password is answered before
// anything is known of the address: neither the bytes nor the time tell whether somebody has it.
#include "commands/accounts/entities.hpp"
#include "commands/accounts/link.hpp"
#include "commands/accounts/registration.hpp"
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/api/accounts/accounts.hpp"
#include "http/api/accounts/guessing.hpp"
#include "http/api/act.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/server/network.hpp"
#include "http/session/passwords.hpp"
#include "projections/accounts/directory.hpp"
#include "projections/projector.hpp"

namespace palabre::http::accounts {

namespace command = commands::accounts;
using command::Link;
using command::LinkKind;

namespace {

/// The link of the body's token; nothing: it is void.
Result<std::optional<Link>> link_of(const Context& context, const std::string& token, LinkKind kind) {
    PALABRE_TRY(key, context.services.vault->cookie_key());
    return command::LinkSeal(key).open(token, kind, context.services.clock.now());
}

/// The address of an account; nothing: there is none to read.
Result<std::optional<std::string>> address_of(const Context& context, const AccountId& id) {
    PALABRE_TRY(view, context.services.projector->query("directory"));
    PALABRE_TRY(account, projections::accounts::directory::account(view, id));
    return account ? account->email : std::nullopt;
}

commands::Submission own(const Context& context, const AccountId& account, commands::Command made) {
    return {.community = CommunityId::platform(),
            .command = std::move(made),
            .caller = {.actor = account.text()},
            .id = context.services.random.draw<CommandId>()};
}

/// A link that has done its work, or whose account is gone, reads as one that never was.
Answer act_by_link(const Context& context, commands::Submission submission, OnAccepted accepted) {
    Answer answer = act(context, std::move(submission), std::move(accepted));
    auto* act = std::get_if<Act>(&answer);
    if (act == nullptr) return answer;
    return Act{std::move(act->submission),
               [context, then = std::move(act->then)](const commands::Outcome& outcome) -> Answer {
                   const auto* refused = std::get_if<commands::Problem>(&outcome);
                   using commands::Reason;
                   if (refused != nullptr && (refused->reason == Reason::gone || refused->reason == Reason::not_found))
                       return context.refuse(problem(Fault::void_link));
                   return then(outcome);
               }};
}

} // namespace

Answer ask_confirmation(const Context& context) {
    const AccountId account = context.viewer->account;
    const auto address = address_of(context, account);
    if (!address) return context.fail(address.error());
    // By the address, too, whoever else has applied with it: it may be a stranger's.
    for (const std::string& key : {account.text(), text::fold(address->value_or(""))})
        if (auto limited = too_often(context, context.services.rates.mails, key)) return *limited;
    return act(context, command::AskForLink{account, command::LinkPurpose::confirm}, done);
}

Answer confirm_address(const Context& context) {
    Body body(context.request);
    const std::string token = body.key("token", 1, limits::link_token);
    if (auto bad = body.problem()) return context.refuse(*bad);
    const auto link = link_of(context, token, LinkKind::confirm);
    if (!link) return context.fail(link.error());
    if (!*link) return context.refuse(problem(Fault::void_link));
    // The link goes to who reads the mail, the session to who chose the password: both must be one. Else whoever
    // applies with somebody else's address would have her confirm an account that is his.
    if (AccountId((*link)->subject) != context.viewer->account) return context.refuse(commands::Reason::not_yours);
    return act_by_link(context,
                       own(context, context.viewer->account,
                           command::ConfirmAddress{context.viewer->account, NameHash::from((*link)->bound.view())}),
                       done);
}

Answer ask_reset(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    const std::string email = body.key("email", 3, limits::email);
    if (!command::is_address(email)) body.fault(commands::Reason::ill_formed, "email");
    if (auto bad = body.problem()) return context.refuse(*bad);
    if (auto limited = too_often(context, context.services.rates.registrations, network_of(context.request.address)))
        return *limited;
    if (auto limited = too_often(context, context.services.rates.mails, text::fold(email))) return *limited;

    const auto hash = command::email_hash(*context.services.vault, email);
    if (!hash) return context.fail(hash.error());
    // Known or not, a command goes the same way; of nobody's it finds nothing. The answer does not wait for it.
    const auto holder = command::holder(*context.services.model, *hash);
    commands::Submission submission =
        own(context, holder.value_or(AccountId{}),
            command::AskForLink{holder.value_or(AccountId{}), command::LinkPurpose::reset});
    submission.caller = {};
    context.services.writer->submit(std::move(submission), [](const commands::Outcome&) {});
    return Response{.status = 202};
}

Answer reset_password(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    const std::string token = body.key("token", 1, limits::link_token);
    const std::string password = body.exactly("password", limits::password_min, limits::password_max);
    if (auto bad = body.problem()) return context.refuse(*bad);
    const auto link = link_of(context, token, LinkKind::reset);
    if (!link) return context.fail(link.error());
    if (!*link || (*link)->text.size() != NameHash::size) return context.refuse(problem(Fault::void_link));

    return Work{[context, link = **link, password]() -> Answer {
        const AccountId account(link.subject);
        auto made = command::new_password(context.services.random, account, hash_password(password),
                                          command::CredentialReason::reset, {.actor = account.text()});
        auto& change = std::get<command::ChangeCredential>(made.command);
        change.former = RecordId::from(link.bound.view());
        change.email_hash = NameHash::from(link.text);
        return act_by_link(context, std::move(made),
                           [account](const Context& reset, const commands::Accepted& accepted) {
                               const auto address = address_of(reset, account);
                               forgive(reset, account, address ? *address : std::nullopt);
                               return done(reset, accepted);
                           });
    }};
}

Answer change_address(const Context& context) {
    Body body(context.request);
    const std::string token = body.key("token", 1, limits::link_token);
    if (auto bad = body.problem()) return context.refuse(*bad);
    const auto link = link_of(context, token, LinkKind::address);
    if (!link) return context.fail(link.error());
    if (!*link) return context.refuse(problem(Fault::void_link));
    const AccountId account((*link)->subject);
    // Whoever asked with a password that is no longer hers cannot sign in: the link alone opens nothing.
    if (account != context.viewer->account) return context.refuse(commands::Reason::not_yours);
    const auto hash = command::email_hash(*context.services.vault, (*link)->text);
    if (!hash) return context.fail(hash.error());
    return act_by_link(context,
                       own(context, account,
                           command::ChangeAddress{.account = account,
                                                  .former = NameHash::from((*link)->bound.view()),
                                                  .email_hash = *hash,
                                                  .email = (*link)->text}),
                       done);
}

} // namespace palabre::http::accounts
