// SPDX-License-Identifier: Apache-2.0
// Reading threads: stored rows joined into one document.
#include "core/limits.hpp"
#include "core/store/key.hpp"
#include "http/api/act.hpp"
#include "http/api/authors.hpp"
#include "http/api/forum/forum.hpp"
#include "http/api/forum/references.hpp"
#include "http/api/forum/source.hpp"
#include "http/api/forum/thread_list.hpp"
#include "http/api/forum/visible.hpp"
#include "http/api/parameters.hpp"
#include "http/api/spaces/visible.hpp"
#include "http/links.hpp"
#include "projections/forum/follows.hpp"
#include "projections/forum/posts.hpp"
#include "projections/forum/reactions.hpp"
#include "projections/forum/reads.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/projector.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::http::forum {

namespace follows = projections::forum::follows;
namespace posts = projections::forum::posts;
namespace reactions = projections::forum::reactions;
namespace reads = projections::forum::reads;
namespace threads = projections::forum::threads;
namespace organisations = projections::organisations;
using projections::forum::author_at;

namespace {

/// Which posts are the viewer's own though an organisation stands as their author. `mine`: for which ones she speaks.
Result<std::vector<PostId>> written_for(const Context& context, const std::vector<organisations::Delegation>& mine,
                                        const posts::JoinedPage& page) {
    std::vector<PostId> own;
    if (mine.empty()) return own;
    PALABRE_TRY(view, context.services.projector->query("members"));
    for (const auto& post : page.posts) {
        const auto author = organisations::as_organisation(post.author);
        if (std::ranges::none_of(mine, [&](const auto& each) { return each.organisation.record.id == author; }))
            continue;
        PALABRE_TRY(writer, organisations::writer(view, context.community->id, post.id));
        if (writer == context.member) own.push_back(post.id);
    }
    return own;
}

/// What is the viewer's in each post of the page, spliced in before the body: `"my":["like"],` what was given, and
/// `"own":true,` where it is her own in the name of an organisation.
class Marks {
public:
    Marks(std::vector<reactions::Reaction> given, std::vector<PostId> own)
        : given_(std::move(given)), own_(std::move(own)) {}
    void append(std::string& out, const PostId& post) const {
        out += "\"my\":[";
        bool first = true;
        for (const auto& reaction : given_) {
            if (reaction.post != post) continue;
            out.append(first ? "\"" : ",\"").append(text(reaction.kind)).append("\"");
            first = false;
        }
        out += "],";
        if (std::ranges::find(own_, post) != own_.end()) out += "\"own\":true,";
    }

private:
    std::vector<reactions::Reaction> given_;
    std::vector<PostId> own_;
};

void append_posts(std::string& out, const posts::JoinedPage& page, Authors& authors, const std::optional<Marks>& marks,
                  const References& references) {
    const auto mark = [&](std::string& to, const PostId& post) {
        if (marks) marks->append(to, post);
    };
    authors.append_page(out, page, mark,
                        [&](std::string& to, const auto& reference) { references.append(to, reference); });
}

/// In whose name the viewer may publish: `[{"id":…,"name":…}]`.
std::string speaks_for_json(const std::vector<organisations::Delegation>& mine) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& each : mine)
        if (each.place == organisations::Place::speaks)
            list.push_back({{"id", each.organisation.record.id.text()}, {"name", each.organisation.record.name}});
    return list.dump();
}

/// Whether she opened the thread, be it in the name of an organisation.
Result<bool> is_opener(const Context& context, const projections::forum::ThreadRecord& thread) {
    if (thread.author == context.member) return true;
    PALABRE_TRY(view, context.services.projector->query("members"));
    PALABRE_TRY(writer, organisations::writer(view, context.community->id, thread.opening));
    return writer == context.member;
}

/// What only this viewer sees of the thread: following, and which acts are open.
Result<std::string> viewer_json(const Context& context, const projections::forum::ThreadRecord& thread,
                                const std::vector<organisations::Delegation>& mine) {
    if (context.member.none()) return std::string("null");
    PALABRE_TRY(follows_view, context.services.projector->query("follows"));
    PALABRE_TRY(following, follows::is_following(follows_view, context.community->id, context.member, thread.id));
    PALABRE_TRY(reads_view, context.services.projector->query("reads"));
    PALABRE_TRY(unread, reads::unread(reads_view, context.community->id, context.member, thread));
    using rights::Action;
    const auto may = [&](Action action) { return rights::allowed(rights::may(action, context.standing)); };
    const bool question = thread.kind == events::forum::ThreadKind::question;
    bool accepts = question && may(Action::accept_answer);
    if (question && !accepts) {
        PALABRE_TRY(opener, is_opener(context, thread));
        accepts = opener;
    }
    return fmt::format(
        R"({{"member":"{}","following":{},"unread":{},"speaks_for":{},"may":{{"reply":{},"react":{},"accept":{},)"
        R"("pin":{},"lock":{},"move":{},"remove":{}}}}})",
        context.member.text(), following, unread ? std::to_string(unread->first) : "null", speaks_for_json(mine),
        may(Action::reply) && !thread.locked, may(Action::react), accepts, may(Action::pin_thread),
        may(Action::lock_thread), may(Action::move_thread), may(Action::remove_any_post));
}

Result<Response> thread_list(const Context& context, const threads::Scope& scope, threads::Sort sort,
                             std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(threads_view, context.services.projector->query("threads"));
    PALABRE_TRY(list, threads::list(threads_view, context.community->id, scope, sort, cursor, limit));
    PALABRE_TRY(body, thread_list_json(context, list.threads, list.next));
    Response response = json_with_etag(std::move(body));
    if (list.next) add_next_link(response, context.request, *list.next);
    return response;
}

/// For whom the viewer speaks: a scan, mostly of nothing, and a fifth of a page. Kept for as long as no row changes.
Result<std::shared_ptr<const std::vector<organisations::Delegation>>> delegations_of(const Context& context) {
    using Delegations = std::vector<organisations::Delegation>;
    using Made = std::pair<std::shared_ptr<const Delegations>, std::size_t>;
    const CommunityId& community = context.community->id;
    // Read before the rows: what is later than this only has another stamp with the next change.
    const projections::ObjectCache::Stamp stamp{context.services.projector->changes()};
    PALABRE_TRY(view, context.services.projector->query("members"));
    return view.cached<Delegations>(Key().add(community).add(context.member).str(), stamp, [&]() -> Result<Made> {
        PALABRE_TRY(found, organisations::delegations(view, community, context.member));
        std::size_t cost = sizeof(Delegations);
        for (const auto& each : found) cost += sizeof each + each.organisation.bytes.size();
        return Made{std::make_shared<const Delegations>(std::move(found)), cost};
    });
}

Result<Response> thread_page(const Context& context, const projections::forum::ThreadRow& thread,
                             std::uint32_t number) {
    const auto& projector = *context.services.projector;
    const CommunityId& community = context.community->id;
    PALABRE_TRY(posts_view, projector.query("posts"));
    PALABRE_TRY(page, posts::joined_page(posts_view, community, thread.record.id, number));
    if (!page || page->posts.empty()) return context.refuse(commands::Reason::not_found);
    std::optional<Marks> marks;
    auto mine = std::make_shared<const std::vector<organisations::Delegation>>();
    if (!context.member.none()) {
        PALABRE_TRY(delegations, delegations_of(context));
        mine = std::move(delegations);
        PALABRE_TRY(reactions_view, projector.query("reactions"));
        PALABRE_TRY(given, reactions::of(reactions_view, community, context.member, thread.record.id));
        PALABRE_TRY(own, written_for(context, *mine, *page));
        marks.emplace(std::move(given), std::move(own));
    }
    Authors authors(context);
    std::string body;
    body.reserve(page->json.size() + 8 * 1024); // the rest: some 20 authors
    body += R"({"thread":)";
    authors.append_row(body, thread.json(), author_at, thread.record.author);
    body += R"(,"posts":[)";
    PALABRE_TRY(references, References::of(context, page->references));
    append_posts(body, *page, authors, marks, references);
    const std::string place = Key().add(community).add(thread.record.id).u32(number).str();
    PALABRE_TRY(members, authors.kept_members_json(place, page->changed));
    PALABRE_TRY(viewer, viewer_json(context, thread.record, *mine));
    const std::uint32_t pages = posts::page_of(std::max(page->total, 1U));
    fmt::format_to(std::back_inserter(body), R"(],"members":{},"viewer":{},"page":{},"pages":{},"next":{}}})", *members,
                   viewer, number, pages, page->next ? std::to_string(*page->next) : "null");
    return json_with_etag(std::move(body));
}

/// The Markdown for whoever may edit it, else null.
Result<std::string> source_json(const Context& context, const projections::forum::PostRecord& post) {
    bool own = post.author == context.member;
    if (!own) {
        PALABRE_TRY(view, context.services.projector->query("members"));
        PALABRE_TRY(writer, organisations::writer(view, context.community->id, post.id));
        own = writer == context.member;
    }
    const auto action = own ? rights::Action::edit_post : rights::Action::edit_any_post;
    if (context.member.none() || !rights::allowed(rights::may(action, context.standing))) return std::string("null");
    PALABRE_TRY(source, post_source(context, post.id));
    return source ? nlohmann::json(*source).dump() : "null";
}

/// One post as it stands in its thread. The tag is the post's version, which If-Match takes; it says nothing of score
/// and comments, so nobody may keep the answer.
Result<Response> post_answer(const Context& context, const PostId& id) {
    const auto& projector = *context.services.projector;
    const CommunityId& community = context.community->id;
    PALABRE_TRY(posts_view, projector.query("posts"));
    PALABRE_TRY(found, posts::post(posts_view, community, id));
    if (!found) return context.refuse(commands::Reason::not_found);
    PALABRE_TRY(thread, visible_thread(context, found->thread));
    if (!thread.row) return context.refuse(thread.problem);
    const auto& record = found->post.record;
    if (record.removed) return context.refuse(commands::Reason::gone);
    std::optional<Marks> marks;
    if (!context.member.none()) {
        PALABRE_TRY(reactions_view, projector.query("reactions"));
        PALABRE_TRY(given, reactions::of(reactions_view, community, context.member, found->thread));
        marks.emplace(std::move(given), std::vector<PostId>());
    }
    Authors authors(context);
    std::string body = R"({"thread":)";
    authors.append_row(body, thread.row->json(), author_at, thread.row->record.author);
    body += R"(,"post":)";
    PALABRE_TRY(joined, posts::joined_post(posts_view, community, found->thread, found->post));
    PALABRE_TRY(references, References::of(context, joined.references));
    append_posts(body, joined, authors, marks, references);
    PALABRE_TRY(members, authors.members_json());
    PALABRE_TRY(source, source_json(context, record));
    body.append(R"(,"members":)").append(members).append(R"(,"body":)").append(source).append("}");
    Response response = json(200, std::move(body));
    response.set("ETag", '"' + record.version.text() + '"');
    response.set("Cache-Control", "no-store");
    return response;
}

} // namespace

Answer list_threads(const Context& context) {
    Parameters parameters(context.request, {"space", "sort", "cursor", "limit"});
    const auto sort = parameters.choice<threads::Sort>("sort", {{"activity", threads::Sort::activity},
                                                                {"newest", threads::Sort::newest},
                                                                {"unanswered", threads::Sort::unanswered}});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());

    auto scope = context.standing.membership == rights::Membership::active ? threads::Scope::of_members()
                                                                           : threads::Scope::of_everyone();
    if (const auto named = parameters.text("space")) {
        auto space = spaces::visible_space(context, *named);
        if (!space) return context.fail(space.error());
        if (!space->row) {
            space->problem.field = "space";
            return context.refuse(space->problem);
        }
        scope = threads::Scope::of(space->row->record.id);
    }
    auto answer = thread_list(context, scope, sort, parameters.text("cursor"), limit);
    if (answer) return std::move(*answer);
    if (answer.error().code == ErrorCode::invalid) return context.refuse(problem(Fault::wrong_value, "cursor"));
    return context.fail(answer.error());
}

Answer get_thread(const Context& context) {
    Parameters parameters(context.request, {"page"});
    const auto page = parameters.number("page", 1, UINT32_MAX / limits::posts_per_page, 1);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    auto thread = visible_thread(context);
    if (!thread) return context.fail(thread.error());
    if (!thread->row) return context.refuse(thread->problem);
    auto answer = thread_page(context, *thread->row, static_cast<std::uint32_t>(page));
    return answer ? std::move(*answer) : context.fail(answer.error());
}

Answer get_post(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto id = context.id<PostId>("id");
    if (!id) return context.refuse(commands::Reason::not_found);
    auto answer = post_answer(context, *id);
    return answer ? std::move(*answer) : context.fail(answer.error());
}

} // namespace palabre::http::forum
