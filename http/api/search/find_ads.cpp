// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/find_ads.hpp"

#include "core/limits.hpp"
#include "http/api/search/filters.hpp"
#include "http/api/search/hits.hpp"
#include "http/api/search/visible.hpp"
#include "projections/projector.hpp"
#include "projections/search/contents.hpp"
#include "projections/search/subject.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace palabre::http::search {

namespace engine = projections::search;

namespace {

constexpr auto kinds = std::to_array({events::ads::AdKind::premises_offered, events::ads::AdKind::premises_wanted,
                                      events::ads::AdKind::job_offered, events::ads::AdKind::job_wanted});

std::string facets_of(const engine::Answer& answer) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    const auto facet = std::ranges::find(answer.facets, engine::Column::kind, &engine::Facet::column);
    for (const auto kind : kinds) {
        const std::uint32_t number = engine::code(kind);
        if (facet == answer.facets.end() || number >= facet->counts.size() || facet->counts[number] == 0) continue;
        out.push_back({{"kind", events::ads::text(kind)}, {"count", facet->counts[number]}});
    }
    return R"({"kinds":)" + out.dump() + "," + facets_members(answer) + "}";
}

} // namespace

Result<FoundAds> find_ads(const Context& context, engine::Request request, std::string_view text, std::size_t page,
                          std::size_t per_page) {
    PALABRE_TRY(view, context.services.projector->query("search"));
    PALABRE_TRY(scopes, visible_scopes(context, view));
    PALABRE_TRY(reader, engine::read(view, context.community->id, analyzer()));
    request.query = engine::parse_query(text, languages(context), false, analyzer());
    request.visible = scopes.ads();
    request.offset = (page - 1) * per_page;
    request.limit = per_page;
    if (request.query.words.empty() && request.sort == engine::Sort::relevance) request.sort = engine::Sort::newest;
    request.facets.push_back(engine::Column::kind);
    ask_facets(request);
    PALABRE_TRY(answer, engine::find(reader, request, analyzer()));
    FoundAds out;
    for (const auto& hit : answer.hits) {
        PALABRE_TRY(document, reader.document(hit.document));
        if (!document) continue;
        const auto subject = engine::subject_of(*document);
        if (const auto* ad = std::get_if<AdId>(&subject)) out.ads.push_back(*ad);
    }
    out.total = answer.total;
    out.any_word = answer.any_word;
    out.facets = facets_of(answer);
    out.page = page;
    out.pages = std::clamp<std::size_t>((answer.total + per_page - 1) / per_page, 1, limits::search_deepest / per_page);
    return out;
}

} // namespace palabre::http::search
