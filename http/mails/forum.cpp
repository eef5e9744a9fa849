// SPDX-License-Identifier: Apache-2.0
#include "http/mails/forum.hpp"

#include "http/mails/desk.hpp"
#include "projections/forum/posts.hpp"
#include "projections/forum/threads.hpp"
#include "projections/projector.hpp"

namespace palabre::http::mails {

bool is_reply(std::string_view event_type) {
    return event_type == events::forum::PostPublished::type;
}

Status answered(const Desk& desk, const Heard& heard, std::vector<std::string>& readers) {
    const auto& e = std::get<events::forum::PostPublished>(heard.event);
    const CommunityId& community = heard.stored.proposal.community;
    const auto add = [&](const MemberId& author) {
        if (author != e.author) readers.push_back(author.text());
    };
    PALABRE_TRY(threads_view, desk.projector().query("threads"));
    PALABRE_TRY(thread, projections::forum::threads::thread(threads_view, community, e.thread));
    if (thread) add(thread->record.author);
    if (!e.parent) return {};
    PALABRE_TRY(posts_view, desk.projector().query("posts"));
    PALABRE_TRY(parent, projections::forum::posts::post(posts_view, community, *e.parent));
    if (parent) add(parent->post.record.author);
    return {};
}

Result<std::optional<Draft>> reply(const Desk& desk, const mail::Queued& mail) {
    constexpr std::optional<Draft> nothing;
    PALABRE_TRY(event, desk.event(mail));
    const auto& e = std::get<events::forum::PostPublished>(event);
    PALABRE_TRY(reader, desk.reader(mail.community, mail.recipient));
    if (!reader) return nothing;
    PALABRE_TRY(seen, desk.post(mail.community, reader->standing, e.post));
    PALABRE_TRY(community, desk.community(mail.community));
    if (!seen || !community) return nothing;
    PALABRE_TRY(author, desk.name(mail.community, seen->post.author));
    nlohmann::json document{{"community", {{"name", community->name}}},
                            {"thread", {{"title", seen->thread.title}}},
                            {"excerpt", seen->excerpt},
                            {"link", desk.link(seen->path)}};
    if (author) document["author"] = *author;
    return Draft{.to = reader->address,
                 .language = reader->language,
                 .time_zone = community->time_zone,
                 .document = std::move(document)};
}

} // namespace palabre::http::mails
