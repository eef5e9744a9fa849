// SPDX-License-Identifier: Apache-2.0
#include "http/api/alerts/alerts.hpp"

#include "commands/alerts/alerts.hpp"
#include "core/limits.hpp"
#include "http/api/act.hpp"
#include "http/api/parameters.hpp"
#include "http/api/search/filters.hpp"
#include "http/body.hpp"
#include "projections/alerts/alerts.hpp"
#include "projections/projector.hpp"

#include <cmath>
#include <fmt/format.h>

namespace palabre::http::alerts {

namespace command = commands::alerts;
namespace read = projections::alerts;
using commands::Reason;

namespace {

template <class T>
std::optional<T> as(std::optional<std::int64_t> number) {
    return number ? std::optional(static_cast<T>(*number)) : std::nullopt;
}

constexpr double hundredths = 100; ///< of a degree: how coordinates are kept

/// The middle of the circle by a place's name, as people know it, in place of its coordinates.
void read_near(Body& body, command::SaveSearch& c) {
    const std::string near = body.has("near") ? body.key("near", 0, limits::name) : std::string();
    if (near.empty()) return;
    const auto point = search::point_of(near);
    if (!point) return body.fault(Reason::ill_formed, "near");
    if (c.latitude || c.longitude) return body.fault(Reason::ill_formed, "near");
    c.latitude = static_cast<std::int32_t>(std::lround(point->latitude * hundredths));
    c.longitude = static_cast<std::int32_t>(std::lround(point->longitude * hundredths));
}

Answer list(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto view = context.services.projector->query("alerts");
    if (!view) return context.fail(view.error());
    const auto mine = read::searches(*view, context.community->id, context.member);
    if (!mine) return context.fail(mine.error());
    std::string body = R"({"saved_searches":[)";
    for (std::size_t i = 0; i < mine->size(); ++i) body.append(i > 0 ? "," : "").append((*mine)[i].json());
    return json_with_etag(body + "]}");
}

Answer save(const Context& context) {
    constexpr auto money = static_cast<std::int64_t>(limits::ad_money);
    Body body(context.request);
    command::SaveSearch c{.search = context.services.random.draw<SavedSearchId>(), .language = context.language};
    c.kind = body.optional_one_of("kind", events::parse<events::alerts::AdKind>);
    c.trade = body.optional_line("trade", limits::code);
    c.contract = body.optional_line("contract", limits::code);
    c.departement = body.optional_line("departement", limits::code);
    c.region = body.optional_line("region", limits::code);
    c.latitude = as<std::int32_t>(body.optional_number("latitude", -limits::latitude, limits::latitude));
    c.longitude = as<std::int32_t>(body.optional_number("longitude", -limits::longitude, limits::longitude));
    c.radius = as<std::uint32_t>(body.optional_number("radius_km", 1, limits::ad_radius));
    read_near(body, c);
    c.price_least = as<std::uint64_t>(body.optional_number("price_least", 0, money));
    c.price_most = as<std::uint64_t>(body.optional_number("price_most", 0, money));
    c.surface_least = as<std::uint32_t>(body.optional_number("surface_least", 0, limits::ad_surface));
    c.surface_most = as<std::uint32_t>(body.optional_number("surface_most", 0, limits::ad_surface));
    c.words = body.optional_line("q", limits::search_text);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), [](const Context& again, const commands::Accepted& accepted) {
        const auto& e = std::get<events::alerts::SearchSaved>(accepted.event);
        return created(fmt::format("/api/v1/communities/{}/saved-searches", again.community->slug),
                       fmt::format(R"({{"id":"{}"}})", e.search.text()), accepted);
    });
}

Answer drop(const Context& context) {
    const auto id = context.id<SavedSearchId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return act(context, command::DropSearch{*id}, done);
}

} // namespace

std::span<const Route> routes() {
    using enum Method;
    using rights::Action;
    static const Route table[] = {
        {get, "/api/v1/communities/{c}/saved-searches", Access::member, Action::follow, list},
        {post, "/api/v1/communities/{c}/saved-searches", Access::member, Action::follow, save, limits::form_bytes},
        {del, "/api/v1/communities/{c}/saved-searches/{id}", Access::member, Action::follow, drop},
    };
    return table;
}

} // namespace palabre::http::alerts
