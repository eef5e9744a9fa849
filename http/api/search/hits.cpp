// SPDX-License-Identifier: Apache-2.0
#include "http/api/search/hits.hpp"

#include "core/limits.hpp"
#include "core/text/html.hpp"
#include "http/api/forum/visible.hpp"
#include "http/api/search/excerpt.hpp"
#include "projections/ads/ads.hpp"
#include "projections/forum/posts.hpp"
#include "projections/members/members.hpp"
#include "projections/projector.hpp"
#include "projections/search/query/highlight.hpp"
#include "projections/search/subject.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::http::search {

namespace engine = projections::search;
namespace posts = projections::forum::posts;
namespace members = projections::members::members;

namespace {

class Hits {
public:
    Hits(const Context& context, const engine::Query& marked, Authors& authors)
        : context_(context), marked_(marked), authors_(authors) {}

    /// Appends it, if it is there for this viewer.
    Status add(const engine::Stored& document) {
        const auto subject = engine::subject_of(document);
        if (const auto* post = std::get_if<PostId>(&subject)) return add_post(document, *post);
        if (const auto* ad = std::get_if<AdId>(&subject)) return add_ad(document, *ad);
        if (const auto* member = std::get_if<MemberId>(&subject)) return add_member(document, *member);
        return {};
    }
    [[nodiscard]] std::string finish() && { return std::move(out_); }

private:
    std::string excerpt(const engine::Stored& document, std::string_view text) const {
        return pieces_json(engine::highlight(text, marked_, document.language, limits::search_excerpt, analyzer()));
    }

    Status add_post(const engine::Stored& document, const PostId& post) {
        PALABRE_TRY(view, context_.services.projector->query("posts"));
        PALABRE_TRY(found, posts::post(view, context_.community->id, post));
        if (!found || found->post.record.state() != projections::forum::State::shown) return {};
        PALABRE_TRY(thread, forum::visible_thread(context_, found->thread));
        if (!thread.row) return {};
        const auto& record = found->post.record;
        separate();
        fmt::format_to(
            std::back_inserter(out_),
            R"({{"what":"post","post":"{}","ordinal":{},"author":"{}","created":"{}","excerpt":{},"thread":)",
            record.id.text(), record.ordinal, authors_.text(record.author), record.created.text(),
            excerpt(document, plain_text(found->post)));
        authors_.append_row(out_, thread.row->json(), projections::forum::author_at, thread.row->record.author);
        out_ += '}';
        return {};
    }

    /// Without its author, who may hide: its page says what may be said of her.
    Status add_ad(const engine::Stored& document, const AdId& ad) {
        PALABRE_TRY(view, context_.services.projector->query("ads"));
        PALABRE_TRY(found, projections::ads::ad(view, context_.community->id, ad));
        if (!found || found->record.state() != projections::ads::State::published) return {};
        PALABRE_TRY(body, projections::ads::body_html(view, context_.community->id, ad));
        const auto& record = found->record;
        separate();
        fmt::format_to(
            std::back_inserter(out_),
            R"({{"what":"ad","ad":"{}","kind":"{}","title":{},"slug":{},"departement":{},"created":"{}","excerpt":{}}})",
            record.id.text(), events::ads::text(record.kind), nlohmann::json(record.title).dump(),
            nlohmann::json(record.slug).dump(),
            record.departement ? nlohmann::json(*record.departement).dump() : std::string("null"),
            record.published.value_or(record.created).text(), excerpt(document, text::without_tags(body.value_or(""))));
        return {};
    }

    Status add_member(const engine::Stored& document, const MemberId& member) {
        PALABRE_TRY(view, context_.services.projector->query("members"));
        PALABRE_TRY(found, members::member(view, context_.community->id, member));
        if (!found || !found->record.name) return {};
        separate();
        fmt::format_to(std::back_inserter(out_), R"({{"what":"member","author":"{}","created":"{}","excerpt":{}}})",
                       authors_.text(member), found->record.joined.text(),
                       excerpt(document, text::without_tags(found->record.bio_html.value_or(""))));
        return {};
    }

    void separate() { out_ += out_.empty() ? "" : ","; }

    const Context& context_;
    const engine::Query& marked_;
    Authors& authors_;
    std::string out_;
};

} // namespace

Result<std::string> hits_json(const Context& context, engine::Reader& reader, const engine::Answer& answer,
                              const engine::Query& marked, Authors& authors) {
    Hits hits(context, marked, authors);
    for (const auto& hit : answer.hits) {
        PALABRE_TRY(document, reader.document(hit.document));
        if (document) PALABRE_CHECK(hits.add(*document));
    }
    return std::move(hits).finish();
}

std::vector<events::Language> languages(const Context& context) {
    const auto other = context.language == events::Language::fr ? events::Language::en : events::Language::fr;
    return {context.language, other};
}

engine::Analyzer& analyzer() {
    static thread_local engine::Analyzer kept;
    return kept;
}

} // namespace palabre::http::search
