// SPDX-License-Identifier: Apache-2.0
#include "projections/search/posts.hpp"

#include "projections/search/applying.hpp"
#include "projections/search/index/writer.hpp"
#include "projections/search/scopes.hpp"
#include "projections/search/subject.hpp"

#include <algorithm>

namespace palabre::projections::search::posts {
namespace {

enum class Part : std::uint8_t {
    thread = 'T', // community, thread → Thread
    post = 'P',   // community, thread, post → Post
    author = 'A', // community, author, thread, post → : what erasing looks for
};

struct Thread {
    std::uint16_t scope = 0;
    std::uint32_t kind = 0;
    PostId opening;
    bool removed = false;
};

/// What keeps a post from having words, for good.
struct Post {
    bool removed = false;
    bool erased = false;
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(static_cast<std::uint8_t>(part));
}
std::string thread_key(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::thread).add(thread).str();
}
Key posts_prefix(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::post).add(thread);
}
std::string post_key(const CommunityId& community, const ThreadId& thread, const PostId& post) {
    return posts_prefix(community, thread).add(post).str();
}
Key author_prefix(const CommunityId& community, const MemberId& author) {
    return part(community, Part::author).add(author);
}

Document document_of(const Thread& thread, Language language, Instant created) {
    Document out;
    out.language = language;
    search::at(out.columns, Column::scope) = thread.scope;
    search::at(out.columns, Column::kind) = thread.kind;
    search::at(out.columns, Column::created) = seconds(created);
    return out;
}

/// One event's changes to the index.
class Indexing {
public:
    Indexing(Stage& stage, const Applied& at)
        : stage_(stage), at_(at), writer_(stage, at.community, applying_analyzer()) {}

    /// Without words where its row says why.
    Status add(const ThreadId& thread, const MemberId& author, const PostId& post, const Post& row,
               const Document& document) {
        projections::put(stage_, post_key(at_.community, thread, post), row);
        stage_.put(author_prefix(at_.community, author).add(thread).add(post).str(), {});
        return writer_.put(id_of(post), row.removed || row.erased ? std::nullopt : std::optional(document));
    }
    /// Takes its words away; why is noted by `note`.
    template <class Note>
    Status take(const ThreadId& thread, const PostId& post, Note&& note) {
        const std::string key = post_key(at_.community, thread, post);
        PALABRE_TRY(row, find<Post>(stage_, key));
        if (!row) return {};
        std::forward<Note>(note)(*row);
        projections::put(stage_, key, *row);
        return writer_.put(id_of(post), std::nullopt);
    }
    Writer& writer() { return writer_; }
    Status finish() { return writer_.finish(); }

private:
    Stage& stage_;
    const Applied& at_;
    Writer writer_;
};

Status on(Stage& stage, const Applied& at, const events::forum::ThreadOpened& e) {
    PALABRE_TRY(scope, scope_of(stage, at.community, Scope::Of::spaces, e.spaces));
    const Thread thread{scope, code(e.kind), e.post, false};
    put(stage, thread_key(at.community, e.thread), thread);
    Document document = document_of(thread, e.language, happened(at));
    std::string tags;
    for (const auto& tag : e.tags.value_or(std::vector<std::string>())) tags += tag + '\n';
    document.texts = {{Field::title, e.title.value_or("")}, {Field::tags, tags}, {Field::body, e.body.value_or("")}};
    Indexing indexing(stage, at);
    PALABRE_CHECK(indexing.add(e.thread, e.author, e.post, {false, !e.title || !e.body}, document));
    return indexing.finish();
}

Status on(Stage& stage, const Applied& at, const events::forum::PostPublished& e) {
    PALABRE_TRY(thread, find<Thread>(stage, thread_key(at.community, e.thread)));
    if (!thread) return {};
    Document document = document_of(*thread, e.language, happened(at));
    document.texts = {{Field::body, e.body.value_or("")}};
    Indexing indexing(stage, at);
    PALABRE_CHECK(indexing.add(e.thread, e.author, e.post, {thread->removed, !e.body}, document));
    return indexing.finish();
}

Status on(Stage& stage, const Applied& at, const events::forum::PostEdited& e) {
    PALABRE_TRY(thread, find<Thread>(stage, thread_key(at.community, e.thread)));
    const std::string key = post_key(at.community, e.thread, e.post);
    PALABRE_TRY(post, find<Post>(stage, key));
    if (!thread || !post) return {};
    post->erased = post->erased || !e.body;
    put(stage, key, *post);
    Indexing indexing(stage, at);
    PALABRE_TRY(before, indexing.writer().document(id_of(e.post)));
    std::optional<Document> document;
    if (before && !post->erased && !post->removed) {
        document.emplace();
        document->language = before->language;
        document->columns = before->numbers();
        for (const Field field : {Field::title, Field::tags})
            if (auto text = before->text(field)) document->texts.push_back(std::move(*text));
        if (e.title && e.post == thread->opening) document->texts.front() = {Field::title, *e.title};
        document->texts.push_back({Field::body, *e.body});
    }
    PALABRE_CHECK(indexing.writer().put(id_of(e.post), document));
    return indexing.finish();
}

Status on(Stage& stage, const Applied& at, const events::forum::PostRemoved& e) {
    PALABRE_TRY(thread, find<Thread>(stage, thread_key(at.community, e.thread)));
    if (!thread) return {};
    Indexing indexing(stage, at);
    const auto note = [](Post& post) { post.removed = true; };
    if (e.post == thread->opening) {
        thread->removed = true;
        put(stage, thread_key(at.community, e.thread), *thread);
        const Key prefix = posts_prefix(at.community, e.thread);
        PALABRE_CHECK(stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
            return indexing.take(e.thread, PostId::from(key.substr(prefix.str().size())), note);
        }));
    } else {
        PALABRE_CHECK(indexing.take(e.thread, e.post, note));
    }
    return indexing.finish();
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadMoved& e) {
    PALABRE_TRY(thread, find<Thread>(stage, thread_key(at.community, e.thread)));
    if (!thread) return {};
    PALABRE_TRY(scope, scope_of(stage, at.community, Scope::Of::spaces, e.spaces));
    thread->scope = scope;
    put(stage, thread_key(at.community, e.thread), *thread);
    Indexing indexing(stage, at);
    const Key prefix = posts_prefix(at.community, e.thread);
    PALABRE_CHECK(stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        return indexing.writer().renumber(id_of(PostId::from(key.substr(prefix.str().size()))),
                                          [&](Columns& columns) { search::at(columns, Column::scope) = scope; });
    }));
    return indexing.finish();
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    Indexing indexing(stage, at);
    const Key prefix = author_prefix(at.community, e.member);
    PALABRE_CHECK(stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        KeyReader reader(key.substr(prefix.str().size()));
        const auto thread = reader.take<ThreadId>();
        return indexing.take(thread, reader.take<PostId>(), [](Post& post) { post.erased = true; });
    }));
    return indexing.finish();
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

} // namespace palabre::projections::search::posts
