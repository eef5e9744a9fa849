// SPDX-License-Identifier: Apache-2.0
#include "http/api/members/members.hpp"

#include "commands/accounts/link.hpp"
#include "commands/members/entities.hpp"
#include "commands/model.hpp"
#include "core/limits.hpp"
#include "core/mail/mailbox.hpp"
#include "core/text/unicode.hpp"
#include "http/api/accounts/guessing.hpp"
#include "http/api/act.hpp"
#include "http/api/forum/visible.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/command_key.hpp"
#include "http/conditional.hpp"
#include "http/links.hpp"
#include "projections/json.hpp"
#include "projections/members/members.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>

namespace palabre::http::members {

namespace command = commands::members;
namespace read = projections::members::members;
using commands::Accepted;
using commands::Reason;

namespace {

std::string member_path(const Context& context, const MemberId& member) {
    return fmt::format("/api/v1/communities/{}/members/{}", context.community->slug, member.text());
}

} // namespace

Answer get_member(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto id = context.id<MemberId>("id");
    if (!id) return context.refuse(Reason::not_found);
    const auto view = context.services.projector->query("members");
    if (!view) return context.fail(view.error());
    auto row = read::member(*view, context.community->id, *id);
    if (!row) return context.fail(row.error());
    if (!*row) return context.refuse(Reason::not_found);
    return json_with_etag(std::string((*row)->json()));
}

Answer suggest_members(const Context& context) {
    Parameters parameters(context.request, {"prefix"});
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto prefix = parameters.text("prefix");
    if (!prefix) return json_with_etag(R"({"members":[]})");
    if (text::is_blank(*prefix) || text::length(*prefix) > limits::name)
        return context.refuse(problem(Fault::wrong_value, "prefix"));
    const auto view = context.services.projector->query("members");
    if (!view) return context.fail(view.error());
    const auto found = read::named(*view, context.community->id, *prefix, false, limits::suggestions);
    if (!found) return context.fail(found.error());
    std::string list;
    for (const auto& member : *found) {
        projections::JsonObject json;
        json.add("id", member.record.id).add("name", member.record.name).add("trade", member.record.profile.trade);
        json.add("departement", member.record.profile.departement);
        list.append(list.empty() ? "" : ",").append(std::move(json).finish());
    }
    return json_with_etag(R"({"members":[)" + list + "]}");
}

namespace {

/// Those of the page that stand in threads which the viewer may see.
Result<std::string> contributions_json(const Context& context,
                                       const std::vector<projections::members::Contribution>& all) {
    std::vector<ThreadId> ids;
    for (const auto& each : all) ids.push_back(each.thread);
    PALABRE_TRY(threads_view, context.services.projector->query("threads"));
    PALABRE_TRY(threads, projections::forum::threads::threads(threads_view, context.community->id, ids));
    std::string list;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!threads[i]) continue;
        PALABRE_TRY(verdict, forum::may_see(context, threads[i]->record));
        if (!rights::allowed(verdict)) continue;
        projections::JsonObject json;
        json.add("thread", all[i].thread).add("title", threads[i]->record.title).add("post", all[i].post);
        json.add("time", all[i].time);
        list.append(list.empty() ? "" : ",").append(std::move(json).finish());
    }
    return list;
}

Result<Response> contribution_list(const Context& context, const MemberId& member,
                                   std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(view, context.services.projector->query("members"));
    PALABRE_TRY(known, read::member(view, context.community->id, member));
    if (!known) return context.refuse(Reason::not_found);
    PALABRE_TRY(page, read::contributions(view, context.community->id, member, cursor, limit));
    PALABRE_TRY(list, contributions_json(context, page.contributions));
    std::string body = R"({"contributions":[)" + list;
    body += page.next ? fmt::format(R"(],"next":"{}"}})", *page.next) : R"(],"next":null})";
    Response response = json_with_etag(std::move(body));
    if (page.next) add_next_link(response, context.request, *page.next);
    return response;
}

Answer list_contributions(const Context& context) {
    Parameters parameters(context.request, {"cursor", "limit"});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto id = context.id<MemberId>("id");
    if (!id) return context.refuse(Reason::not_found);
    auto answer = contribution_list(context, *id, parameters.text("cursor"), limit);
    if (answer) return std::move(*answer);
    if (answer.error().code == ErrorCode::invalid) return context.refuse(problem(Fault::wrong_value, "cursor"));
    return context.fail(answer.error());
}

Answer edit_profile(const Context& context) {
    const auto id = context.id<MemberId>("id");
    if (!id) return context.refuse(Reason::not_found);
    const auto match = if_match(context.request);
    if (const auto* bad = std::get_if<Problem>(&match)) return context.refuse(*bad);
    Body body(context.request);
    command::EditProfile c{.member = *id, .expected = std::get<0>(match)};
    c.trade = body.optional_line("trade", limits::code);
    c.specialty = body.optional_line("specialty", limits::code);
    c.status = body.optional_line("status", limits::code);
    c.departement = body.optional_line("departement", limits::code);
    c.show_name = body.flag("show_name", false);
    c.name = body.line("name", 1, limits::name);
    c.bio = body.optional_text("bio", limits::bio);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), done);
}

Answer declare_adherent(const Context& context) {
    const auto id = context.id<MemberId>("id");
    if (!id) return context.refuse(Reason::not_found);
    Body body(context.request);
    if (!body.has("adherent") && !body.is_form()) body.fault(Reason::missing, "adherent"); // a form's box, unticked
    const bool adherent = body.flag("adherent", false);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, command::DeclareAdherent{*id, adherent}, done);
}

/// PUT gives, DELETE takes.
Answer change_role(const Context& context) {
    const auto id = context.id<MemberId>("id");
    const auto role = events::parse<events::members::Role>(context.parameter("role"));
    if (!id || !role) return context.refuse(Reason::not_found);
    if (context.request.method == Method::put) return act(context, command::GiveRole{*id, *role}, done);
    return act(context, command::TakeRole{*id, *role}, done);
}

/// Who speaks for this member: the member, or, once gone, the account whose member it was.
commands::Caller caller_for(const Context& context, const MemberId& id) {
    commands::Caller caller = context.caller();
    const auto member = context.services.model->get<command::Member>(context.community->id, id);
    if (member && member->account == context.viewer->account) caller.actor = id.text();
    return caller;
}

/// Who has departed is no member any more by whom a retry's key could be told: the key is the account's, for this path.
/// Without a body there is nothing that a request's MAC would tell apart.
Answer depart(const Context& context, const MemberId& id, commands::Command departure) {
    const auto key = command_key(context, context.community->id, context.viewer->account.text() + context.request.path);
    if (const auto* bad = std::get_if<Problem>(&key)) return context.refuse(*bad);
    return act(context,
               commands::Submission{.community = context.community->id,
                                    .command = std::move(departure),
                                    .caller = caller_for(context, id),
                                    .id = std::get<CommandKey>(key).id},
               done);
}

/// Whoever is behind an imported member is written to.
Answer offer_claim(const Context& context) {
    const auto id = context.id<MemberId>("id");
    if (!id) return context.refuse(Reason::not_found);
    Body body(context.request);
    command::OfferClaim c{.member = *id};
    c.email = body.key("email", 3, limits::email);
    if (!mail::Mailbox::parse(c.email)) body.fault(Reason::ill_formed, "email");
    if (auto bad = body.problem()) return context.refuse(*bad);
    if (auto limited = accounts::too_often(context, context.services.rates.mails, text::fold(c.email))) return *limited;
    return act(context, std::move(c), done);
}

/// The link of that mail was opened by somebody signed in.
Answer claim(const Context& context) {
    const auto id = context.id<MemberId>("id");
    if (!id) return context.refuse(Reason::not_found);
    Body body(context.request);
    const std::string token = body.key("token", 1, limits::link_token);
    if (auto bad = body.problem()) return context.refuse(*bad);
    using namespace commands::accounts;
    const auto key = context.services.vault->cookie_key();
    if (!key) return context.fail(key.error());
    const auto link = LinkSeal(*key).open(token, LinkKind::claim, context.services.clock.now());
    if (!link || MemberId(link->subject) != *id || link->text != context.community->id.text())
        return context.refuse(problem(Fault::void_link));
    return act(context,
               commands::Submission{.community = context.community->id,
                                    .command = command::Claim{*id, context.viewer->account},
                                    .caller = {.actor = id->text()},
                                    .id = context.services.random.draw<CommandId>()},
               done);
}

Answer leave(const Context& context) {
    const auto id = context.id<MemberId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return depart(context, *id, command::Leave{*id});
}

/// Erasing cannot be undone: it is a resource of its own, not a variant of leaving.
Answer erase(const Context& context) {
    const auto id = context.id<MemberId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return depart(context, *id, command::Erase{*id});
}

} // namespace

Answer join(const Context& context) {
    Body body(context.request);
    Random& random = context.services.random;
    command::Join c{.member = random.draw<MemberId>(),
                    .account = context.viewer->account,
                    .identity_key = random.draw<RecordId>(),
                    .content_key = random.draw<RecordId>(),
                    .language = context.viewer->language};
    c.name = body.line("name", 1, limits::name);
    c.show_name = body.flag("show_name", false);
    if (auto bad = body.problem()) return context.refuse(*bad);

    // The event is the new member's; the key is the account's, who asks.
    auto key = command_key(context, context.community->id, context.viewer->account.text());
    if (const auto* bad = std::get_if<Problem>(&key)) return context.refuse(*bad);
    auto& [command_id, request] = std::get<CommandKey>(key);
    const Owner owner{context.community->id, c.member.text()};
    commands::Submission submission{.community = context.community->id,
                                    .command = c,
                                    .caller = {.actor = owner.id},
                                    .id = command_id,
                                    .request = std::move(request),
                                    .secrets = {{owner, c.identity_key, std::string(SecretKey::draw(random).view())},
                                                {owner, c.content_key, std::string(SecretKey::draw(random).view())}}};
    return act(context, std::move(submission), [](const Context& again, const Accepted& accepted) {
        const MemberId member = std::get<events::members::Joined>(accepted.event).member;
        return created(member_path(again, member), fmt::format(R"({{"id":"{}"}})", member.text()), accepted);
    });
}

std::span<const Route> routes() {
    using enum Method;
    using rights::Action;
    static const Route table[] = {
        {get, "/api/v1/communities/{c}/members", Access::member, Action::see_names, suggest_members},
        {post, "/api/v1/communities/{c}/members", Access::account, Action::see_community, join, limits::form_bytes},
        {get, "/api/v1/communities/{c}/members/{id}", Access::member, Action::see_member, get_member},
        {del, "/api/v1/communities/{c}/members/{id}", Access::account, Action::see_community, leave, 0, false, true},
        {get, "/api/v1/communities/{c}/members/{id}/contributions", Access::member, Action::see_member,
         list_contributions},
        {put, "/api/v1/communities/{c}/members/{id}/profile", Access::member, Action::edit_profile, edit_profile,
         limits::body_bytes},
        {put, "/api/v1/communities/{c}/members/{id}/adherent", Access::account, Action::give_role, declare_adherent,
         limits::form_bytes},
        {put, "/api/v1/communities/{c}/members/{id}/roles/{role}", Access::account, Action::give_role, change_role},
        {del, "/api/v1/communities/{c}/members/{id}/roles/{role}", Access::account, Action::give_role, change_role},
        {post, "/api/v1/communities/{c}/members/{id}/erasure", Access::account, Action::see_community, erase, 0, false,
         true},
        {post, "/api/v1/communities/{c}/members/{id}/claim", Access::account, Action::give_role, offer_claim,
         limits::form_bytes},
        {put, "/api/v1/communities/{c}/members/{id}/claim", Access::account, Action::see_community, claim,
         limits::form_bytes},
    };
    return table;
}

} // namespace palabre::http::members
