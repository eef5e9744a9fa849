// SPDX-License-Identifier: Apache-2.0
// What a text will look like, before it is published: nothing is stored.
#include "core/limits.hpp"
#include "http/api/act.hpp"
#include "http/api/authors.hpp"
#include "http/api/forum/forum.hpp"
#include "http/api/forum/mentions.hpp"
#include "http/api/forum/references.hpp"
#include "http/api/forum/visible.hpp"
#include "http/body.hpp"
#include "projections/forum/posts.hpp"
#include "projections/projector.hpp"

namespace palabre::http::forum {
namespace {

Result<Response> rendered(const Context& context, const std::optional<ThreadId>& thread, std::string text) {
    PALABRE_TRY(referring, with_references(context, std::move(text)));
    PALABRE_TRY(view, context.services.projector->query("posts"));
    PALABRE_TRY(joined, projections::forum::posts::joined_text(view, context.community->id, thread, referring));
    PALABRE_TRY(references, References::of(context, joined.references));
    std::string body;
    Authors(context).append_page(
        body, joined, [](std::string&, const PostId&) {},
        [&](std::string& out, const auto& reference) { references.append(out, reference); });
    return json(200, std::move(body)).set("Cache-Control", "no-store");
}

} // namespace

Answer preview(const Context& context) {
    Body body(context.request);
    const auto thread = body.optional_id<ThreadId>("thread");
    std::string text = body.text("body", 1, limits::body);
    if (auto bad = body.problem()) return context.refuse(*bad);
    if (thread) {
        auto seen = visible_thread(context, *thread);
        if (!seen) return context.fail(seen.error());
        if (!seen->row) {
            seen->problem.field = "/thread";
            return context.refuse(seen->problem);
        }
    }
    auto answer = rendered(context, thread, std::move(text));
    return answer ? std::move(*answer) : context.fail(answer.error());
}

} // namespace palabre::http::forum
