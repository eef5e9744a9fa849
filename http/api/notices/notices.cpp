// SPDX-License-Identifier: Apache-2.0
#include "http/api/notices/notices.hpp"

#include "commands/model.hpp"
#include "commands/notices/entities.hpp"
#include "core/limits.hpp"
#include "core/log/local_log.hpp"
#include "http/api/act.hpp"
#include "http/api/authors.hpp"
#include "http/api/notices/inbox.hpp"
#include "http/api/parameters.hpp"
#include "http/body.hpp"
#include "http/mails/links.hpp"
#include "projections/accounts/directory.hpp"
#include "projections/projector.hpp"

#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::http::notices {

namespace command = commands::notices;
namespace read = projections::notices;
using commands::Reason;
using nlohmann::json;

namespace {

Whose whose(const Context& context) {
    return {context.community->id, context.member, context.standing};
}

json notice_json(const Shown& shown, const MemberId& reader, Sequence mark, Authors& authors) {
    json made{{"sequence", number(shown.notice.sequence)},
              {"kind", text(shown.notice.kind)},
              {"created", shown.notice.time.text()},
              {"unread", shown.notice.sequence > mark}};
    if (shown.ad) {
        // Which moderator it was is no author's affair.
        made["ad"] = {{"id", shown.ad->id.text()}, {"title", shown.ad->title}, {"slug", shown.ad->slug}};
        if (shown.notice.turn != read::Turn::none) made["turn"] = text(shown.notice.turn);
        if (shown.conversation) {
            made["conversation"] = shown.conversation->id.text();
            if (const auto other = shown.conversation->known_as(reader)) made["actor"] = authors.text(*other);
        }
        return made;
    }
    made["actor"] = authors.text(shown.notice.actor);
    made["post"] = shown.notice.post.text();
    made["ordinal"] = shown.ordinal;
    made["thread"] = {{"id", shown.thread.id.text()}, {"title", shown.thread.title}, {"slug", shown.thread.slug}};
    return made;
}

/// Whether mails to the viewer's address come back.
Result<bool> bounces(const Context& context) {
    PALABRE_TRY(view, context.services.projector->query("directory"));
    PALABRE_TRY(account, projections::accounts::directory::account(view, context.viewer->account));
    return account && account->bounces();
}

Result<Response> notice_list(const Context& context, Sequence before, std::size_t limit) {
    PALABRE_TRY(view, context.services.projector->query("notices"));
    PALABRE_TRY(mark, read::read_up_to(view, context.community->id, context.member));
    PALABRE_TRY(inbox, visible(*context.services.projector, whose(context), {.before = before}, read::is_shown, limit));
    PALABRE_TRY(count, unread(*context.services.projector, whose(context)));
    PALABRE_TRY(bounced, bounces(context));
    const Sequence newest = inbox.shown.empty() ? mark : std::max(mark, inbox.shown.front().notice.sequence);
    Authors authors(context);
    json body{{"notices", json::array()},
              {"unread", std::min(count, limits::notices_counted)},
              {"more_unread", count > limits::notices_counted},
              {"mail_bounces", bounced},
              // What a mark is to say: as text, for it is an id of a place and nothing to count with.
              {"up_to", std::to_string(number(newest))}};
    for (const Shown& each : inbox.shown) body["notices"].push_back(notice_json(each, context.member, mark, authors));
    body["next"] = inbox.next ? json(std::to_string(number(*inbox.next))) : json(nullptr);
    PALABRE_TRY(members, authors.members_json());
    body["members"] = json::parse(members);
    return json_with_etag(body.dump());
}

/// A cursor is the sequence before which to go on.
std::optional<Sequence> cursor_of(const Parameters& parameters) {
    const auto text = parameters.text("cursor");
    if (!text) return read::Range{}.before;
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (failed != std::errc() || end != text->data() + text->size() || value == 0) return std::nullopt;
    return Sequence{value};
}

Answer list(const Context& context) {
    Parameters parameters(context.request, {"cursor", "limit"});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto before = cursor_of(parameters);
    if (!before) return context.refuse(problem(Fault::wrong_value, "cursor"));
    auto answer = notice_list(context, *before, limit);
    return answer ? Answer(std::move(*answer)) : Answer(context.fail(answer.error()));
}

Answer get_unread(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto count = unread(*context.services.projector, whose(context));
    if (!count) return context.fail(count.error());
    return json_with_etag(
        json{{"unread", std::min(*count, limits::notices_counted)}, {"more_unread", *count > limits::notices_counted}}
            .dump());
}

Answer mark_read(const Context& context) {
    Body body(context.request);
    const std::string text = body.key("up_to", 1, 16);
    std::uint64_t up_to = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), up_to);
    if (failed != std::errc() || end != text.data() + text.size()) body.fault(Reason::ill_formed, "up_to");
    // One cannot have read what has not happened.
    if (up_to > number(context.services.log->head(context.community->id)->sequence))
        body.fault(Reason::ill_formed, "up_to");
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, command::MarkRead{.up_to = up_to}, done);
}

Answer get_settings(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto view = context.services.projector->query("notices");
    if (!view) return context.fail(view.error());
    const auto settings = read::settings(*view, context.community->id, context.member);
    if (!settings) return context.fail(settings.error());
    json body;
    for (const auto kind : read::kinds) {
        body[std::string(text(kind)) + "_shown"] = settings->of(kind).shown;
        body[std::string(text(kind)) + "_mail"] = events::notices::text(settings->of(kind).mail);
    }
    return json_with_etag(body.dump());
}

command::Wish& wish_of(command::ChooseSettings& settings, read::Kind kind) {
    switch (kind) {
    case read::Kind::reply:
        return settings.reply;
    case read::Kind::mention:
        return settings.mention;
    case read::Kind::accepted:
        return settings.accepted;
    case read::Kind::thread:
        return settings.thread;
    case read::Kind::ad:
        return settings.ad;
    case read::Kind::message:
        return settings.message;
    case read::Kind::alert:
        return settings.alert;
    }
    return settings.thread;
}

Answer choose_settings(const Context& context) {
    Body body(context.request);
    auto c = context.services.model->get<command::Settings>(context.community->id, context.member)
                 .value_or(command::Settings{})
                 .chosen;
    for (const auto kind : read::kinds) {
        const std::string name(text(kind));
        auto* wish = &wish_of(c, kind);
        const auto parse = events::parse<events::notices::NoticeMail>;
        if (kind < read::Kind::ad) {
            wish->shown = body.flag(name + "_shown", false);
            wish->mail = body.one_of(name + "_mail", parse);
        } else if (body.has(name + "_shown") || body.has(name + "_mail")) {
            // Who sends only what there was before ads leaves the others as they are. A form says nothing of a box that
            // is not ticked.
            wish->shown = body.flag(name + "_shown", !body.is_form() && wish->shown);
            wish->mail = body.optional_one_of(name + "_mail", parse).value_or(wish->mail);
        }
    }
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, c, done);
}

/// The kind whose mails end; nothing: those of a digest do.
std::optional<read::Kind> kind_of(mails::Ends ends) {
    const auto found = std::ranges::find(read::kinds, text(ends), [](read::Kind kind) { return text(kind); });
    return found == read::kinds.end() ? std::nullopt : std::optional(*found);
}

/// One click in a mail program, signed in or not (RFC 8058): the link itself says who and what.
Answer unsubscribe(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto key = context.services.vault->cookie_key();
    if (!key) return context.fail(key.error());
    const auto meant = mails::Links(*key).read(context.parameter("token"));
    if (!meant) return context.refuse(Reason::not_found);
    auto chosen = context.services.model->get<command::Settings>(meant->community, meant->member)
                      .value_or(command::Settings{})
                      .chosen;
    if (const auto kind = kind_of(meant->ends)) {
        wish_of(chosen, *kind).mail = command::Mail::never;
    } else {
        const auto digest = meant->ends == mails::Ends::daily ? command::Mail::daily : command::Mail::weekly;
        for (const auto each : read::kinds)
            if (auto& wish = wish_of(chosen, each); wish.mail == digest) wish.mail = command::Mail::never;
    }
    return act(context,
               commands::Submission{.community = meant->community,
                                    .command = chosen,
                                    .caller = {.actor = meant->member.text()},
                                    .id = context.services.random.draw<CommandId>()},
               done);
}

Answer restore_address(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    return act(context, command::RestoreAddress{.account = context.viewer->account}, done);
}

} // namespace

std::span<const Route> routes() {
    using enum Method;
    using rights::Action;
    static const Route table[] = {
        {get, "/api/v1/communities/{c}/notices", Access::member, Action::follow, list},
        {get, "/api/v1/communities/{c}/notices/unread", Access::member, Action::follow, get_unread},
        {put, "/api/v1/communities/{c}/notices/read", Access::member, Action::follow, mark_read, limits::form_bytes},
        {get, "/api/v1/communities/{c}/notices/settings", Access::member, Action::follow, get_settings},
        {put, "/api/v1/communities/{c}/notices/settings", Access::member, Action::follow, choose_settings,
         limits::form_bytes},
        {post, "/api/v1/unsubscribe/{token}", Access::anybody, std::nullopt, unsubscribe, limits::form_bytes, true},
        {put, "/api/v1/session/mails", Access::account, std::nullopt, restore_address},
    };
    return table;
}

} // namespace palabre::http::notices
