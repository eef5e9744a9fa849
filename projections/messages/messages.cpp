// SPDX-License-Identifier: Apache-2.0
#include "projections/messages/messages.hpp"

#include "core/store/key.hpp"
#include "events/all.hpp"
#include "projections/cursor.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/row.hpp"

#include <algorithm>

namespace palabre::projections::messages {
namespace {

enum class Part : std::uint8_t {
    conversation = 'c', // community, conversation → ConversationRecord
    message = 'm',      // community, conversation, ordinal → MessageRecord
    place = 'i',        // community, message → Place
    list = 'l',         // community, member, ~sequence of the last message, conversation →
    about = 'p',        // community, ad, correspondent → ConversationId
    block = 'b',        // community, who blocks, person or conversation, its id →
    report = 'r',       // community, ~sequence → ReportRecord
    contacts = 'n',     // community, ad or the zero id → how many
};
enum class Scope : std::uint8_t { person, conversation };

constexpr std::size_t list_tail = sizeof(Sequence) + ConversationId::size;

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string conversation_key(const CommunityId& community, const ConversationId& conversation) {
    return part(community, Part::conversation).add(conversation).str();
}
Key messages_prefix(const CommunityId& community, const ConversationId& conversation) {
    return part(community, Part::message).add(conversation);
}
std::string place_key(const CommunityId& community, const MessageId& message) {
    return part(community, Part::place).add(message).str();
}
Key list_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::list).add(member);
}
std::string list_key(const CommunityId& community, const MemberId& member, const ConversationRecord& record) {
    return list_prefix(community, member).u64(~number(record.last)).add(record.id).str();
}
std::string about_key(const CommunityId& community, const AdId& ad, const MemberId& correspondent) {
    return part(community, Part::about).add(ad).add(correspondent).str();
}
Key blocks_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::block).add(member);
}
std::string block_key(const CommunityId& community, const MemberId& member, bool everywhere, const MemberId& person,
                      const ConversationId& conversation) {
    Key key = blocks_prefix(community, member);
    if (everywhere) return key.u8(number(Scope::person)).add(person).str();
    return key.u8(number(Scope::conversation)).add(conversation).str();
}
std::string contacts_key(const CommunityId& community, const AdId& ad) {
    return part(community, Part::contacts).add(ad).str();
}

Status count_contact(Stage& stage, const std::string& key) {
    PALABRE_TRY(found, find<std::uint64_t>(stage, key));
    put(stage, key, found.value_or(0) + 1);
    return {};
}

/// Behind the last message; the conversation moves up in both lists. Who writes has read.
void add_message(Stage& stage, const Applied& at, ConversationRecord record, const MessageId& message,
                 const MemberId& author) {
    for (const MemberId& party : {record.advertiser, record.correspondent})
        if (record.messages > 0) stage.remove(list_key(at.community, party, record));
    ++record.messages;
    record.last = at.sequence;
    record.latest = happened(at);
    record.last_author = author;
    (author == record.advertiser ? record.advertiser_read : record.correspondent_read) = record.messages;
    for (const MemberId& party : {record.advertiser, record.correspondent})
        stage.put(list_key(at.community, party, record), {});
    put(stage, place_key(at.community, message), Place{record.id, record.messages});
    put(stage, messages_prefix(at.community, record.id).u32(record.messages).str(),
        MessageRecord{message, author, record.messages, record.latest});
    put(stage, conversation_key(at.community, record.id), record);
}

Status on(Stage& stage, const Applied& at, const events::messages::ConversationOpened& e) {
    ConversationRecord record;
    record.id = e.conversation;
    record.ad = e.ad;
    record.advertiser = e.advertiser;
    record.correspondent = e.correspondent;
    record.hidden = e.hidden;
    record.organisation = e.organisation;
    record.opened = happened(at);
    put(stage, about_key(at.community, e.ad, e.correspondent), e.conversation);
    PALABRE_CHECK(count_contact(stage, contacts_key(at.community, {})));
    PALABRE_CHECK(count_contact(stage, contacts_key(at.community, e.ad)));
    add_message(stage, at, std::move(record), e.message, e.correspondent);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::messages::MessageSent& e) {
    PALABRE_TRY(record, find<ConversationRecord>(stage, conversation_key(at.community, e.conversation)));
    if (record) add_message(stage, at, std::move(*record), e.message, e.author);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::messages::ConversationRead& e) {
    PALABRE_TRY(record, find<ConversationRecord>(stage, conversation_key(at.community, e.conversation)));
    if (!record) return {};
    auto& read = e.member == record->advertiser ? record->advertiser_read : record->correspondent_read;
    read = std::max(read, std::min(e.ordinal, record->messages));
    put(stage, conversation_key(at.community, e.conversation), *record);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::messages::Blocked& e) {
    if (!stage.get(conversation_key(at.community, e.conversation))) return {};
    stage.put(block_key(at.community, e.member, e.everywhere, e.person, e.conversation), {});
    return {};
}

Status on(Stage& stage, const Applied& at, const events::messages::Unblocked& e) {
    stage.remove(block_key(at.community, e.member, e.everywhere, e.person, e.conversation));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::messages::MessageReported& e) {
    if (!stage.get(place_key(at.community, e.message))) return {};
    put(stage, part(at.community, Part::report).u64(~number(at.sequence)).str(),
        ReportRecord{e.conversation, e.message, e.author, e.by, e.reason, happened(at), at.sequence});
    return {};
}

Status remove_all(Stage& stage, const Key& prefix) {
    return stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        stage.remove(std::string(key));
        return Status{};
    });
}

/// Who goes has no list any more; the other party keeps hers.
Status end_membership(Stage& stage, const CommunityId& community, const MemberId& member) {
    PALABRE_CHECK(remove_all(stage, list_prefix(community, member)));
    return remove_all(stage, blocks_prefix(community, member));
}
Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    return end_membership(stage, at.community, e.member);
}
Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    return end_membership(stage, at.community, e.member);
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

std::optional<MemberId> ConversationRecord::known_as(const MemberId& party) const {
    if (party == advertiser) return correspondent;
    if (organisation) return organisations::shown_author({}, organisation);
    return hidden ? std::nullopt : std::optional(advertiser);
}

std::uint32_t ConversationRecord::unread(const MemberId& party) const {
    return messages - (party == advertiser ? advertiser_read : correspondent_read);
}

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

Result<std::optional<ConversationRecord>> conversation(const View& view, const CommunityId& community,
                                                       const ConversationId& conversation) {
    return find<ConversationRecord>(view, conversation_key(community, conversation));
}

Result<std::optional<ConversationId>> about(const View& view, const CommunityId& community, const AdId& ad,
                                            const MemberId& correspondent) {
    return find<ConversationId>(view, about_key(community, ad, correspondent));
}

Result<std::optional<Place>> place(const View& view, const CommunityId& community, const MessageId& message) {
    return find<Place>(view, place_key(community, message));
}

Result<Conversations> list(const View& view, const CommunityId& community, const MemberId& member,
                           std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(page, list_page(view, list_prefix(community, member), list_tail, cursor, limit));
    Conversations found;
    found.next = std::move(page.next);
    for (const auto& [tail, value] : page.keys) {
        const auto id = ConversationId::from(std::string_view(tail).substr(sizeof(Sequence)));
        PALABRE_TRY(record, conversation(view, community, id));
        if (record) found.conversations.push_back(std::move(*record));
    }
    return found;
}

Result<std::vector<MessageRecord>> messages(const View& view, const CommunityId& community,
                                            const ConversationId& conversation, std::uint32_t before,
                                            std::size_t limit) {
    const Key prefix = messages_prefix(community, conversation);
    std::vector<MessageRecord> found;
    Scan scan = view.scan(prefix, Key(prefix).u32(before), true);
    for (; scan.valid() && found.size() < limit; scan.next()) {
        const auto record = codec::decode<MessageRecord>(scan.value());
        if (!record) return detail::ill_formed(scan.key());
        found.push_back(*record);
    }
    PALABRE_CHECK(scan.status());
    std::ranges::reverse(found);
    return found;
}

Result<bool> blocks(const View& view, const CommunityId& community, const ConversationRecord& record,
                    const MemberId& member) {
    const bool everywhere = member == record.advertiser || (!record.hidden && !record.organisation);
    PALABRE_TRY(row, view.get(block_key(community, member, everywhere, record.other(member), record.id)));
    return row.has_value();
}

Result<Reports> reports(const View& view, const CommunityId& community, std::optional<std::string_view> cursor,
                        std::size_t limit) {
    PALABRE_TRY(page, list_page(view, part(community, Part::report), sizeof(Sequence), cursor, limit));
    Reports found;
    found.next = std::move(page.next);
    for (const auto& [tail, value] : page.keys) {
        const auto record = codec::decode<ReportRecord>(value);
        if (!record) return detail::ill_formed(tail);
        found.reports.push_back(*record);
    }
    return found;
}

Result<std::uint64_t> contacts(const View& view, const CommunityId& community, const std::optional<AdId>& ad) {
    PALABRE_TRY(found, find<std::uint64_t>(view, contacts_key(community, ad.value_or(AdId{}))));
    return found.value_or(0);
}

} // namespace palabre::projections::messages
