// SPDX-License-Identifier: Apache-2.0
#include "projections/forum/posts.hpp"

#include "core/limits.hpp"
#include "projections/forum/files.hpp"
#include "projections/organisations/organisations.hpp"

namespace palabre::projections::forum::posts {

namespace {

enum class Part : std::uint8_t { // and those of files.hpp
    post = 'p',                  // community, thread, ordinal → PostRow
    place = 'i',                 // community, post → Place
    thread = 't',                // community, thread → Posts
    author = 'a',                // community, author, thread, ordinal → : what erasing looks for
};

struct Place {
    ThreadId thread;
    std::uint32_t ordinal = 0;
};

/// Of a thread.
struct Posts {
    std::uint32_t total = 0;
    Sequence changed{};
};

/// A row taken apart: the body keeps its bytes unless somebody writes it anew.
struct Post {
    PostRecord record;
    std::string body;
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
Key post_key(const CommunityId& community, const ThreadId& thread, std::uint32_t ordinal) {
    return part(community, Part::post).add(thread).u32(ordinal);
}
std::string place_key(const CommunityId& community, const PostId& post) {
    return part(community, Part::place).add(post).str();
}
std::string thread_key(const CommunityId& community, const ThreadId& thread) {
    return part(community, Part::thread).add(thread).str();
}
Key author_prefix(const CommunityId& community, const MemberId& author) {
    return part(community, Part::author).add(author);
}

constexpr std::string_view marker = "<x-"; ///< with which those of references begin, and nothing else in a body

void put_post(Stage& stage, const CommunityId& community, const ThreadId& thread, Post post) {
    const std::string head = post_head(post.record);
    // Behind the names of files, which may look alike.
    post.record.refers = post.body.find(marker, post.body.find(R"("body_html":)")) != std::string::npos;
    post.record.body_at = head.size();
    put_row(stage, post_key(community, thread, post.record.ordinal).str(), post.record, head + post.body);
}

/// Behind the last post of the thread. `writer`: whose text it is, whoever is shown as its author.
Status add_post(Stage& stage, const Applied& at, const ThreadId& thread, const MemberId& writer, Posts posts,
                PostRecord record, const std::optional<std::string>& body) {
    record.ordinal = ++posts.total;
    record.created = happened(at);
    record.version = at.version;
    record.erased = !body;
    posts.changed = at.sequence;
    PALABRE_TRY(attachments, files::attach(stage, at, record.id, record.attachments));
    put(stage, thread_key(at.community, thread), posts);
    put(stage, place_key(at.community, record.id), Place{thread, record.ordinal});
    stage.put(author_prefix(at.community, writer).add(thread).u32(record.ordinal).str(), {});
    put_post(stage, at.community, thread, {std::move(record), post_body(body, attachments)});
    return {};
}

/// Changes a post and notes that its thread changed. What is not there is passed over.
template <class Change>
Status change_at(Stage& stage, const Applied& at, const Place& place, Change&& change) {
    const std::string key = post_key(at.community, place.thread, place.ordinal).str();
    PALABRE_TRY(posts, find<Posts>(stage, thread_key(at.community, place.thread)));
    PALABRE_TRY(row, find_row<PostRecord>(stage, key));
    if (!posts || !row) return {};
    Post post{std::move(row->record), {}};
    post.body = row->json().substr(post.record.body_at);
    std::forward<Change>(change)(post);
    put_post(stage, at.community, place.thread, std::move(post));
    posts->changed = at.sequence;
    put(stage, thread_key(at.community, place.thread), *posts);
    return {};
}

template <class Change>
Status change_post(Stage& stage, const Applied& at, const ThreadId& thread, const PostId& id, Change&& change) {
    PALABRE_TRY(place, find<Place>(stage, place_key(at.community, id)));
    if (!place || place->thread != thread) return {};
    return change_at(stage, at, *place, std::forward<Change>(change));
}

Status count_comment(Stage& stage, const Applied& at, const ThreadId& thread, const std::optional<PostId>& parent,
                     std::int32_t by) {
    if (!parent) return {};
    return change_post(stage, at, thread, *parent, [by](Post& post) { post.record.comments += by; });
}

Status on(Stage& stage, const Applied& at, const events::forum::ThreadOpened& e) {
    PostRecord record;
    record.id = e.post;
    record.author = organisations::shown_author(e.author, e.organisation);
    record.source_id = e.source_id;
    record.attachments = e.attachments;
    return add_post(stage, at, e.thread, e.author, {}, std::move(record), e.body);
}

Status on(Stage& stage, const Applied& at, const events::forum::PostPublished& e) {
    PALABRE_TRY(posts, find<Posts>(stage, thread_key(at.community, e.thread)));
    if (!posts) return {};
    PALABRE_CHECK(count_comment(stage, at, e.thread, e.parent, 1));
    PostRecord record;
    record.id = e.post;
    record.author = organisations::shown_author(e.author, e.organisation);
    record.parent = e.parent;
    record.source_id = e.source_id;
    record.attachments = e.attachments;
    return add_post(stage, at, e.thread, e.author, *posts, std::move(record), e.body);
}

Status on(Stage& stage, const Applied& at, const events::forum::PostEdited& e) {
    std::vector<FileId> before;
    PALABRE_CHECK(change_post(stage, at, e.thread, e.post,
                              [&](Post& post) { before = std::exchange(post.record.attachments, e.attachments); }));
    PALABRE_CHECK(files::detach(stage, at, before));
    PALABRE_TRY(attachments, files::attach(stage, at, e.post, e.attachments));
    return change_post(stage, at, e.thread, e.post, [&](Post& post) {
        post.record.edited = happened(at);
        post.record.version = at.version;
        post.record.attachments = e.attachments;
        post.record.erased = post.record.erased || !e.body;
        post.body = post_body(post.record.state() == State::shown ? e.body : std::nullopt, attachments);
    });
}

Status on(Stage& stage, const Applied& at, const events::forum::PostRemoved& e) {
    std::optional<PostId> parent;
    std::vector<FileId> attachments;
    PALABRE_CHECK(change_post(stage, at, e.thread, e.post, [&](Post& post) {
        attachments = std::exchange(post.record.attachments, {});
        if (!post.record.removed) parent = post.record.parent;
        post.record.removed = true;
        post.record.version = at.version;
        post.body = post_body({});
    }));
    PALABRE_CHECK(files::detach(stage, at, attachments));
    return count_comment(stage, at, e.thread, parent, -1);
}

Status on(Stage& stage, const Applied& at, const events::forum::ReactionAdded& e) {
    return change_post(stage, at, e.thread, e.post, [&](Post& post) { post.record.score += worth(e.kind); });
}

Status on(Stage& stage, const Applied& at, const events::forum::ReactionRemoved& e) {
    return change_post(stage, at, e.thread, e.post, [&](Post& post) { post.record.score -= worth(e.kind); });
}

Status on(Stage& stage, const Applied& at, const events::forum::FileUploaded& e) {
    return files::add(stage, at, e);
}

Status on(Stage& stage, const Applied& at, const events::forum::FileDescribed& e) {
    PALABRE_TRY(post, files::describe(stage, at, e));
    PALABRE_TRY(place, post ? find<Place>(stage, place_key(at.community, *post)) : Result<std::optional<Place>>());
    if (!place) return {};
    PALABRE_TRY(row, find_row<PostRecord>(stage, post_key(at.community, place->thread, place->ordinal).str()));
    if (!row || row->record.state() != State::shown) return {};
    PALABRE_TRY(attachments, files::shown(stage, at.community, row->record.attachments));
    return change_at(stage, at, *place, [&](Post& each) { each.body = with_attachments(each.body, attachments); });
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    PALABRE_CHECK(files::erase(stage, at, e.member));
    const Key prefix = author_prefix(at.community, e.member);
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        KeyReader reader(key.substr(prefix.str().size()));
        const auto thread = reader.take<ThreadId>();
        return change_at(stage, at, {thread, reader.u32()}, [](Post& post) {
            post.record.erased = true;
            post.body = post_body({});
        });
    });
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

Result<std::optional<PostPage>> page(const View& view, const CommunityId& community, const ThreadId& thread,
                                     std::uint32_t page) {
    PALABRE_TRY(posts, find<Posts>(view, thread_key(community, thread)));
    if (!posts) return std::optional<PostPage>{};
    PostPage found;
    found.total = posts->total;
    found.changed = posts->changed;
    if (page == 0 || page > page_of(posts->total)) return std::optional(std::move(found));

    const auto first = static_cast<std::uint32_t>((page - 1) * limits::posts_per_page + 1);
    const auto behind = static_cast<std::uint32_t>(first + limits::posts_per_page);
    Scan scan = view.scan(post_key(community, thread, first), post_key(community, thread, behind));
    for (; scan.valid(); scan.next()) {
        PALABRE_TRY(row, parse_row<PostRecord>(std::string(scan.value()), scan.key()));
        found.posts.push_back(std::move(row));
    }
    PALABRE_CHECK(scan.status());
    if (behind <= posts->total) found.next = page + 1;
    return std::optional(std::move(found));
}

namespace {

/// A quote stays within its thread: who may read the one may read the other.
FindQuoted quoted_in(const View& view, const CommunityId& community, const ThreadId& thread) {
    return [&](const PostId& id) -> Result<std::optional<PostRow>> {
        PALABRE_TRY(found, post(view, community, id));
        if (!found || found->thread != thread) return std::optional<PostRow>{};
        return std::optional(std::move(found->post));
    };
}

} // namespace

Result<std::shared_ptr<const JoinedPage>> joined_page(const View& view, const CommunityId& community,
                                                      const ThreadId& thread, std::uint32_t number) {
    using Made = std::pair<std::shared_ptr<const JoinedPage>, std::size_t>;
    const std::string thread_row = thread_key(community, thread);
    PALABRE_TRY(posts, find<Posts>(view, thread_row));
    if (!posts) return std::shared_ptr<const JoinedPage>();
    // The rows may already be later than `changed`: then the next change has another stamp, and nobody asks for this
    // one.
    return view.cached<JoinedPage>(Key().raw(thread_row).u32(number).str(), {palabre::number(posts->changed)},
                                   [&]() -> Result<Made> {
                                       PALABRE_TRY(found, page(view, community, thread, number));
                                       const PostPage rows = found ? std::move(*found) : PostPage{};
                                       PALABRE_TRY(joined, join(rows.posts, quoted_in(view, community, thread)));
                                       joined.total = rows.total;
                                       joined.changed = posts->changed;
                                       joined.next = rows.next;
                                       auto kept = std::make_shared<const JoinedPage>(std::move(joined));
                                       const std::size_t cost = kept->json.size() + sizeof(JoinedPage) +
                                                                kept->posts.size() * sizeof(JoinedPage::Post) +
                                                                kept->references.size() * sizeof(JoinedPage::Reference);
                                       return Made{std::move(kept), cost};
                                   });
}

Result<JoinedPage> joined_post(const View& view, const CommunityId& community, const ThreadId& thread,
                               const PostRow& row) {
    return join({&row, 1}, quoted_in(view, community, thread));
}

Result<JoinedPage> joined_text(const View& view, const CommunityId& community, const std::optional<ThreadId>& thread,
                               std::string_view markdown) {
    if (thread) return join(markdown, quoted_in(view, community, *thread));
    return join(markdown, [](const PostId&) -> Result<std::optional<PostRow>> { return std::optional<PostRow>{}; });
}

std::uint32_t page_of(std::uint32_t ordinal) {
    return ordinal == 0 ? 1 : static_cast<std::uint32_t>((ordinal - 1) / limits::posts_per_page + 1);
}

Result<std::optional<Found>> post(const View& view, const CommunityId& community, const PostId& post) {
    PALABRE_TRY(place, find<Place>(view, place_key(community, post)));
    if (!place) return std::optional<Found>{};
    PALABRE_TRY(row, find_row<PostRecord>(view, post_key(community, place->thread, place->ordinal)));
    if (!row) return std::optional<Found>{};
    return std::optional(Found{place->thread, std::move(*row)});
}

} // namespace palabre::projections::forum::posts
