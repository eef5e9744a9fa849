// SPDX-License-Identifier: Apache-2.0
#include "http/mails/desk.hpp"

#include "core/vault/sealed.hpp"
#include "http/api/forum/visible.hpp"
#include "http/pages/forum/present.hpp"
#include "projections/accounts/directory.hpp"
#include "projections/forum/posts.hpp"
#include "projections/forum/threads.hpp"
#include "projections/members/members.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/projector.hpp"
#include "projections/spaces/spaces.hpp"

namespace palabre::http::mails {

namespace directory = projections::accounts::directory;
namespace members = projections::members::members;
namespace posts = projections::forum::posts;
namespace spaces = projections::spaces::spaces;
namespace threads = projections::forum::threads;

Result<events::Event> Desk::open(const log::Event& stored) const {
    PALABRE_TRY(event, events::decode(stored.proposal.type, stored.proposal.value));
    const SealContext context{stored.proposal.community, stored.proposal.id, stored.proposal.type};
    try {
        PALABRE_CHECK(events::open(event, context, parts_.keys));
    } catch (const std::runtime_error& unreadable) { // the vault's way to say so
        return error(ErrorCode::io, unreadable.what());
    }
    events::upcast(event);
    return event;
}

Result<events::Event> Desk::event(const mail::Queued& mail) const {
    PALABRE_TRY(stored, parts_.log.read(mail.community, mail.sequence));
    return open(stored);
}

Result<std::optional<projections::accounts::AccountRecord>> Desk::account(const AccountId& id) const {
    PALABRE_TRY(view, parts_.projector.query("directory"));
    return directory::account(view, id);
}

Result<std::optional<AccountId>> Desk::holder(const NameHash& email_hash) const {
    PALABRE_TRY(view, parts_.projector.query("directory"));
    return directory::by_email(view, email_hash);
}

std::string Desk::link(const commands::accounts::Link& link, std::string_view slug) const {
    return this->link(commands::accounts::link_path(link, parts_.links.seal(link, parts_.random), slug));
}

Result<std::optional<projections::spaces::CommunityRecord>> Desk::community(const CommunityId& id) const {
    PALABRE_TRY(view, parts_.projector.query("spaces"));
    PALABRE_TRY(row, spaces::community(view, id));
    if (!row) return std::optional<projections::spaces::CommunityRecord>();
    return std::optional(std::move(row->record));
}

Result<std::optional<Desk::Reader>> Desk::reader(const CommunityId& community, std::string_view member) const {
    const std::optional<Reader> nobody;
    const auto id = MemberId::parse(member);
    if (!id) return nobody;
    PALABRE_TRY(view, parts_.projector.query("members"));
    PALABRE_TRY(row, members::member(view, community, *id));
    if (!row || !row->record.account || row->record.membership != rights::Membership::active) return nobody;
    PALABRE_TRY(standing, members::standing(view, community, *id));
    PALABRE_TRY(whose, account(*row->record.account));
    if (!standing || !whose || !whose->confirmed || !whose->email || whose->bounces()) return nobody;
    return Reader{*id,
                  standing->standing,
                  *row->record.account,
                  whose->email_hash,
                  *whose->email,
                  events::parse<events::Language>(whose->language).value_or(events::Language::fr)};
}

Draft Desk::draft_for(const Reader& reader, const projections::spaces::CommunityRecord& community,
                      nlohmann::json document) const {
    return {.to = reader.address,
            .language = reader.language,
            .time_zone = community.time_zone,
            .document = std::move(document),
            .holder = std::pair(reader.account, reader.email_hash)};
}

std::string Desk::unsubscribe(const CommunityId& community, const MemberId& member, Ends ends) const {
    return link("/unsubscribe/" + parts_.unsubscriptions.token({community, member, ends}));
}

std::optional<mail::Mailbox> Desk::reply_to(const Answering& meant) const {
    if (!parts_.answers) return std::nullopt;
    const auto& [address, aliases] = *parts_.answers;
    const auto alias = aliases.alias(meant);
    return alias ? std::optional(address.with(*alias)) : std::nullopt;
}

Result<std::optional<std::string>> Desk::name(const CommunityId& community, const MemberId& member) const {
    PALABRE_TRY(view, parts_.projector.query("members"));
    PALABRE_TRY(row, members::member(view, community, member));
    if (row) return row->record.name;
    namespace organisations = projections::organisations;
    PALABRE_TRY(organisation, organisations::organisation(view, community, organisations::as_organisation(member)));
    return organisation ? std::optional(organisation->record.name) : std::nullopt;
}

Result<std::optional<Desk::Seen>> Desk::post(const CommunityId& community, const rights::Standing& standing,
                                             const PostId& id) const {
    const std::optional<Seen> nothing;
    PALABRE_TRY(posts_view, parts_.projector.query("posts"));
    PALABRE_TRY(found, posts::post(posts_view, community, id));
    if (!found || found->post.record.state() != projections::forum::State::shown) return nothing;
    PALABRE_TRY(threads_view, parts_.projector.query("threads"));
    PALABRE_TRY(thread, threads::thread(threads_view, community, found->thread));
    if (!thread || thread->record.removed) return nothing;
    PALABRE_TRY(verdict, forum::may_see(parts_.projector, community, standing, thread->record));
    if (!rights::allowed(verdict)) return nothing;
    PALABRE_TRY(place, this->community(community));
    if (!place) return nothing;
    const auto json = nlohmann::json::parse(found->post.json());
    return Seen{.thread = thread->record,
                .post = found->post.record,
                .excerpt = pages::forum::excerpt_of(json.value("body_html", std::string())),
                .path = pages::forum::thread_path(place->slug, found->thread.text(), thread->record.slug) +
                        pages::forum::place(found->post.record.ordinal)};
}

} // namespace palabre::http::mails
