// SPDX-License-Identifier: Apache-2.0
// Questions of organisations, conversations and saved searches.
#include "projections/alerts/alerts.hpp"
#include "projections/members/members.hpp"
#include "projections/messages/messages.hpp"
#include "projections/organisations/organisations.hpp"
#include "tests/projections/question.hpp"

namespace palabre::projections::test {

namespace {

Json conversation_json(const messages::ConversationRecord& record, const MemberId& member) {
    return {
        {"id", record.id.text()},      {"ad", record.ad.text()},          {"with", text_of(record.known_as(member))},
        {"messages", record.messages}, {"unread", record.unread(member)}, {"last", number(record.last)}};
}
} // namespace

Json ask_conversations(const Asked& q) {
    const auto member = q.id<MemberId>("member");
    const auto found = messages::list(q.view(messages::projection), q.community(), member, q.cursor(), q.limit());
    if (found.has_error()) return refused(found.error());
    Json list = Json::array();
    for (const auto& record : found->conversations) list.push_back(conversation_json(record, member));
    return list;
}
Json ask_messages(const Asked& q) {
    const auto view = q.view(messages::projection);
    Json list = Json::array();
    for (const auto& record : value(messages::messages(view, q.community(), q.id<ConversationId>("conversation"),
                                                       q.json.value("before", UINT32_MAX), q.limit()))) {
        CHECK(value(messages::place(view, q.community(), record.id))->ordinal == record.ordinal);
        list.push_back({record.id.text(), record.author.text(), record.ordinal});
    }
    return list;
}
Json ask_blocks(const Asked& q) {
    const auto view = q.view(messages::projection);
    const auto record = value(messages::conversation(view, q.community(), q.id<ConversationId>("conversation")));
    REQUIRE(record.has_value());
    return value(messages::blocks(view, q.community(), *record, q.id<MemberId>("member")));
}
Json ask_contacts(const Asked& q) {
    const auto ad = q.json.contains("ad") ? std::optional(q.id<AdId>("ad")) : std::nullopt;
    return value(messages::contacts(q.view(messages::projection), q.community(), ad));
}
Json ask_message_reports(const Asked& q) {
    const auto found = messages::reports(q.view(messages::projection), q.community(), q.cursor(), q.limit());
    if (found.has_error()) return refused(found.error());
    Json list = Json::array();
    for (const auto& each : found->reports)
        list.push_back({each.message.text(), each.by.text(), events::messages::text(each.reason)});
    return list;
}
Json ask_saved_searches(const Asked& q) {
    return rows(value(alerts::searches(q.view(alerts::projection), q.community(), q.id<MemberId>("member"))));
}
Json ask_alerts(const Asked& q) {
    const auto view = q.view(alerts::projection);
    Json list = Json::array();
    for (const auto& each : value(alerts::found(view, q.community(), q.id<MemberId>("member"),
                                                Sequence{q.json.value("after", std::uint64_t{0})},
                                                Sequence{q.json.value("before", ~std::uint64_t{0})}, q.limit())))
        list.push_back({each.ad.text(), number(each.sequence)});
    return list;
}
Json ask_told(const Asked& q) {
    Json list = Json::array();
    for (const auto& member : value(alerts::told(q.view(alerts::projection), q.community(), q.id<MemberId>("author"),
                                                 Sequence{q.json.at("sequence").get<std::uint64_t>()})))
        list.push_back(member.text());
    return list;
}
Json ask_organisation(const Asked& q) {
    const auto view = q.view(members::members::projection);
    const auto id = q.id<OrganisationId>("organisation");
    const auto found = value(organisations::organisation(view, q.community(), id));
    if (!found) return nullptr;
    const auto authors =
        value(members::members::authors_json(view, q.community(), {organisations::shown_author({}, id)}));
    Json delegates = Json::object();
    for (const auto& each : value(organisations::delegates(view, q.community(), id)))
        delegates[each.member.text()] = each.place == organisations::Place::speaks ? "speaks" : "asked";
    return {{"organisation", row(found)},
            {"author", parsed(authors.at(0).value_or("null"))},
            {"visitor", parsed(organisations::visitor_json(found->record))},
            {"delegates", delegates}};
}
Json ask_delegations(const Asked& q) {
    Json list = Json::array();
    for (const auto& each : value(
             organisations::delegations(q.view(members::members::projection), q.community(), q.id<MemberId>("member"))))
        list.push_back(
            {each.organisation.record.id.text(), each.place == organisations::Place::speaks ? "speaks" : "asked"});
    return list;
}
Json ask_acts(const Asked& q) {
    const auto view = q.view(members::members::projection);
    const auto found =
        organisations::acts(view, q.community(), q.id<OrganisationId>("organisation"), q.cursor(), q.limit());
    if (found.has_error()) return refused(found.error());
    Json list = Json::array();
    for (const auto& act : found->acts) {
        if (act.ad.none()) CHECK(value(organisations::writer(view, q.community(), act.post)) == act.member);
        list.push_back({act.member.text(), act.ad.none() ? act.post.text() : act.ad.text(), number(act.sequence)});
    }
    return list;
}

} // namespace palabre::projections::test
