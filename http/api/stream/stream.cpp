// SPDX-License-Identifier: Apache-2.0
#include "http/api/stream/stream.hpp"

#include "commands/model.hpp"
#include "core/limits.hpp"
#include "core/log/local_log.hpp"
#include "http/api/forum/visible.hpp"
#include "http/api/notices/inbox.hpp"
#include "http/api/parameters.hpp"
#include "projections/alerts/alerts.hpp"
#include "projections/forum/threads.hpp"
#include "projections/projector.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace palabre::http::stream {
namespace {

constexpr std::size_t events_at_once = 100; ///< keeps an I/O thread free; the rest follows as soon as these are sent

/// Where in the forum an event changed something; nothing: not in the forum.
struct Place {
    ThreadId thread;
    std::optional<PostId> post;
};
std::optional<Place> place(const events::Event& event) {
    return std::visit(
        []<class E>(const E& e) -> std::optional<Place> {
            // Who reads what is nobody else's affair.
            if constexpr (std::same_as<E, events::forum::ThreadRead>)
                return std::nullopt;
            else if constexpr (requires {
                                   ThreadId(e.thread);
                                   PostId(e.post);
                               })
                return Place{e.thread, e.post};
            else if constexpr (requires { ThreadId(e.thread); })
                return Place{e.thread, std::nullopt};
            else
                return std::nullopt;
        },
        event);
}

/// What an event means to whoever listens.
struct Meaning {
    std::optional<Place> place;
    std::vector<MemberId> news_for;     ///< whose notices are others by it
    std::vector<SpaceId> new_in;        ///< likewise, whoever follows one of them
    std::optional<ThreadId> replied_in; ///< or this one
};
/// Whose saved searches have found an ad that the event publishes.
Result<std::vector<MemberId>> told_by_alert(const projections::Projector& projector, const log::Event& stored,
                                            const events::Event& event) {
    MemberId author;
    if (const auto* written = std::get_if<events::ads::AdWritten>(&event)) author = written->author;
    if (const auto* approved = std::get_if<events::ads::AdApproved>(&event)) author = approved->author;
    if (author.none()) return std::vector<MemberId>();
    PALABRE_TRY(view, projector.query("alerts"));
    return projections::alerts::told(view, stored.proposal.community, author, stored.sequence);
}

Result<Meaning> meaning(const projections::Projector& projector, const log::Event& stored, events::Event event) {
    const CommunityId& community = stored.proposal.community;
    events::upcast(event);
    Meaning found{.place = place(event), .news_for = {}, .new_in = {}, .replied_in = {}};
    if (const auto* read = std::get_if<events::notices::Read>(&event)) found.news_for.push_back(read->member);
    if (const auto* opened = std::get_if<events::forum::ThreadOpened>(&event)) found.new_in = opened->spaces;
    if (const auto* reply = std::get_if<events::forum::PostPublished>(&event)) found.replied_in = reply->thread;
    PALABRE_TRY(view, projector.query("notices"));
    PALABRE_TRY(addressees, projections::notices::addressees(view, community, event, stored.sequence));
    for (const auto& each : addressees) found.news_for.push_back(each.member);
    PALABRE_TRY(told, told_by_alert(projector, stored, event));
    found.news_for.insert(found.news_for.end(), told.begin(), told.end());
    return found;
}

/// The same for whoever else follows this community on this thread: an event is decoded once, not once a reader.
Result<Meaning> meaning_of(const projections::Projector& projector, const log::Event& event) {
    struct Known {
        Digest digest;
        Meaning meaning;
    };
    static thread_local std::array<std::optional<Known>, events_at_once> known;
    auto& slot = known[number(event.sequence) % known.size()];
    if (!slot || slot->digest != event.digest) {
        PALABRE_TRY(decoded, events::decode(event.proposal.type, event.proposal.value));
        PALABRE_TRY(found, meaning(projector, event, std::move(decoded)));
        slot = Known{event.digest, std::move(found)};
    }
    return slot->meaning;
}

/// One reader's way through the log.
class Reader {
public:
    /// `lost`: more has happened before than is told.
    Reader(const Context& context, Sequence after, bool lost)
        : context_(context), cursor_(context.services.log->cursor(context.community->id, after)) {
        if (lost) said_ = fmt::format("id: {}\nevent: lost\ndata: {{}}\n\n", number(after));
    }

    /// The next events that she may know of, as text; empty: none now; nothing: the stream cannot go on.
    std::optional<std::string> next() {
        if (!said_.empty()) return std::exchange(said_, {});
        const Heads now = heads();
        if (quiet_ == now) return std::string();
        const bool settled = context_.services.projector->applied() >= context_.services.log->end();
        if (!same_rights()) return std::nullopt;
        quiet_.reset();
        std::string out;
        for (std::size_t i = 0; i < events_at_once; ++i) {
            // An event is told when it can be read: not before the projections have applied it.
            if (!held_) {
                auto event = cursor_.next();
                if (event.has_error()) return std::nullopt;
                if (!*event) {
                    if (settled) quiet_ = now;
                    return out;
                }
                held_ = std::move(**event);
            }
            if (held_->position > context_.services.projector->applied()) return out;
            if (context_.services.model->halted(context_.community->id)) { // nothing is told of it any more
                quiet_ = now;
                return out;
            }
            if (!append(out, *held_)) return std::nullopt;
            held_.reset();
        }
        // There is more, it may be. Whoever has told nothing is not asked again before something happens.
        return out.empty() ? std::string(":\n\n") : out;
    }

private:
    /// How far the reader's community is, and the accounts.
    using Heads = std::pair<Sequence, Sequence>;
    [[nodiscard]] Heads heads() const {
        const auto& log = *context_.services.log;
        return {log.head(context_.community->id)->sequence, log.head(CommunityId::platform())->sequence};
    }

    /// A stream lives long: who was signed out, left, or has other roles now begins anew with the rights of now.
    [[nodiscard]] bool same_rights() const {
        if (!context_.viewer) return true;
        auto& directory = context_.services.directory;
        const auto account = directory.account(context_.viewer->account);
        const Session& session = context_.viewer->session;
        if (account.has_error() || !*account || (*account)->has_ended(session.epoch, Sessions::id(session)))
            return false;
        const auto member = directory.member(context_.community->id, context_.viewer->account);
        if (member.has_error()) return false;
        const rights::Standing now = *member ? (*member)->standing : rights::Standing{};
        return now.membership == context_.standing.membership && now.roles == context_.standing.roles &&
               now.verified == context_.standing.verified;
    }

    bool append(std::string& out, const log::Event& event) {
        const auto found = meaning_of(*context_.services.projector, event);
        if (found.has_error()) return false;
        return append_place(out, event, found->place) && append_unread(out, *found);
    }

    /// Tells the viewer how many notices are unread, where an event has changed that.
    bool append_unread(std::string& out, const Meaning& meaning) {
        const auto& projector = *context_.services.projector;
        const CommunityId& community = context_.community->id;
        if (context_.member.none()) return true;
        bool news = std::ranges::find(meaning.news_for, context_.member) != meaning.news_for.end();
        if (!news && (meaning.replied_in || !meaning.new_in.empty())) {
            const auto view = projector.query("notices");
            if (view.has_error()) return false;
            for (const SpaceId& space : meaning.new_in) {
                const auto follows = projections::notices::follows(*view, community, context_.member, space);
                if (follows.has_error()) return false;
                news = news || *follows;
            }
            if (meaning.replied_in) {
                const auto follows =
                    projections::notices::follows(*view, community, context_.member, *meaning.replied_in);
                if (follows.has_error()) return false;
                news = news || *follows;
            }
        }
        if (!news) return true;
        const auto count = notices::unread(projector, {community, context_.member, context_.standing});
        if (count.has_error()) return false;
        fmt::format_to(std::back_inserter(out), "event: notices\ndata: {{\"unread\":{},\"more_unread\":{}}}\n\n",
                       std::min(*count, limits::notices_counted), *count > limits::notices_counted);
        return true;
    }

    bool append_place(std::string& out, const log::Event& event, const std::optional<Place>& where) {
        if (!where) return true;
        const auto view = context_.services.projector->query("threads");
        if (view.has_error()) return false;
        const auto row = projections::forum::threads::thread(*view, context_.community->id, where->thread);
        if (row.has_error()) return false;
        if (!*row) return true;
        const auto verdict = forum::may_see(context_, (*row)->record);
        if (verdict.has_error()) return false;
        if (!rights::allowed(*verdict)) return true;
        fmt::format_to(std::back_inserter(out), "id: {}\nevent: {}\ndata: {{\"thread\":\"{}\",\"post\":{}}}\n\n",
                       number(event.sequence), event.proposal.type, where->thread.text(),
                       where->post ? '"' + where->post->text() + '"' : "null");
        return true;
    }

    Context context_;
    log::LocalLog::Cursor cursor_;
    std::optional<log::Event> held_;
    std::string said_; ///< goes out before all else
    /// Up to here all is told and her rights are looked at. Every growth of the log wakes every stream, and of the
    /// thousands that wait most are about other communities: two looks into memory must do for them.
    std::optional<Heads> quiet_;
};

/// Behind which sequence to begin; nothing: the header is no number.
std::optional<std::pair<Sequence, bool>> begin_after(const Context& context) {
    const Sequence head = context.services.log->head(context.community->id)->sequence;
    const auto header = context.request.header("last-event-id");
    if (!header) return std::pair(head, false);
    std::uint64_t asked = 0;
    const auto [end, failed] = std::from_chars(header->data(), header->data() + header->size(), asked);
    if (failed != std::errc{} || end != header->data() + header->size()) return std::nullopt;
    // All of a log is not read for anybody who names its beginning; what she shows is old anyway.
    if (asked < number(head) && number(head) - asked > limits::stream_back) return std::pair(head, true);
    return std::pair(Sequence{asked}, false);
}

Answer get_stream(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto begin = begin_after(context);
    if (!begin) return context.refuse(problem(Fault::wrong_value, "Last-Event-ID"));
    auto reader = std::make_shared<Reader>(context, begin->first, begin->second);
    return Stream{.headers = {}, .next = [reader] { return reader->next(); }};
}

} // namespace

std::optional<Sequence> shown(const Context& context) {
    const auto& services = context.services;
    if (services.log == nullptr || services.projector == nullptr || !context.community) return std::nullopt;
    // In this order: what is appended after the head was read does not count, but must not be waited for either.
    const auto head = services.log->head(context.community->id);
    const Position end = services.log->end();
    if (!head || services.projector->applied() < end) return std::nullopt;
    return head->sequence;
}

std::span<const Route> routes() {
    static const Route table[] = {
        {Method::get, "/api/v1/communities/{c}/stream", Access::anybody, rights::Action::see_community, get_stream},
    };
    return table;
}

} // namespace palabre::http::stream
