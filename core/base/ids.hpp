// SPDX-License-Identifier: Apache-2.0
// Strong types for every id and digest. In C++ they are values of fixed size; as text they are base32.
#pragma once

#include "core/base/base32.hpp"
#include "core/base/big_endian.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace palabre {

/// N raw bytes that mean something; `Tag` keeps meanings apart. Ordered as unsigned bytes.
template <class Tag, std::size_t N>
struct FixedBytes {
    std::array<unsigned char, N> bytes{};

    static constexpr std::size_t size = N;
    static constexpr std::size_t text_size = base32::length(N);

    friend auto operator<=>(const FixedBytes&, const FixedBytes&) = default;

    [[nodiscard]] std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), N}; }
    [[nodiscard]] std::string text() const { return base32::encode(view()); }
    /// The value of its one canonical text, else nothing.
    [[nodiscard]] static std::optional<FixedBytes> parse(std::string_view text) {
        FixedBytes value;
        if (!base32::decode(text, {reinterpret_cast<char*>(value.bytes.data()), N})) return std::nullopt;
        return value;
    }
    /// The first N bytes of `raw`, which must hold at least N.
    [[nodiscard]] static FixedBytes from(std::string_view raw) {
        FixedBytes value;
        std::memcpy(value.bytes.data(), raw.data(), N);
        return value;
    }
};

/// A full BLAKE2b-256 value: a proposal's digest, a chain link, a projection's digest.
using Digest = FixedBytes<struct DigestTag, 32>;
/// The first 16 bytes of the digest of the proposal that last wrote an entity.
using Version = FixedBytes<struct VersionTag, 16>;
/// A unit of conflict: the hash of (community, kind, key). See log rule §3.
using Entity = FixedBytes<struct EntityTag, 16>;
/// `ce_id`.
using CommandId = FixedBytes<struct CommandTag, 16>;
/// `palabre_request`: MAC of method, route and body of the request behind a command.
using RequestMac = FixedBytes<struct RequestTag, 16>;
/// A vault or blob record's fresh random id.
using RecordId = FixedBytes<struct RecordTag, 16>;
/// The digest of an attachment's sealed bytes: the name of its file in `blobs/`.
using BlobId = FixedBytes<struct BlobTag, 32>;
/// BLAKE2b under a community's naming key of a value that tells of a person (an e-mail address).
using NameHash = FixedBytes<struct NameTag, 16>;
/// The version of a published text: the first bytes of its hash.
using TextVersion = FixedBytes<struct TextTag, 16>;
/// Which session of an account: a hash of what its cookie holds, which opens nothing.
using SessionId = FixedBytes<struct SessionTag, 16>;

/// 64 random bits that name an entity; the text has 13 characters. The zero id is never drawn: "none".
template <class Tag>
struct Id : FixedBytes<Tag, 8> {
    using Base = FixedBytes<Tag, 8>;

    Id() = default;
    explicit Id(const Base& base) : Base(base) {}
    explicit Id(std::uint64_t number) {
        for (std::size_t i = 0; i < 8; ++i) this->bytes[i] = static_cast<unsigned char>(number >> (56 - 8 * i));
    }
    [[nodiscard]] std::uint64_t number() const { return from_big_endian(this->bytes); }
    [[nodiscard]] bool none() const { return number() == 0; }
    [[nodiscard]] static std::optional<Id> parse(std::string_view text) {
        if (auto base = Base::parse(text)) return Id(*base);
        return std::nullopt;
    }
    [[nodiscard]] static Id from(std::string_view raw) { return Id(Base::from(raw)); }
    friend auto operator<=>(const Id&, const Id&) = default;
};

using AccountId = Id<struct AccountIdTag>;
using MemberId = Id<struct MemberIdTag>;
using SpaceId = Id<struct SpaceIdTag>;
using ThreadId = Id<struct ThreadIdTag>;
using PostId = Id<struct PostIdTag>;
using FileId = Id<struct FileIdTag>;
using InvitationId = Id<struct InvitationIdTag>;
using AdId = Id<struct AdIdTag>;
using OrganisationId = Id<struct OrganisationIdTag>;
using ConversationId = Id<struct ConversationIdTag>;
using MessageId = Id<struct MessageIdTag>;
using SavedSearchId = Id<struct SavedSearchIdTag>;

/// A community's id as it stands in `ce_source`: base32 of 64 random bits, or the reserved `platform`.
/// (The log rule itself takes any text of 1 to 64 characters a–z 0–9 and `-`.)
class CommunityId {
public:
    CommunityId() = default;
    [[nodiscard]] static std::optional<CommunityId> parse(std::string_view text);
    [[nodiscard]] static CommunityId platform() { return CommunityId("platform"); }
    [[nodiscard]] static CommunityId from_number(std::uint64_t number);

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool is_platform() const { return text_ == "platform"; }
    friend auto operator<=>(const CommunityId&, const CommunityId&) = default;

private:
    explicit CommunityId(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// An accepted event's place in its community: 1, 2, 3 … without gap. 0: before the first.
enum class Sequence : std::uint64_t {};
/// A record's place in this node's LocalLog. Never leaves the node.
enum class Position : std::uint64_t {};
/// A record's place in its partition.
enum class Offset : std::int64_t {};
enum class Partition : std::int32_t {};

template <class E>
requires std::is_enum_v<E>
constexpr auto number(E value) {
    return static_cast<std::underlying_type_t<E>>(value);
}
constexpr Sequence next(Sequence s) {
    return Sequence{number(s) + 1};
}
constexpr Position next(Position p) {
    return Position{number(p) + 1};
}

} // namespace palabre

template <class Tag, std::size_t N>
struct std::hash<palabre::FixedBytes<Tag, N>> {
    std::size_t operator()(const palabre::FixedBytes<Tag, N>& value) const noexcept {
        std::size_t h = 0; // the values are hashes or random already
        std::memcpy(&h, value.bytes.data(), sizeof h < N ? sizeof h : N);
        return h;
    }
};
template <class Tag>
struct std::hash<palabre::Id<Tag>> : std::hash<palabre::FixedBytes<Tag, 8>> {};
template <>
struct std::hash<palabre::CommunityId> {
    std::size_t operator()(const palabre::CommunityId& id) const noexcept {
        return std::hash<std::string>{}(id.text());
    }
};
