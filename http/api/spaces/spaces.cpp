// SPDX-License-Identifier: Apache-2.0
#include "http/api/spaces/spaces.hpp"

#include "commands/processes.hpp"
#include "core/limits.hpp"
#include "http/accent.hpp"
#include "http/api/act.hpp"
#include "http/api/parameters.hpp"
#include "http/api/spaces/visible.hpp"
#include "http/body.hpp"
#include "http/command_key.hpp"
#include "projections/json.hpp"
#include "projections/projector.hpp"
#include "projections/spaces/counters.hpp"
#include "projections/spaces/spaces.hpp"

#include <fmt/format.h>

namespace palabre::http::spaces {

namespace counters = projections::spaces::counters;
namespace read = projections::spaces::spaces;

namespace {

Result<std::string> document(const Context& context, const projections::spaces::CommunityRow& row) {
    PALABRE_TRY(counters_view, context.services.projector->query("counters"));
    PALABRE_TRY(counted, counters::of_community(counters_view, row.record.id));
    return projections::spaces::community_json(row, counted);
}

Result<std::string> communities_json(const Context& context) {
    PALABRE_TRY(spaces_view, context.services.projector->query("spaces"));
    PALABRE_TRY(rows, read::communities(spaces_view));
    std::string body = R"({"communities":[)";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        PALABRE_TRY(community, document(context, rows[i]));
        body.append(i > 0 ? "," : "").append(community);
    }
    return body + "]}";
}

Result<std::string> spaces_json(const Context& context) {
    const CommunityId& community = context.community->id;
    PALABRE_TRY(spaces_view, context.services.projector->query("spaces"));
    PALABRE_TRY(rows, read::list(spaces_view, community));
    std::erase_if(rows, [&](const auto& row) {
        return !rights::allowed(rights::may(rights::Action::see_space, context.standing, row.record.rule));
    });
    std::vector<SpaceId> ids;
    for (const auto& row : rows) ids.push_back(row.record.id);
    PALABRE_TRY(counters_view, context.services.projector->query("counters"));
    PALABRE_TRY(counted, counters::of_spaces(counters_view, community, ids));
    std::string body = R"({"spaces":[)";
    for (std::size_t i = 0; i < rows.size(); ++i)
        body.append(i > 0 ? "," : "").append(projections::spaces::space_json(rows[i], counted[i]));
    return body + "]}";
}

Result<std::string> space_document(const Context& context, const projections::spaces::SpaceRow& row) {
    PALABRE_TRY(counters_view, context.services.projector->query("counters"));
    PALABRE_TRY(counted, counters::of_space(counters_view, context.community->id, row.record.id));
    return projections::with_members(projections::spaces::space_json(row, counted),
                                     std::string("\"counters\":").append(counted.json()));
}

Answer answer(const Context& context, Result<std::string> body) {
    return body ? json_with_etag(std::move(*body)) : context.fail(body.error());
}

} // namespace

Answer list_communities(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    return answer(context, communities_json(context));
}

Answer get_community(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto view = context.services.projector->query("spaces");
    if (!view) return context.fail(view.error());
    auto row = read::community(*view, context.community->id);
    if (!row) return context.fail(row.error());
    if (!*row) return context.refuse(commands::Reason::not_found);
    return answer(context, document(context, **row));
}

Answer list_spaces(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    return answer(context, spaces_json(context));
}

Answer get_space(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto space = visible_space(context, context.parameter("space"));
    if (!space) return context.fail(space.error());
    if (!space->row) return context.refuse(space->problem);
    return answer(context, space_document(context, *space->row));
}

namespace {

Answer create_space(const Context& context) {
    Body body(context.request);
    commands::spaces::CreateSpace c{.space = context.services.random.draw<SpaceId>()};
    c.slug = body.key("slug", 1, limits::slug);
    c.name = body.line("name", 1, limits::name);
    c.description = body.optional_line("description", limits::description);
    c.kind = body.one_of("kind", events::parse<events::spaces::SpaceKind>);
    c.visibility = body.one_of("visibility", events::parse<events::spaces::Visibility>);
    c.join_rule = body.one_of("join_rule", events::parse<events::spaces::JoinRule>);
    c.trade = body.optional_line("trade", limits::code);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), [](const Context& again, const commands::Accepted& accepted) {
        const auto& e = std::get<events::spaces::SpaceCreated>(accepted.event);
        return created(fmt::format("/api/v1/communities/{}/spaces/{}", again.community->slug, e.slug),
                       fmt::format(R"({{"id":"{}","slug":"{}"}})", e.space.text(), e.slug), accepted);
    });
}

Answer style_community(const Context& context) {
    Body body(context.request);
    commands::spaces::StyleCommunity c{.accent = body.optional_line("accent", limits::colour),
                                       .logo = body.optional_id<FileId>("logo")};
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), done);
}

/// The new community's id follows from the command's, so that a retry finds the first one's and founds no second.
CommunityId derived_id(const CommandId& command) {
    return CommunityId::from_number(SpaceId::from(command.view()).number());
}

/// What stands may come of an earlier request with this key, or of somebody else's with this slug at the same time.
std::optional<Problem> difference(const commands::spaces::FoundCommunity& asked,
                                  const events::spaces::CommunityFounded& e) {
    if (e.founder != asked.founder) return problem(commands::Reason::taken, "/slug");
    const bool same = e.slug == asked.slug && e.name == asked.name && e.promise == asked.promise &&
                      e.language == asked.language && e.time_zone == asked.time_zone &&
                      e.shows_names == asked.shows_names && e.dislikes == asked.dislikes;
    return same ? std::nullopt : std::optional(problem(commands::Reason::key_reused));
}

/// Founding waits for two streams (commands/processes.hpp), so it is work for the pool.
Answer found_community(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    Body body(context.request);
    commands::spaces::FoundCommunity c;
    c.slug = body.key("slug", 1, limits::slug);
    c.name = body.line("name", 1, limits::name);
    c.promise = body.optional_line("promise", limits::description);
    c.language = body.optional_one_of("language", events::parse<events::Language>).value_or(context.language);
    c.time_zone = body.optional_line("time_zone", limits::time_zone).value_or(c.time_zone);
    c.shows_names = body.flag("shows_names", false);
    c.dislikes = body.flag("dislikes", false);
    if (auto bad = body.problem()) return context.refuse(*bad);
    c.founder = context.viewer->account;
    const auto key = command_key(context, CommunityId::platform(), context.viewer->account.text());
    if (const auto* bad = std::get_if<Problem>(&key)) return context.refuse(*bad);
    const CommandId id = std::get<CommandKey>(key).id;
    commands::Founding founding{
        .community = derived_id(id), .founded = std::move(c), .caller = context.caller(), .id = id};
    return Work{[context, founding = std::move(founding)]() -> Answer {
        const auto outcome = commands::found_community(*context.services.writer, *context.services.model, founding);
        if (const auto* refusal = std::get_if<commands::Problem>(&outcome)) return context.refuse(problem(*refusal));
        const auto* accepted = std::get_if<commands::Accepted>(&outcome);
        if (accepted == nullptr) return context.refuse(commands::Reason::taken, "/slug");
        const auto& e = std::get<events::spaces::CommunityFounded>(accepted->event);
        if (const auto other = difference(founding.founded, e)) return context.refuse(*other);
        Response response =
            created("/api/v1/communities/" + e.slug,
                    fmt::format(R"({{"id":"{}","slug":"{}"}})", accepted->community.text(), e.slug), *accepted);
        response.set("Palabre-Position", fmt::format("{}/{}", accepted->community.text(), number(accepted->sequence)));
        return Wait{accepted->position, [response](bool) { return response; }};
    }};
}

/// What an address with ?v= answers never changes; without it, or with an old one, it is today's.
Answer accent_css(const Context& context) {
    const auto chosen = Colour::parse(context.community->accent);
    if (!chosen) return context.refuse(commands::Reason::not_found);
    std::string css = accent_sheet(*chosen);
    const bool asked_for = context.request.target == accent_address(context.community->slug, *chosen);
    Response response;
    response.set("Content-Type", "text/css; charset=utf-8");
    response.set("Cache-Control", asked_for ? "public, max-age=31536000, immutable" : "no-cache");
    response.body = std::move(css);
    return response;
}

} // namespace

std::span<const Route> routes() {
    using enum Method;
    using rights::Action;
    static const Route table[] = {
        {get, "/api/v1/communities", Access::anybody, std::nullopt, list_communities},
        {post, "/api/v1/communities", Access::administrator, std::nullopt, found_community, limits::form_bytes},
        {get, "/api/v1/communities/{c}", Access::anybody, Action::see_community, get_community},
        {put, "/api/v1/communities/{c}/style", Access::account, Action::style_community, style_community,
         limits::form_bytes},
        {get, "/c/{c}/accent.css", Access::anybody, Action::see_community, accent_css},
        {get, "/api/v1/communities/{c}/spaces", Access::anybody, Action::see_community, list_spaces},
        {get, "/api/v1/communities/{c}/spaces/{space}", Access::anybody, Action::see_community, get_space},
        {post, "/api/v1/communities/{c}/spaces", Access::account, Action::create_space, create_space,
         limits::form_bytes},
    };
    return table;
}

} // namespace palabre::http::spaces
