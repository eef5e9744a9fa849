// SPDX-License-Identifier: Apache-2.0
// Reading ads: stored rows, as far as the viewer may know of them.
#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "events/codes.hpp"
#include "http/api/act.hpp"
#include "http/api/ads/ads.hpp"
#include "http/api/ads/details.hpp"
#include "http/api/ads/duplicates.hpp"
#include "http/api/ads/visible.hpp"
#include "http/api/authors.hpp"
#include "http/api/parameters.hpp"
#include "http/api/search/filters.hpp"
#include "http/api/search/find_ads.hpp"
#include "http/api/search/turn.hpp"
#include "http/links.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/projector.hpp"
#include "projections/search/subject.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::http::ads {

namespace read = projections::ads;
namespace engine = projections::search;
using commands::Reason;
using nlohmann::json;

namespace {

void append_ad(std::string& out, const read::AdRow& row, const Context& context, const Eye& eye, Authors& authors) {
    // In the name of an organisation, that stands there; who wrote is for the ad's history.
    const auto author = projections::organisations::shown_author(row.record.author, row.record.organisation);
    if (knows_author(context, eye, row.record))
        authors.append_row(out, row.json(), read::author_at, author);
    else
        authors.append_hidden_row(out, row.json(), read::author_at);
}

Result<Response> list_answer(const Context& context, const std::vector<read::AdRow>& ads, const Eye& eye,
                             const std::optional<std::string>& next, std::string_view more = {}) {
    Authors authors(context);
    std::string body = R"({"ads":[)";
    for (std::size_t i = 0; i < ads.size(); ++i) {
        if (i > 0) body += ',';
        append_ad(body, ads[i], context, eye, authors);
    }
    PALABRE_TRY(members, authors.members_json());
    body.append(R"(],"members":)").append(members);
    body.append(R"(,"next":)").append(next ? '"' + *next + '"' : "null").append(more).append("}"); // cursors are base32
    Response response = json_with_etag(std::move(body));
    if (next) add_next_link(response, context.request, *next);
    return response;
}

/// A list as it comes, or the problem of its cursor. `for_readers`: for whoever may see the community's ads alone.
template <class List>
Answer whole_list(const Context& context, List list, bool for_readers = false) {
    Parameters parameters(context.request, {"cursor", "limit"});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto make = [&]() -> Result<Response> {
        PALABRE_TRY(eye, eye_of(context));
        if (for_readers && !rights::allowed(eye.sees)) return context.refuse(problem(eye.sees));
        PALABRE_TRY(view, context.services.projector->query("ads"));
        PALABRE_TRY(found, list(view, parameters.text("cursor"), limit));
        return list_answer(context, found.ads, eye, found.next);
    };
    auto answer = make();
    if (answer) return std::move(*answer);
    if (answer.error().code == ErrorCode::invalid) return context.refuse(problem(Fault::wrong_value, "cursor"));
    return context.fail(answer.error());
}

/// Cursors of a search are its pages, in the letters that cursors have: "pbc" is page 12.
constexpr char page_mark = 'p';
std::string page_cursor(std::size_t page) {
    std::string out = std::to_string(page);
    for (char& digit : out) digit = static_cast<char>(digit - '0' + 'a');
    return page_mark + out;
}
/// Nothing: no such cursor.
std::optional<std::size_t> page_of(std::string_view cursor, std::size_t most) {
    if (cursor.size() < 2 || cursor.size() > 6 || cursor.front() != page_mark) return std::nullopt;
    std::size_t page = 0;
    for (const char letter : cursor.substr(1)) {
        if (letter < 'a' || letter > 'j') return std::nullopt;
        page = page * 10 + static_cast<std::size_t>(letter - 'a');
    }
    return page >= 1 && page <= most ? std::optional(page) : std::nullopt;
}

/// What the search has found, as rows; one that has ended a moment ago is passed over.
Result<Response> found_answer(const Context& context, const search::FoundAds& found, const Eye& eye) {
    PALABRE_TRY(view, context.services.projector->query("ads"));
    PALABRE_TRY(rows, read::ads(view, context.community->id, found.ads));
    std::vector<read::AdRow> published;
    for (auto& row : rows)
        if (row && row->record.state() == read::State::published) published.push_back(std::move(*row));
    const auto next = found.page < found.pages ? std::optional(page_cursor(found.page + 1)) : std::nullopt;
    return list_answer(
        context, published, eye, next,
        fmt::format(R"(,"total":{},"any_word":{},"facets":{})", found.total, found.any_word, found.facets));
}

template <class Find>
std::optional<std::string_view> code(const Parameters& parameters, std::string_view name, Find find,
                                     std::optional<Problem>& fault) {
    const auto value = parameters.text(name);
    if (value && find(*value) == nullptr && !fault) fault = problem(Fault::wrong_value, std::string(name));
    return value;
}

std::optional<events::ads::AdKind> kind_of(const Parameters& parameters, std::optional<Problem>& fault) {
    const auto word = parameters.text("kind");
    if (!word) return std::nullopt;
    const auto kind = events::parse<events::ads::AdKind>(*word);
    if (!kind) fault = problem(Fault::wrong_value, "kind");
    return kind;
}

/// What may be done to it; the decider has the last word.
json may_json(const Context& context, const VisibleAd& ad) {
    const auto& record = ad.row->record;
    const read::State state = record.state();
    const bool over = state == read::State::filled || state == read::State::withdrawn || state == read::State::expired;
    const bool ends_soon = state == read::State::published && record.expires &&
                           context.services.clock.now() + limits::ad_warned >= *record.expires;
    return {{"edit",
             ad.own ? !over : ad.eye.moderates && (state == read::State::published || state == read::State::awaiting)},
            {"renew", ad.own && (ends_soon || over)},
            {"fill", ad.own && (state == read::State::published || state == read::State::expired)},
            {"withdraw", ad.own && !over},
            {"remove", ad.own || ad.eye.moderates},
            {"approve", ad.eye.moderates && state == read::State::awaiting},
            {"refuse", ad.eye.moderates && state == read::State::awaiting},
            {"like", state == read::State::published},
            {"comment", state == read::State::published},
            {"report", !ad.own && state == read::State::published}};
}

/// What only this viewer is told.
Result<std::string> viewer_json(const Context& context, const projections::View& view, const VisibleAd& ad) {
    if (context.member.none()) return std::string("null");
    PALABRE_TRY(kept, read::keeps(view, context.community->id, context.member, ad.row->record.id));
    PALABRE_TRY(liked, read::likes(view, context.community->id, context.member, ad.row->record.id));
    return json{{"member", context.member.text()},
                {"own", ad.own},
                {"moderates", ad.eye.moderates},
                {"kept", kept},
                {"liked", liked},
                {"may", may_json(context, ad)}}
        .dump();
}

/// Why it was last refused: for its author and moderators.
Result<std::string> refusal_json(const Context& context, const projections::View& view, const VisibleAd& ad) {
    if ((!ad.own && !ad.eye.moderates) || ad.row->record.state() != read::State::refused) return std::string("null");
    PALABRE_TRY(all, read::said(view, context.community->id, ad.row->record.id, read::SaidWhy::refusal));
    const auto last = std::ranges::max_element(all, {}, &read::Said::time);
    if (last == all.end()) return std::string("null");
    return json{{"reason", text(static_cast<events::ads::RefusalReason>(last->reason))},
                {"note", last->note ? json(*last->note) : json(nullptr)},
                {"created", last->time.text()}}
        .dump();
}

/// What was reported: for moderators.
Result<std::string> reports_json(const Context& context, const projections::View& view, const VisibleAd& ad,
                                 Authors& authors) {
    if (!ad.eye.moderates) return std::string("null");
    PALABRE_TRY(all, read::said(view, context.community->id, ad.row->record.id, read::SaidWhy::report));
    json reports = json::array();
    for (const auto& each : all)
        reports.push_back({{"member", authors.text(each.by)},
                           {"reason", text(static_cast<events::ads::ReportReason>(each.reason))},
                           {"note", each.note ? json(*each.note) : json(nullptr)},
                           {"created", each.time.text()}});
    return reports.dump();
}

/// Nobody may keep the answer: its tag is the version of the words, which says nothing of the rest.
Result<Response> ad_answer(const Context& context, const VisibleAd& ad) {
    PALABRE_TRY(view, context.services.projector->query("ads"));
    PALABRE_TRY(text_html, read::body_html(view, context.community->id, ad.row->record.id));
    Authors authors(context);
    std::string body = R"({"ad":)";
    append_ad(body, *ad.row, context, ad.eye, authors);
    PALABRE_TRY(viewer, viewer_json(context, view, ad));
    PALABRE_TRY(refusal, refusal_json(context, view, ad));
    PALABRE_TRY(reports, reports_json(context, view, ad, authors));
    std::string source = "null";
    if (!context.member.none() && (ad.own || ad.eye.moderates)) {
        PALABRE_TRY(found, source_of(context, ad.row->record.id));
        source = std::move(found);
    }
    PALABRE_TRY(members, authors.members_json());
    body.append(R"(,"body_html":)").append(json(text_html.value_or("")).dump());
    body.append(R"(,"members":)").append(members).append(R"(,"viewer":)").append(viewer);
    body.append(R"(,"refusal":)").append(refusal).append(R"(,"reports":)").append(reports);
    body.append(R"(,"source":)").append(source).append("}");
    Response response = http::json(200, std::move(body));
    response.set("ETag", '"' + ad.row->record.version.text() + '"');
    response.set("Cache-Control", "no-store");
    return response;
}

} // namespace

Answer list_ads(const Context& context) {
    Parameters parameters(context.request, {"q", "kind", "contract", "sort", "region", "departement", "commune",
                                            "trade", "near", "radius_km", "price_least", "price_most", "surface_least",
                                            "surface_most", "days", "cursor", "limit"});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    engine::Request request;
    request.now = context.services.clock.now();
    std::optional<Problem> fault = search::read_filters(parameters, request);
    if (const auto kind = kind_of(parameters, fault))
        request.filter.choices.push_back({engine::Column::kind, {engine::code(*kind)}});
    const auto text = parameters.text("q").value_or("");
    if (text::length(text) > limits::search_text && !fault) fault = problem(Fault::wrong_value, "q");
    const auto cursor = parameters.text("cursor");
    const auto page = cursor ? page_of(*cursor, limits::search_deepest / limit) : std::optional<std::size_t>(1);
    if (!page && !fault) fault = problem(Fault::wrong_value, "cursor");
    if (parameters.problem()) return context.refuse(*parameters.problem());
    if (fault) return context.refuse(*fault);
    // The list itself is read as any other; who looks for words or around a place searches.
    if (!text.empty() || context.request.parameter("near"))
        if (auto limited = search::take_turn(context)) return *limited;
    const auto make = [&]() -> Result<Response> {
        PALABRE_TRY(eye, eye_of(context));
        if (!rights::allowed(eye.sees)) return context.refuse(problem(eye.sees));
        PALABRE_TRY(found, search::find_ads(context, std::move(request), text, *page, limit));
        return found_answer(context, found, eye);
    };
    auto answer = make();
    return answer ? std::move(*answer) : context.fail(answer.error());
}

Answer list_latest_ads(const Context& context) {
    return whole_list(
        context,
        [&](const auto& view, auto cursor, std::size_t limit) {
            return read::published(view, context.community->id, std::nullopt, cursor, limit);
        },
        true);
}

Answer list_own_ads(const Context& context) {
    return whole_list(context, [&](const auto& view, auto cursor, std::size_t limit) {
        return read::of_author(view, context.community->id, context.member, cursor, limit);
    });
}

Answer list_favourites(const Context& context) {
    return whole_list(context, [&](const auto& view, auto cursor, std::size_t limit) -> Result<read::AdList> {
        PALABRE_TRY(found, read::favourites(view, context.community->id, context.member, cursor, limit));
        // What is over says so; what was taken back, or away, is nobody's to keep.
        std::erase_if(found.ads, [](const read::AdRow& row) {
            return row.record.state() > read::State::expired || row.record.state() < read::State::published ||
                   row.record.state() == read::State::refused;
        });
        return found;
    });
}

Answer list_waiting_ads(const Context& context) {
    Parameters parameters(context.request, {"waiting", "cursor", "limit"});
    const auto waiting = parameters.choice<read::Waiting>(
        "waiting", {{"approval", read::Waiting::approval}, {"reports", read::Waiting::reports}});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto make = [&]() -> Result<Response> {
        PALABRE_TRY(eye, eye_of(context));
        PALABRE_TRY(view, context.services.projector->query("ads"));
        PALABRE_TRY(found, read::queue(view, context.community->id, waiting, parameters.text("cursor"), limit));
        return list_answer(context, found.ads, eye, found.next);
    };
    auto answer = make();
    if (answer) return std::move(*answer);
    if (answer.error().code == ErrorCode::invalid) return context.refuse(problem(Fault::wrong_value, "cursor"));
    return context.fail(answer.error());
}

Answer get_ad(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto ad = visible_ad(context);
    if (!ad) return context.fail(ad.error());
    if (!ad->row) return context.refuse(ad->problem);
    auto answer = ad_answer(context, *ad);
    return answer ? std::move(*answer) : context.fail(answer.error());
}

Answer get_history(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto ad = visible_ad(context);
    if (!ad) return context.fail(ad.error());
    if (!ad->row) return context.refuse(ad->problem);
    if (!ad->own && !ad->eye.moderates) return context.refuse(Reason::not_yours);
    const auto view = context.services.projector->query("ads");
    if (!view) return context.fail(view.error());
    const auto steps = read::history(*view, context.community->id, ad->row->record.id);
    if (!steps) return context.fail(steps.error());
    Authors authors(context);
    json history = json::array();
    for (const auto& step : *steps) {
        // Which moderator it was is for moderators.
        const bool told = !step.by.none() && (ad->eye.moderates || step.by == context.member);
        history.push_back({{"what", text(step.what)},
                           {"by", told ? json(authors.text(step.by)) : json(nullptr)},
                           {"created", step.time.text()}});
    }
    const auto members = authors.members_json();
    if (!members) return context.fail(members.error());
    return json_with_etag(fmt::format(R"({{"history":{},"members":{}}})", history.dump(), *members));
}

Answer find_duplicates(const Context& context) {
    Parameters parameters(context.request, {"kind", "title", "departement", "except"});
    std::optional<Problem> fault;
    Likeness like{.title = parameters.text("title").value_or("")};
    const auto kind = kind_of(parameters, fault);
    if (!kind && !fault) fault = problem(Reason::missing, "kind");
    like.kind = kind.value_or(events::ads::AdKind{});
    like.departement = code(parameters, "departement", events::find_departement, fault);
    if (const auto except = parameters.text("except")) {
        like.except = AdId::parse(*except);
        if (!like.except && !fault) fault = problem(Fault::wrong_value, "except");
    }
    if (parameters.problem()) return context.refuse(*parameters.problem());
    if (fault) return context.refuse(*fault);
    const auto make = [&]() -> Result<Response> {
        PALABRE_TRY(eye, eye_of(context));
        PALABRE_TRY(view, context.services.projector->query("ads"));
        PALABRE_TRY(found, duplicates(view, context.community->id, context.member, like));
        return list_answer(context, found, eye, std::nullopt);
    };
    auto answer = make();
    return answer ? std::move(*answer) : context.fail(answer.error());
}

Answer get_rules(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto eye = eye_of(context);
    if (!eye) return context.fail(eye.error());
    return json_with_etag(json{{"moderated", eye->rules.moderated}, {"open", eye->rules.open}}.dump());
}

} // namespace palabre::http::ads
