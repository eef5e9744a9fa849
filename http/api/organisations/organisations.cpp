// SPDX-License-Identifier: Apache-2.0
#include "http/api/organisations/organisations.hpp"

#include "commands/organisations/organisations.hpp"
#include "core/limits.hpp"
#include "http/api/act.hpp"
#include "http/api/authors.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/conditional.hpp"
#include "http/links.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/projector.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::http::organisations {

namespace command = commands::organisations;
namespace read = projections::organisations;
using commands::Accepted;
using commands::Reason;
using nlohmann::json;

namespace {

bool may(const Context& context, rights::Action action) {
    return rights::allowed(rights::may(action, context.standing));
}

std::string path_of(const Context& context, const OrganisationId& organisation) {
    return fmt::format("/api/v1/communities/{}/organisations/{}", context.community->slug, organisation.text());
}

std::string_view text(read::Place place) {
    return place == read::Place::speaks ? "speaks" : "asked";
}

Answer answer_of(const Context& context, Result<Response> response) {
    if (response) return std::move(*response);
    if (response.error().code == ErrorCode::invalid) return context.refuse(problem(Fault::wrong_value, "cursor"));
    return context.fail(response.error());
}

Result<Response> organisation_list(const Context& context, std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(view, context.services.projector->query("members"));
    PALABRE_TRY(page, read::list(view, context.community->id, cursor, limit));
    std::string body = R"({"organisations":[)";
    for (std::size_t i = 0; i < page.organisations.size(); ++i)
        body.append(i > 0 ? "," : "").append(page.organisations[i].json());
    body += page.next ? fmt::format(R"(],"next":"{}"}})", *page.next) : R"(],"next":null})";
    Response response = json_with_etag(std::move(body));
    if (page.next) add_next_link(response, context.request, *page.next);
    return response;
}

Answer list(const Context& context) {
    Parameters parameters(context.request, {"cursor", "limit"});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    return answer_of(context, organisation_list(context, parameters.text("cursor"), limit));
}

Result<Response> delegation_list(const Context& context) {
    PALABRE_TRY(view, context.services.projector->query("members"));
    PALABRE_TRY(mine, read::delegations(view, context.community->id, context.member));
    std::string body = R"({"delegations":[)";
    for (std::size_t i = 0; i < mine.size(); ++i)
        fmt::format_to(std::back_inserter(body), R"({}{{"state":"{}","organisation":{}}})", i > 0 ? "," : "",
                       text(mine[i].place), mine[i].organisation.json());
    return json_with_etag(body + "]}");
}

Answer list_delegations(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    return answer_of(context, delegation_list(context));
}

/// What the viewer may do, and who speaks for it where she may know.
Result<Response> organisation_answer(const Context& context, const OrganisationId& id) {
    PALABRE_TRY(view, context.services.projector->query("members"));
    PALABRE_TRY(row, read::organisation(view, context.community->id, id));
    if (!row) return context.refuse(Reason::not_found);
    PALABRE_TRY(delegates, read::delegates(view, context.community->id, id));
    const auto own = std::ranges::find(delegates, context.member, &read::Delegate::member);
    const bool known = own != delegates.end(), speaks = known && own->place == read::Place::speaks;
    const bool keeps = speaks || may(context, rights::Action::verify_organisation);
    Authors authors(context);
    json list = nullptr;
    if (keeps || may(context, rights::Action::read_audit)) {
        list = json::array();
        for (const auto& each : delegates)
            list.push_back({{"member", authors.text(each.member)}, {"state", text(each.place)}});
    }
    PALABRE_TRY(members, authors.members_json());
    return json_with_etag(fmt::format(
        R"({{"organisation":{},"delegates":{},"members":{},"viewer":{{"state":{},"may":{{"edit":{},"verify":{},"audit":{}}}}}}})",
        row->json(), list.dump(), members, known ? fmt::format("\"{}\"", text(own->place)) : "null", keeps,
        may(context, rights::Action::verify_organisation), may(context, rights::Action::read_audit)));
}

Answer get_organisation(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto id = context.id<OrganisationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return answer_of(context, organisation_answer(context, *id));
}

Result<Response> audit_answer(const Context& context, const OrganisationId& id, std::optional<std::string_view> cursor,
                              std::size_t limit) {
    PALABRE_TRY(view, context.services.projector->query("members"));
    PALABRE_TRY(row, read::organisation(view, context.community->id, id));
    if (!row) return context.refuse(Reason::not_found);
    PALABRE_TRY(page, read::acts(view, context.community->id, id, cursor, limit));
    Authors authors(context);
    json acts = json::array();
    for (const auto& act : page.acts) {
        json& shown = acts.emplace_back(
            json{{"sequence", number(act.sequence)}, {"member", authors.text(act.member)}, {"time", act.time.text()}});
        if (!act.ad.none()) {
            shown["ad"] = act.ad.text();
        } else {
            shown["thread"] = act.thread.text();
            shown["post"] = act.post.text();
        }
    }
    PALABRE_TRY(members, authors.members_json());
    Response response =
        json_with_etag(fmt::format(R"({{"organisation":{},"acts":{},"members":{},"next":{}}})", row->json(),
                                   acts.dump(), members, page.next ? '"' + *page.next + '"' : "null"));
    if (page.next) add_next_link(response, context.request, *page.next);
    return response;
}

Answer audit(const Context& context) {
    Parameters parameters(context.request, {"cursor", "limit"});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto id = context.id<OrganisationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return answer_of(context, audit_answer(context, *id, parameters.text("cursor"), limit));
}

/// What an organisation tells of itself, into a command that makes or changes one.
template <class Command>
void read_told(Body& body, Command& c) {
    c.kind = body.one_of("kind", events::parse<events::organisations::OrganisationKind>);
    c.name = body.line("name", 1, limits::name);
    c.departement = body.optional_line("departement", limits::code);
}

Answer create(const Context& context) {
    Body body(context.request);
    command::Create c{.organisation = context.services.random.draw<OrganisationId>()};
    read_told(body, c);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), [](const Context& again, const Accepted& accepted) {
        const auto id = std::get<events::organisations::Created>(accepted.event).organisation;
        return created(path_of(again, id), fmt::format(R"({{"id":"{}"}})", id.text()), accepted);
    });
}

Answer edit(const Context& context) {
    const auto id = context.id<OrganisationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    const auto match = if_match(context.request);
    if (const auto* bad = std::get_if<Problem>(&match)) return context.refuse(*bad);
    Body body(context.request);
    command::Edit c{.organisation = *id, .expected = std::get<0>(match)};
    read_told(body, c);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), done);
}

/// PUT says that it is what it calls itself, DELETE that it no longer is known to be.
Answer verify(const Context& context) {
    const auto id = context.id<OrganisationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return act(context, command::Verify{*id, context.request.method == Method::put}, done);
}

/// PUT asks a member, DELETE takes one out.
Answer change_delegate(const Context& context) {
    const auto id = context.id<OrganisationId>("id");
    const auto member = context.id<MemberId>("member");
    if (!id || !member) return context.refuse(Reason::not_found);
    if (context.request.method == Method::put) return act(context, command::InviteDelegate{*id, *member}, done);
    return act(context, command::RemoveDelegate{*id, *member}, done);
}

Answer join(const Context& context) {
    const auto id = context.id<OrganisationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return act(context, command::JoinAsDelegate{*id}, done);
}

} // namespace

std::span<const Route> routes() {
    using enum Method;
    using rights::Action;
    static const Route table[] = {
        {get, "/api/v1/communities/{c}/organisations", Access::member, Action::see_member, list},
        {post, "/api/v1/communities/{c}/organisations", Access::member, Action::follow, create, limits::form_bytes},
        {get, "/api/v1/communities/{c}/organisations/{id}", Access::member, Action::see_member, get_organisation},
        {put, "/api/v1/communities/{c}/organisations/{id}", Access::member, Action::follow, edit, limits::form_bytes},
        {put, "/api/v1/communities/{c}/organisations/{id}/verification", Access::account, Action::verify_organisation,
         verify},
        {del, "/api/v1/communities/{c}/organisations/{id}/verification", Access::account, Action::verify_organisation,
         verify},
        {put, "/api/v1/communities/{c}/organisations/{id}/delegates/{member}", Access::member, Action::follow,
         change_delegate},
        {del, "/api/v1/communities/{c}/organisations/{id}/delegates/{member}", Access::member, Action::follow,
         change_delegate},
        {put, "/api/v1/communities/{c}/organisations/{id}/delegation", Access::member, Action::follow, join},
        {get, "/api/v1/communities/{c}/organisations/{id}/audit", Access::account, Action::read_audit, audit},
        {get, "/api/v1/communities/{c}/delegations", Access::member, Action::follow, list_delegations},
    };
    return table;
}

} // namespace palabre::http::organisations
