// SPDX-License-Identifier: Apache-2.0
#include "core/log/stored.hpp"

#include "core/store/codec.hpp"

namespace palabre::log::stored {
namespace {

struct EventHeader {
    Kind kind{};
    Partition partition{};
    Offset offset{};
    Sequence sequence{};
    Instant accepted;
    Digest digest;
    Digest link;
};

struct StoredEvent {
    EventHeader header;
    Proposal proposal;
};

template <class Body>
struct Control {
    Kind kind{};
    Partition partition{};
    Offset offset{};
    Body body;
};

template <class Body>
std::optional<Record> decode_as(std::string_view bytes) {
    const auto found = codec::decode<Control<Body>>(bytes);
    if (!found) return std::nullopt;
    return Record{found->partition, found->offset, std::nullopt, found->body};
}

} // namespace

Key event_key(Position position) {
    return Key().u64(number(position));
}
Key sequence_key(const CommunityId& community, Sequence sequence) {
    return Key().u8('c').add(community).u64(number(sequence));
}
Key offset_key(Partition partition, Offset offset) {
    return Key().u8('o').u32(static_cast<std::uint32_t>(number(partition))).u64(number(offset));
}
Key slots_prefix(Partition partition, const CommunityId& community) {
    return Key().u32(static_cast<std::uint32_t>(number(partition))).add(community);
}
Key slot_key(Partition partition, const CommunityId& community, const Entity& entity) {
    return slots_prefix(partition, community).add(entity);
}
Key format_key() {
    return Key().text("format");
}
Key end_key() {
    return Key().text("end");
}
Key heads_prefix() {
    return Key().text("head");
}
Key head_key(const CommunityId& community) {
    return heads_prefix().add(community);
}
Key vector_prefix() {
    return Key().text("vector");
}
Key vector_key(Partition partition) {
    return vector_prefix().u32(static_cast<std::uint32_t>(number(partition)));
}
Key openings_prefix() {
    return Key().text("opening");
}
Key opening_key(Partition partition) {
    return openings_prefix().u32(static_cast<std::uint32_t>(number(partition)));
}
Key histories_prefix() {
    return Key().text("history");
}
Key history_key(Partition partition) {
    return histories_prefix().u32(static_cast<std::uint32_t>(number(partition)));
}
Key reactor_key(std::string_view reactor) {
    return Key().text("reactor").text(reactor);
}
Key reactor_rows_key(std::string_view reactor) {
    return Key().text("reactor-row").text(reactor);
}

std::string encode_event(Partition partition, Offset offset, const Acceptance& accepted, const Proposal& proposal) {
    std::string bytes = codec::encode(EventHeader{Kind::event, partition, offset, accepted.sequence, accepted.accepted,
                                                  accepted.digest, accepted.link});
    return bytes += codec::encode(proposal);
}
std::string encode_opening(Partition partition, Offset offset, const Opening& opening) {
    return codec::encode(Control<Opening>{Kind::opening, partition, offset, opening});
}
std::string encode_genesis(Partition partition, Offset offset, const Genesis& genesis) {
    return codec::encode(Control<Genesis>{Kind::genesis, partition, offset, genesis});
}

std::string encode_rule_change(Partition partition, Offset offset, const RuleChange& change) {
    return codec::encode(Control<RuleChange>{Kind::rule_change, partition, offset, change});
}

std::optional<Kind> kind(std::string_view bytes) {
    if (bytes.empty() || bytes.front() < '\1' || bytes.front() > '\4') return std::nullopt;
    return static_cast<Kind>(bytes.front());
}

std::optional<std::string> event_type(std::string_view bytes) {
    /// How a stored event begins.
    struct Front {
        EventHeader header;
        CommandId id;
        CommunityId community;
        std::string type;
    };
    auto front = codec::decode_front<Front>(bytes);
    if (!front || front->header.kind != Kind::event) return std::nullopt;
    return std::move(front->type);
}

std::optional<Event> decode_event(Position position, std::string_view bytes) {
    auto found = codec::decode<StoredEvent>(bytes);
    if (!found || found->header.kind != Kind::event || found->proposal.origin > Origin::demo) return std::nullopt;
    EventHeader& header = found->header;
    return Event{position,      header.partition,           header.offset, header.sequence, header.accepted,
                 header.digest, std::move(found->proposal), header.link};
}

std::optional<Record> decode_control(std::string_view bytes) {
    switch (kind(bytes).value_or(Kind::event)) {
    case Kind::opening:
        return decode_as<Opening>(bytes);
    case Kind::genesis:
        return decode_as<Genesis>(bytes);
    case Kind::rule_change:
        return decode_as<RuleChange>(bytes);
    case Kind::event:
        break;
    }
    return std::nullopt;
}

} // namespace palabre::log::stored
