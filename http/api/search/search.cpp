// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/search.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/api/act.hpp"
#include "http/api/parameters.hpp"
#include "http/api/search/filters.hpp"
#include "http/api/search/hits.hpp"
#include "http/api/search/suggest.hpp"
#include "http/api/search/turn.hpp"
#include "http/api/search/visible.hpp"
#include "http/api/spaces/visible.hpp"
#include "http/conditional.hpp"
#include "projections/json.hpp"
#include "projections/projector.hpp"
#include "projections/search/contents.hpp"
#include "projections/search/query/search.hpp"
#include "projections/search/subject.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::http::search {

namespace engine = projections::search;
using events::ads::AdKind;
using events::forum::ThreadKind;

namespace {

constexpr std::size_t hits_per_page = limits::posts_per_page;
/// What a document may be, as it is asked for and told.
struct Kind {
    std::string_view name;
    std::uint32_t code;
};
constexpr auto kinds = std::to_array<Kind>({{"question", engine::code(ThreadKind::question)},
                                            {"opinion", engine::code(ThreadKind::opinion)},
                                            {"advice", engine::code(ThreadKind::advice)},
                                            {"news", engine::code(ThreadKind::news)},
                                            {"premises-offered", engine::code(AdKind::premises_offered)},
                                            {"premises-wanted", engine::code(AdKind::premises_wanted)},
                                            {"job-offered", engine::code(AdKind::job_offered)},
                                            {"job-wanted", engine::code(AdKind::job_wanted)},
                                            {"member", engine::member_kind}});

/// Longer than may be: that it is text at all, the server has seen to.
std::optional<Problem> fault_of_text(std::string_view text) {
    if (text::length(text) > limits::search_text) return problem(Fault::wrong_value, "q");
    return std::nullopt;
}

std::string facets_json(const engine::Answer& answer, const Scopes& scopes) {
    const auto count_of = [&](engine::Column column, std::uint32_t value) -> std::uint32_t {
        const auto facet = std::ranges::find(answer.facets, column, &engine::Facet::column);
        if (facet == answer.facets.end()) return 0;
        if (value < facet->counts.size()) return facet->counts[value];
        const auto other = facet->others.find(value);
        return other == facet->others.end() ? 0 : other->second;
    };
    nlohmann::ordered_json kinds_json = nlohmann::ordered_json::array();
    for (const auto& kind : kinds)
        if (const auto count = count_of(engine::Column::kind, kind.code); count > 0)
            kinds_json.push_back({{"kind", kind.name}, {"count", count}});
    // What stands in several spaces counts in each of them.
    std::map<SpaceId, std::uint32_t> by_space;
    for (const auto& scope : scopes.all)
        if (const auto count = count_of(engine::Column::scope, scope.number); count > 0)
            for (const auto& space : scope.spaces) by_space[space] += count;
    nlohmann::ordered_json spaces_json = nlohmann::ordered_json::array();
    for (const auto& [space, count] : by_space) spaces_json.push_back({{"space", space.text()}, {"count", count}});
    return R"({"kinds":)" + kinds_json.dump() + R"(,"spaces":)" + spaces_json.dump() + "," + facets_members(answer) +
           "}";
}

std::string corrections_json(const engine::Answer& answer) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& [from, to] : answer.corrections) out.push_back({{"from", from}, {"to", to}});
    return out.dump();
}

struct Asked {
    std::string text;
    std::optional<SpaceId> space;
    engine::Request request;
    std::size_t page = 1;
};

Result<Response> answer(const Context& context, Asked& asked) {
    PALABRE_TRY(view, context.services.projector->query("search"));
    PALABRE_TRY(scopes, visible_scopes(context, view));
    PALABRE_TRY(reader, engine::read(view, context.community->id, analyzer()));
    engine::Request& request = asked.request;
    request.query = engine::parse_query(asked.text, languages(context), false, analyzer());
    request.visible = asked.space ? scopes.within(*asked.space) : scopes.visible;
    request.offset = (asked.page - 1) * hits_per_page;
    request.limit = hits_per_page;
    request.facets = {engine::Column::kind, engine::Column::scope};
    ask_facets(request);
    engine::Answer found;
    // Words that stand in everything say nothing: then nothing is found, rather than everything shown.
    if (!request.query.words.empty()) {
        PALABRE_TRY(made, engine::find(reader, request, analyzer()));
        found = std::move(made);
    }
    // What was found by a correction is marked by it.
    std::string shown = asked.text;
    for (const auto& correction : found.corrections) shown += ' ' + correction.to;
    const auto marked = engine::parse_query(shown, languages(context), false, analyzer());
    Authors authors(context);
    PALABRE_TRY(hits, hits_json(context, reader, found, marked, authors));
    PALABRE_TRY(members, authors.members_json());
    const std::size_t pages = std::min<std::size_t>((found.total + hits_per_page - 1) / hits_per_page,
                                                    limits::search_deepest / hits_per_page);
    const std::string next = asked.page < pages ? std::to_string(asked.page + 1) : "null";
    return json_with_etag(fmt::format(
        R"({{"hits":[{}],"total":{},"any_word":{},"corrections":{},"facets":{},"members":{},"page":{},"pages":{},"next":{}}})",
        hits, found.total, found.any_word, corrections_json(found), facets_json(found, scopes), members, asked.page,
        std::max<std::size_t>(pages, 1), next));
}

} // namespace

Answer find(const Context& context) {
    Parameters parameters(context.request, {"q", "space", "kind", "sort", "page", "region", "departement", "commune",
                                            "trade", "contract", "near", "radius_km", "price_least", "price_most",
                                            "surface_least", "surface_most", "days"});
    Asked asked;
    asked.request.now = context.services.clock.now();
    std::optional<Problem> fault = read_filters(parameters, asked.request);
    if (const auto kind = parameters.text("kind")) {
        const auto* const found = std::ranges::find(kinds, *kind, &Kind::name);
        if (found == kinds.end())
            fault = problem(Fault::wrong_value, "kind");
        else
            asked.request.filter.choices.push_back({engine::Column::kind, {found->code}});
    }
    asked.page = parameters.number("page", 1, limits::search_deepest / hits_per_page, 1);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    if (fault) return context.refuse(*fault);
    asked.text = parameters.text("q").value_or("");
    if (const auto too_long = fault_of_text(asked.text)) return context.refuse(*too_long);
    if (!asked.text.empty()) // else nothing is looked for
        if (auto limited = take_turn(context)) return *limited;
    if (const auto named = parameters.text("space")) {
        auto space = spaces::visible_space(context, *named);
        if (!space) return context.fail(space.error());
        if (!space->row) {
            space->problem.field = "space";
            return context.refuse(space->problem);
        }
        asked.space = space->row->record.id;
    }
    auto made = answer(context, asked);
    return made ? std::move(*made) : context.fail(made.error());
}

std::span<const Route> routes() {
    using rights::Action;
    static const Route table[] = {
        {.method = Method::get,
         .pattern = "/api/v1/communities/{c}/search",
         .access = Access::anybody,
         .action = Action::see_community,
         .handler = find,
         .searches = true},
        {.method = Method::get,
         .pattern = "/api/v1/communities/{c}/suggest",
         .access = Access::anybody,
         .action = Action::see_community,
         .handler = suggest,
         .searches = true},
    };
    return table;
}

} // namespace palabre::http::search
