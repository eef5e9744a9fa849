// SPDX-License-Identifier: Apache-2.0
// Rows of ads and their JSON. The author stands at the same place in every row's JSON, so that an answer for whoever
// may not know her can splice an alias in without parsing.
#pragma once

#include "core/store/key.hpp"
#include "events/ads.hpp"
#include "projections/forum/files.hpp"
#include "projections/row.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::projections::ads {

/// Removed stands above erased: somebody took it away before its words went.
enum class State : std::uint8_t { draft, awaiting, published, refused, filled, withdrawn, expired, erased, removed };
[[nodiscard]] std::string_view text(State state);

/// Where the author's MemberId::text_size characters begin in the JSON.
inline constexpr std::size_t author_at =
    std::string_view(R"({"id":")").size() + AdId::text_size + std::string_view(R"(","author":")").size();

/// JSON: id author organisation kind party hides_name state language title slug place commune departement region
/// latitude longitude radius trade surface rent charges price starts_on contract weekly_minutes salary_least
/// salary_most salary_period rome structure created published edited expires version likes comments attachments?
/// source_id?. Words of
/// an ad whose author is erased, or that was removed, are empty or null.
struct AdRecord {
    AdId id;
    MemberId author;
    std::optional<OrganisationId> organisation;
    events::ads::AdKind kind{};
    events::ads::AdParty party{};
    bool hides_name = false;
    State life = State::draft; ///< never `erased`
    bool erased = false;       ///< the words are gone for good
    events::Language language{};
    std::string title;
    std::string slug; ///< of the title, for addresses; may be empty
    std::optional<std::string> place, commune, departement, region;
    std::optional<std::int32_t> latitude, longitude;
    std::optional<std::uint32_t> radius, surface;
    std::optional<std::uint64_t> rent, charges, price;
    std::optional<std::string> trade, starts_on, contract;
    std::optional<std::uint32_t> weekly_minutes;
    std::optional<std::uint64_t> salary_least, salary_most;
    std::optional<events::ads::SalaryPeriod> salary_period;
    std::optional<std::string> rome, structure;
    Instant created;
    std::optional<Instant> published; ///< or renewed: where it stands in lists
    std::optional<Instant> edited;
    std::optional<Instant> expires; ///< while it is published
    Version version;                ///< of its words: ETag and If-Match
    bool warned = false;            ///< its author has been told of this end
    std::uint32_t likes = 0;        ///< of as many members
    std::uint32_t comments = 0;     ///< not removed
    std::vector<FileId> attachments;
    std::optional<std::string> source_id;

    [[nodiscard]] State state() const { return erased && life != State::removed ? State::erased : life; }
};
using AdRow = Row<AdRecord>;

/// `attachments`: JSON, or empty where there are none.
[[nodiscard]] std::string ad_json(const AdRecord& ad, std::string_view attachments);

/// JSON: id author created state body_html. Of whoever is erased: state erased, body_html empty.
struct CommentRecord {
    PostId id;
    MemberId author;
    Instant created;
    bool erased = false;
};
using CommentRow = Row<CommentRecord>;
[[nodiscard]] std::string comment_json(const CommentRecord& comment, std::string_view body_html);

namespace rows {

/// Where a comment stands.
struct CommentPlace {
    AdId ad;
    Sequence sequence{};
};

enum class Part : std::uint8_t {
    ad = 'a',      // community, ad → AdRow
    body = 'b',    // community, ad → its text as HTML; none: there is no text any more
    list = 'l',    // community, kind or `any_kind`, descending time, ad → : published ones
    mine = 'm',    // community, author, descending creation, ad →
    author = 'u',  // community, author, ad → : what leaving and erasing look for
    queue = 'q',   // community, Waiting, time, ad → : for moderators, the oldest first
    kept = 'k',    // community, member, descending time, ad → : favourites
    keeping = 'v', // community, member, ad → Instant since when
    history = 'h', // community, ad, sequence → Step
    said = 's',    // community, ad, SaidWhy, member → Said
    sayer = 'y',   // community, member, ad, SaidWhy → : what erasing looks for
    holder = 'o',  // community, file → AdId
    like = 'j',    // community, member, ad → : likes
    comment = 'c', // community, ad, sequence → CommentRow
    place = 'p',   // community, comment → CommentPlace
    writer = 'w',  // community, member, comment → : what erasing looks for
    rules = 'r',   // community → Rules
    // 'f' and 'g' are files'
};

inline constexpr std::uint8_t any_kind = 0xff;
/// Before all communities, whose names are no bytes of zero: what ends, or is to be told of its end, by time.
inline constexpr std::uint8_t due = 0;

inline Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
inline std::string ad_key(const CommunityId& community, const AdId& ad) {
    return part(community, Part::ad).add(ad).str();
}
inline std::string body_key(const CommunityId& community, const AdId& ad) {
    return part(community, Part::body).add(ad).str();
}
inline Key list_prefix(const CommunityId& community, const std::optional<events::ads::AdKind>& kind) {
    return part(community, Part::list).u8(kind ? number(*kind) : any_kind);
}
inline Key mine_prefix(const CommunityId& community, const MemberId& author) {
    return part(community, Part::mine).add(author);
}
inline Key author_prefix(const CommunityId& community, const MemberId& author) {
    return part(community, Part::author).add(author);
}
inline Key kept_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::kept).add(member);
}
inline Key keeping_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::keeping).add(member);
}
inline Key history_prefix(const CommunityId& community, const AdId& ad) {
    return part(community, Part::history).add(ad);
}
inline Key sayer_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::sayer).add(member);
}
inline std::string like_key(const CommunityId& community, const MemberId& member, const AdId& ad) {
    return part(community, Part::like).add(member).add(ad).str();
}
inline Key comments_prefix(const CommunityId& community, const AdId& ad) {
    return part(community, Part::comment).add(ad);
}
inline std::string comment_key(const CommunityId& community, const CommentPlace& place) {
    return comments_prefix(community, place.ad).u64(number(place.sequence)).str();
}
inline std::string place_key(const CommunityId& community, const PostId& comment) {
    return part(community, Part::place).add(comment).str();
}
inline Key writer_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::writer).add(member);
}
inline std::string holder_key(const CommunityId& community, const FileId& file) {
    return part(community, Part::holder).add(file).str();
}
inline std::string rules_key(const CommunityId& community) {
    return part(community, Part::rules).str();
}
inline std::string due_key(Instant at, const CommunityId& community, const AdId& ad) {
    return Key().u8(due).ascending(at).add(community).add(ad).str();
}

} // namespace rows
} // namespace palabre::projections::ads
