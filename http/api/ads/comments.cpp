// SPDX-License-Identifier: Apache-2.0
// What is written below ads. Who advertises stands there as above: in the name of the organisation, or hidden.
#include "core/limits.hpp"
#include "http/api/act.hpp"
#include "http/api/ads/ads.hpp"
#include "http/api/ads/visible.hpp"
#include "http/api/authors.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/links.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>

namespace palabre::http::ads {

namespace command = commands::ads;
namespace read = projections::ads;
using commands::Reason;

namespace {

void append_comment(std::string& out, const read::CommentRow& row, const Context& context, const VisibleAd& ad,
                    Authors& authors) {
    const auto& above = ad.row->record;
    const bool advertiser = row.record.author == above.author;
    if (!advertiser)
        authors.append_row(out, row.json(), read::author_at, row.record.author);
    else if (knows_author(context, ad.eye, above))
        authors.append_row(out, row.json(), read::author_at,
                           projections::organisations::shown_author(above.author, above.organisation));
    else
        authors.append_hidden_row(out, row.json(), read::author_at);
    const bool own = row.record.author == context.member && !context.member.none();
    out.pop_back(); // the brace
    out.append(fmt::format(R"(,"advertiser":{},"may_remove":{}}})", advertiser, own || ad.eye.moderates));
}

Result<Response> comments_answer(const Context& context, const VisibleAd& ad, std::optional<std::string_view> cursor,
                                 std::size_t limit) {
    PALABRE_TRY(view, context.services.projector->query("ads"));
    PALABRE_TRY(found, read::comments(view, context.community->id, ad.row->record.id, cursor, limit));
    Authors authors(context);
    std::string body = R"({"comments":[)";
    for (std::size_t i = 0; i < found.comments.size(); ++i) {
        if (i > 0) body += ',';
        append_comment(body, found.comments[i], context, ad, authors);
    }
    PALABRE_TRY(members, authors.members_json());
    body.append(R"(],"members":)").append(members);
    body.append(R"(,"next":)").append(found.next ? '"' + *found.next + '"' : "null").append("}");
    Response response = json_with_etag(std::move(body));
    if (found.next) add_next_link(response, context.request, *found.next);
    return response;
}

Response comment_made(const Context& context, const commands::Accepted& accepted) {
    const auto& e = std::get<events::ads::CommentPublished>(accepted.event);
    return created(fmt::format("/api/v1/communities/{}/ads/{}/comments", context.community->slug, e.ad.text()),
                   fmt::format(R"({{"id":"{}"}})", e.comment.text()), accepted);
}

} // namespace

Answer list_comments(const Context& context) {
    Parameters parameters(context.request, {"cursor", "limit"});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto ad = visible_ad(context);
    if (!ad) return context.fail(ad.error());
    if (!ad->row) return context.refuse(ad->problem);
    auto answer = comments_answer(context, *ad, parameters.text("cursor"), limit);
    if (answer) return std::move(*answer);
    if (answer.error().code == ErrorCode::invalid) return context.refuse(problem(Fault::wrong_value, "cursor"));
    return context.fail(answer.error());
}

Answer comment_ad(const Context& context) {
    const auto ad = context.id<AdId>("id");
    if (!ad) return context.refuse(Reason::not_found);
    Body body(context.request);
    command::CommentAd c{.ad = *ad, .comment = context.services.random.draw<PostId>()};
    c.body = body.text("body", 1, limits::message);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), comment_made);
}

Answer remove_comment(const Context& context) {
    const auto ad = context.id<AdId>("id");
    const auto comment = context.id<PostId>("comment");
    if (!ad || !comment) return context.refuse(Reason::not_found);
    return act(context, command::RemoveComment{*ad, *comment}, done);
}

} // namespace palabre::http::ads
