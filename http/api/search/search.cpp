// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/search.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "http/api/act.hpp"
#include "http/api/authors.hpp"
#include "http/api/forum/visible.hpp"
#include "http/api/parameters.hpp"
#include "http/api/search/excerpt.hpp"
#include "http/api/search/visible.hpp"
#include "http/api/spaces/visible.hpp"
#include "http/conditional.hpp"
#include "projections/forum/posts.hpp"
#include "projections/json.hpp"
#include "projections/projector.hpp"
#include "projections/search/posts.hpp"
#include "projections/search/query/search.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::http::search {

namespace engine = projections::search;
namespace posts = projections::forum::posts;
using events::forum::ThreadKind;

namespace {

constexpr std::size_t hits_per_page = limits::posts_per_page;
constexpr std::size_t completions = 8;
constexpr auto kinds = std::to_array({ThreadKind::question, ThreadKind::opinion, ThreadKind::advice, ThreadKind::news});

/// The stems of everyday words stay known to each I/O thread.
engine::Analyzer& analyzer() {
    static thread_local engine::Analyzer kept;
    return kept;
}

/// The reader's language before the others.
std::vector<events::Language> languages(const Context& context) {
    const auto other = context.language == events::Language::fr ? events::Language::en : events::Language::fr;
    return {context.language, other};
}

/// Longer than may be: that it is text at all, the server has seen to.
std::optional<Problem> fault_of_text(std::string_view text) {
    if (text::length(text) > limits::search_text) return problem(Fault::wrong_value, "q");
    return std::nullopt;
}

std::string facets_json(const engine::Answer& answer, const Scopes& scopes) {
    const auto count_of = [&](engine::Column column, std::uint32_t value) -> std::uint32_t {
        const auto facet = std::ranges::find(answer.facets, column, &engine::Facet::column);
        return facet != answer.facets.end() && value < facet->counts.size() ? facet->counts[value] : 0;
    };
    nlohmann::ordered_json kinds_json = nlohmann::ordered_json::array();
    for (const auto kind : kinds)
        if (const auto count = count_of(engine::Column::kind, engine::code(kind)); count > 0)
            kinds_json.push_back({{"kind", events::forum::text(kind)}, {"count", count}});
    // What stands in several spaces counts in each of them.
    std::map<SpaceId, std::uint32_t> by_space;
    for (const auto& scope : scopes.all)
        if (const auto count = count_of(engine::Column::scope, scope.number); count > 0)
            for (const auto& space : scope.spaces) by_space[space] += count;
    nlohmann::ordered_json spaces_json = nlohmann::ordered_json::array();
    for (const auto& [space, count] : by_space) spaces_json.push_back({{"space", space.text()}, {"count", count}});
    return nlohmann::ordered_json{{"kinds", std::move(kinds_json)}, {"spaces", std::move(spaces_json)}}.dump();
}

std::string corrections_json(const engine::Answer& answer) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& [from, to] : answer.corrections) out.push_back({{"from", from}, {"to", to}});
    return out.dump();
}

/// What of the hits is there to be shown: the index may be a moment ahead of the other rows, or behind them.
Result<std::string> hits_json(const Context& context, engine::Reader& reader, const engine::Answer& answer,
                              const engine::Query& query, Authors& authors) {
    PALABRE_TRY(posts_view, context.services.projector->query("posts"));
    std::string out;
    for (const auto& hit : answer.hits) {
        PALABRE_TRY(document, reader.document(hit.document));
        if (!document) continue;
        PALABRE_TRY(found, posts::post(posts_view, context.community->id, engine::post_of(*document)));
        if (!found || found->post.record.state() != projections::forum::State::shown) continue;
        PALABRE_TRY(thread, forum::visible_thread(context, found->thread));
        if (!thread.row) continue;
        const auto& record = found->post.record;
        const auto pieces =
            engine::highlight(plain_text(found->post), query, document->language, limits::search_excerpt, analyzer());
        out.append(out.empty() ? "" : ",");
        fmt::format_to(std::back_inserter(out),
                       R"({{"post":"{}","ordinal":{},"author":"{}","created":"{}","excerpt":{},"thread":)",
                       record.id.text(), record.ordinal, authors.text(record.author), record.created.text(),
                       pieces_json(pieces));
        authors.append_row(out, thread.row->json(), projections::forum::author_at, thread.row->record.author);
        out += '}';
    }
    return out;
}

struct Asked {
    std::string text;
    std::optional<SpaceId> space;
    std::optional<ThreadKind> kind;
    engine::Sort sort = engine::Sort::relevance;
    std::size_t page = 1;
};

Result<Response> answer(const Context& context, const Asked& asked) {
    PALABRE_TRY(view, context.services.projector->query("search"));
    PALABRE_TRY(scopes, visible_scopes(context, view));
    PALABRE_TRY(reader, engine::read(view, context.community->id, analyzer()));
    engine::Request request;
    request.query = engine::parse_query(asked.text, languages(context), false, analyzer());
    request.visible = asked.space ? scopes.within(*asked.space) : scopes.visible;
    if (asked.kind) request.filter.choices.push_back({engine::Column::kind, {engine::code(*asked.kind)}});
    request.sort = asked.sort;
    request.now = context.services.clock.now();
    request.offset = (asked.page - 1) * hits_per_page;
    request.limit = hits_per_page;
    request.facets = {engine::Column::kind, engine::Column::scope};
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

Result<Response> suggestions(const Context& context, std::string_view text) {
    PALABRE_TRY(view, context.services.projector->query("search"));
    PALABRE_TRY(scopes, visible_scopes(context, view));
    PALABRE_TRY(reader, engine::read(view, context.community->id, analyzer()));
    // The last word goes on; what stands before it stays as it was typed.
    std::size_t begin = text.size();
    std::string beginning;
    text::each_word(text, [&](const text::Word& word) {
        begin = word.begin;
        beginning = word.end == text.size() ? std::string(word.folded) : std::string();
    });
    PALABRE_TRY(words, engine::words_beginning(reader, scopes.visible, beginning, completions));
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& [word, count] : words)
        out.push_back({{"text", std::string(text.substr(0, begin)) + word}, {"count", count}});
    return json_with_etag(nlohmann::ordered_json{{"suggestions", std::move(out)}}.dump());
}

Answer suggest(const Context& context) {
    Parameters parameters(context.request, {"q"});
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto text = parameters.text("q").value_or("");
    if (const auto fault = fault_of_text(text)) return context.refuse(*fault);
    auto made = suggestions(context, text);
    return made ? std::move(*made) : context.fail(made.error());
}

} // namespace

Answer find(const Context& context) {
    Parameters parameters(context.request, {"q", "space", "kind", "sort", "page"});
    Asked asked;
    asked.sort = parameters.choice<engine::Sort>(
        "sort", {{"relevance", engine::Sort::relevance}, {"newest", engine::Sort::newest}});
    if (parameters.text("kind"))
        asked.kind = parameters.choice<ThreadKind>("kind", {{"question", ThreadKind::question},
                                                            {"opinion", ThreadKind::opinion},
                                                            {"advice", ThreadKind::advice},
                                                            {"news", ThreadKind::news}});
    asked.page = parameters.number("page", 1, limits::search_deepest / hits_per_page, 1);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    asked.text = parameters.text("q").value_or("");
    if (const auto fault = fault_of_text(asked.text)) return context.refuse(*fault);
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
        {Method::get, "/api/v1/communities/{c}/search", Access::anybody, Action::see_community, find},
        {Method::get, "/api/v1/communities/{c}/suggest", Access::anybody, Action::see_community, suggest},
    };
    return table;
}

} // namespace palabre::http::search
