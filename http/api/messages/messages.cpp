// SPDX-License-Identifier: Apache-2.0
#include "http/api/messages/messages.hpp"

#include "commands/messages/entities.hpp"
#include "commands/messages/messages.hpp"
#include "core/limits.hpp"
#include "core/text/markdown.hpp"
#include "http/api/act.hpp"
#include "http/api/authors.hpp"
#include "http/api/parameters.hpp"
#include "http/api/written.hpp"
#include "http/body.hpp"
#include "http/links.hpp"
#include "projections/ads/ads.hpp"
#include "projections/projector.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace palabre::http::messages {

namespace command = commands::messages;
namespace read = projections::messages;
using commands::Accepted;
using commands::Reason;
using nlohmann::json;

namespace {

/// What is left of the ad that a conversation is about.
json ad_json(const AdId& id, const std::optional<projections::ads::AdRow>& row) {
    json ad = {{"id", id.text()}, {"title", nullptr}, {"slug", nullptr}, {"state", nullptr}};
    if (!row) return ad;
    if (!row->record.title.empty()) ad["title"] = row->record.title;
    ad["slug"] = row->record.slug;
    ad["state"] = text(row->record.state());
    return ad;
}

/// Into `made`: a conversation as one of its parties sees it, of the other one no more than she may know.
Status tell_conversation(const Context& context, const read::ConversationRecord& record, Authors& authors, json& made) {
    const MemberId& me = context.member;
    const auto other = record.known_as(me);
    PALABRE_TRY(view, context.services.projector->query("ads"));
    PALABRE_TRY(ad, projections::ads::ad(view, context.community->id, record.ad));
    made = {{"id", record.id.text()},
            {"ad", ad_json(record.ad, ad)},
            {"with", other ? json(authors.text(*other)) : json(nullptr)},
            {"advertiser", me == record.advertiser},
            {"messages", record.messages},
            {"unread", record.unread(me)},
            {"opened", record.opened.text()},
            {"latest", record.latest.text()},
            {"mine", record.last_author == me}};
    return {};
}

/// Into `made`: a message, opened for who may read it.
Status tell_message(const Context& context, const read::MessageRecord& record, json& made) {
    PALABRE_TRY(words, text_of(context, record.id));
    made = {{"id", record.id.text()},
            {"ordinal", record.ordinal},
            {"mine", record.author == context.member},
            {"created", record.time.text()},
            {"state", words ? "shown" : "erased"},
            {"body_html", words ? palabre::text::markdown_to_html(*words) : ""}};
    return {};
}

/// Adds `members`, those that the answer names.
Status tell_members(const Authors& authors, json& body) {
    PALABRE_TRY(members, authors.members_json());
    body["members"] = json::parse(members);
    return {};
}

Result<Response> conversation_list(const Context& context, std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(view, context.services.projector->query("messages"));
    PALABRE_TRY(page, read::list(view, context.community->id, context.member, cursor, limit));
    Authors authors(context);
    json body{{"conversations", json::array()}, {"next", page.next ? json(*page.next) : json(nullptr)}};
    for (const auto& record : page.conversations) {
        PALABRE_CHECK(tell_conversation(context, record, authors, body["conversations"].emplace_back()));
    }
    PALABRE_CHECK(tell_members(authors, body));
    Response response = json_with_etag(body.dump());
    if (page.next) add_next_link(response, context.request, *page.next);
    return response;
}

/// One of its parties looks at it. To everybody else it is not there.
Result<Response> conversation_page(const Context& context, const ConversationId& id, std::uint32_t before) {
    PALABRE_TRY(view, context.services.projector->query("messages"));
    PALABRE_TRY(record, read::conversation(view, context.community->id, id));
    if (!record || !record->has(context.member)) return context.refuse(Reason::not_found);
    PALABRE_TRY(page, read::messages(view, context.community->id, id, before, limits::messages_per_page));
    PALABRE_TRY(blocks, read::blocks(view, context.community->id, *record, context.member));
    Authors authors(context);
    json body{{"conversation", nullptr}, {"messages", json::array()}, {"earlier", nullptr}};
    PALABRE_CHECK(tell_conversation(context, *record, authors, body["conversation"]));
    body["conversation"]["blocks"] = blocks;
    for (const auto& each : page) PALABRE_CHECK(tell_message(context, each, body["messages"].emplace_back()));
    if (!page.empty() && page.front().ordinal > 1) body["earlier"] = page.front().ordinal;
    PALABRE_CHECK(tell_members(authors, body));
    return json_with_etag(body.dump());
}

/// What was reported, and that alone.
Result<Response> report_list(const Context& context, std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(view, context.services.projector->query("messages"));
    PALABRE_TRY(page, read::reports(view, context.community->id, cursor, limit));
    Authors authors(context);
    json body{{"reports", json::array()}, {"next", page.next ? json(*page.next) : json(nullptr)}};
    for (const auto& report : page.reports) {
        PALABRE_TRY(words, text_of(context, report.message));
        PALABRE_TRY(said, last_written(context, commands::messages::Reported::kind,
                                       report.by.text() + '/' + report.message.text()));
        const auto* event = said ? std::get_if<events::messages::MessageReported>(&*said) : nullptr;
        body["reports"].push_back({{"message", report.message.text()},
                                   {"author", authors.text(report.author)},
                                   {"by", authors.text(report.by)},
                                   {"reason", events::messages::text(report.reason)},
                                   {"note", event != nullptr && event->note ? json(*event->note) : json(nullptr)},
                                   {"reported", report.time.text()},
                                   {"state", words ? "shown" : "erased"},
                                   {"body_html", words ? palabre::text::markdown_to_html(*words) : ""}});
    }
    PALABRE_CHECK(tell_members(authors, body));
    Response response = json_with_etag(body.dump());
    if (page.next) add_next_link(response, context.request, *page.next);
    return response;
}

Answer answer_of(const Context& context, Result<Response> response) {
    if (response) return std::move(*response);
    if (response.error().code == ErrorCode::invalid) return context.refuse(problem(Fault::wrong_value, "cursor"));
    return context.fail(response.error());
}

Answer list(const Context& context) {
    Parameters parameters(context.request, {"cursor", "limit"});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    return answer_of(context, conversation_list(context, parameters.text("cursor"), limit));
}

Answer get_conversation(const Context& context) {
    Parameters parameters(context.request, {"before"});
    const auto before = parameters.number("before", 1, UINT32_MAX, UINT32_MAX);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    const auto id = context.id<ConversationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return answer_of(context, conversation_page(context, *id, static_cast<std::uint32_t>(before)));
}

Answer list_reports(const Context& context) {
    Parameters parameters(context.request, {"cursor", "limit"});
    const auto limit = parameters.number("limit", 1, limits::list_most, limits::list_default);
    if (parameters.problem()) return context.refuse(*parameters.problem());
    return answer_of(context, report_list(context, parameters.text("cursor"), limit));
}

Answer figures(const Context& context) {
    if (const auto bad = unexpected_parameter(context.request)) return context.refuse(*bad);
    const auto view = context.services.projector->query("messages");
    if (!view) return context.fail(view.error());
    const auto contacts = read::contacts(*view, context.community->id);
    if (!contacts) return context.fail(contacts.error());
    return json_with_etag(fmt::format(R"({{"contacts":{}}})", *contacts));
}

/// A message is in its conversation by now, which a contact may have opened.
Response sent(const Context& context, const Accepted& accepted) {
    const auto [conversation, message] = [&] {
        if (const auto* opened = std::get_if<events::messages::ConversationOpened>(&accepted.event))
            return std::pair(opened->conversation, opened->message);
        const auto& e = std::get<events::messages::MessageSent>(accepted.event);
        return std::pair(e.conversation, e.message);
    }();
    return created(fmt::format("/api/v1/communities/{}/conversations/{}", context.community->slug, conversation.text()),
                   fmt::format(R"({{"conversation":"{}","message":"{}"}})", conversation.text(), message.text()),
                   accepted);
}

Answer contact(const Context& context) {
    const auto ad = context.id<AdId>("id");
    if (!ad) return context.refuse(Reason::not_found);
    Body body(context.request);
    command::Contact c{.conversation = context.services.random.draw<ConversationId>(),
                       .message = context.services.random.draw<MessageId>(),
                       .ad = *ad};
    c.body = body.text("body", 1, limits::message);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), sent);
}

Answer send(const Context& context) {
    const auto id = context.id<ConversationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    Body body(context.request);
    command::Send c{.conversation = *id, .message = context.services.random.draw<MessageId>()};
    c.body = body.text("body", 1, limits::message);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), sent);
}

Answer mark_read(const Context& context) {
    const auto id = context.id<ConversationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    Body body(context.request);
    const auto ordinal = static_cast<std::uint32_t>(body.number("ordinal", 1, limits::ordinal));
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, command::MarkRead{*id, ordinal}, done);
}

Answer block(const Context& context) {
    const auto id = context.id<ConversationId>("id");
    if (!id) return context.refuse(Reason::not_found);
    return act(context, command::Block{*id, context.request.method == Method::put}, done);
}

Answer report(const Context& context) {
    const auto id = context.id<ConversationId>("id");
    const auto message = context.id<MessageId>("message");
    if (!id || !message) return context.refuse(Reason::not_found);
    Body body(context.request);
    command::Report c{.conversation = *id, .message = *message};
    c.reason = body.one_of("reason", events::parse<events::messages::MessageReport>);
    c.note = body.optional_text("note", limits::report_note);
    if (auto bad = body.problem()) return context.refuse(*bad);
    return act(context, std::move(c), done);
}

} // namespace

Result<std::optional<std::string>> text_of(const Context& context, const MessageId& message) {
    PALABRE_TRY(event, last_written(context, commands::messages::Message::kind, message.text()));
    if (!event) return std::optional<std::string>();
    if (auto* opened = std::get_if<events::messages::ConversationOpened>(&*event)) return std::move(opened->body);
    if (auto* sent = std::get_if<events::messages::MessageSent>(&*event)) return std::move(sent->body);
    return std::optional<std::string>();
}

std::span<const Route> routes() {
    using enum Method;
    using rights::Action;
    static const Route table[] = {
        {post, "/api/v1/communities/{c}/ads/{id}/contact", Access::member, Action::follow, contact, limits::body_bytes},
        {get, "/api/v1/communities/{c}/conversations", Access::member, Action::follow, list},
        {get, "/api/v1/communities/{c}/conversations/{id}", Access::member, Action::follow, get_conversation},
        {post, "/api/v1/communities/{c}/conversations/{id}/messages", Access::member, Action::follow, send,
         limits::body_bytes},
        {put, "/api/v1/communities/{c}/conversations/{id}/read", Access::member, Action::follow, mark_read,
         limits::form_bytes},
        {put, "/api/v1/communities/{c}/conversations/{id}/block", Access::member, Action::follow, block},
        {del, "/api/v1/communities/{c}/conversations/{id}/block", Access::member, Action::follow, block},
        {post, "/api/v1/communities/{c}/conversations/{id}/messages/{message}/report", Access::member, Action::follow,
         report, limits::form_bytes},
        {get, "/api/v1/communities/{c}/message-reports", Access::member, Action::remove_any_post, list_reports},
        {get, "/api/v1/communities/{c}/contacts", Access::account, Action::read_figures, figures},
    };
    return table;
}

} // namespace palabre::http::messages
