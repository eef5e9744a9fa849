// SPDX-License-Identifier: Apache-2.0
// The ads of each community: what they say, how they stand, and their lists, the latest first. Whoever reads a row asks
// rights by itself: rows hold what is no longer, or not yet, for everybody.
//
// Who has left has no published ads any more; the words of who is erased, or of what was removed, are in no row.
// Reports and what moderators said to authors go with whoever said it, and so do the words of comments, which keep
// their places until they are removed. Likes are counted, and outlast who goes.
#pragma once

#include "core/rights/rights.hpp"
#include "projections/ads/rows.hpp"
#include "projections/projection.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace palabre::projections::ads {

Status apply(Stage& stage, const Applied& at, const events::Event& event);
inline constexpr Projection projection{"ads", 2, &apply};

/// How ads are handled in a community; never said: no approval, open to visitors.
struct Rules {
    bool moderated = false;
    bool open = true;
    /// Whom ads are shown to, as a space would say it.
    [[nodiscard]] rights::SpaceRule as_space() const {
        return {.visibility = open ? rights::Visibility::everyone : rights::Visibility::members};
    }
};
[[nodiscard]] Result<Rules> rules(const View& view, const CommunityId& community);

[[nodiscard]] Result<std::optional<AdRow>> ad(const View& view, const CommunityId& community, const AdId& ad);
/// In the order asked. One read of many keys.
[[nodiscard]] Result<std::vector<std::optional<AdRow>>> ads(const View& view, const CommunityId& community,
                                                            const std::vector<AdId>& asked);
/// Its text as HTML; nothing: there is none any more.
[[nodiscard]] Result<std::optional<std::string>> body_html(const View& view, const CommunityId& community,
                                                           const AdId& ad);
/// Which ad shows a file.
[[nodiscard]] Result<std::optional<AdId>> holder(const View& view, const CommunityId& community, const FileId& file);

struct AdList {
    std::vector<AdRow> ads;
    std::optional<std::string> next; ///< cursor
};
/// All lists: at most `limit` behind `cursor`; `invalid`: an ill-formed one. Published ones of a kind or of all, the
/// latest published first.
[[nodiscard]] Result<AdList> published(const View& view, const CommunityId& community,
                                       const std::optional<events::ads::AdKind>& kind,
                                       std::optional<std::string_view> cursor, std::size_t limit);
/// Whatever a member has written and not removed, the latest first.
[[nodiscard]] Result<AdList> of_author(const View& view, const CommunityId& community, const MemberId& author,
                                       std::optional<std::string_view> cursor, std::size_t limit);
/// What a member keeps, the latest first; what is over is among them.
[[nodiscard]] Result<AdList> favourites(const View& view, const CommunityId& community, const MemberId& member,
                                        std::optional<std::string_view> cursor, std::size_t limit);
[[nodiscard]] Result<bool> keeps(const View& view, const CommunityId& community, const MemberId& member,
                                 const AdId& ad);

[[nodiscard]] Result<bool> likes(const View& view, const CommunityId& community, const MemberId& member,
                                 const AdId& ad);

struct CommentList {
    std::vector<CommentRow> comments;
    std::optional<std::string> next; ///< cursor
};
/// What was written below an ad, the first first; `invalid` as above.
[[nodiscard]] Result<CommentList> comments(const View& view, const CommunityId& community, const AdId& ad,
                                           std::optional<std::string_view> cursor, std::size_t limit);

/// Whether that comment is there to be read: neither removed nor of somebody erased.
[[nodiscard]] Result<bool> shows_comment(const View& view, const CommunityId& community, const PostId& comment);

/// What moderators are to look at, the longest waiting first.
enum class Waiting : std::uint8_t { approval, reports };
[[nodiscard]] Result<AdList> queue(const View& view, const CommunityId& community, Waiting waiting,
                                   std::optional<std::string_view> cursor, std::size_t limit);

/// What somebody said of an ad, to its author (refusal) or to moderators (report).
enum class SaidWhy : std::uint8_t { refusal, report };
struct Said {
    MemberId by;
    Instant time;
    std::uint8_t reason = 0; ///< events::ads::RefusalReason or ReportReason
    std::optional<std::string> note;
};
/// At most limits::list_most, by who said it.
[[nodiscard]] Result<std::vector<Said>> said(const View& view, const CommunityId& community, const AdId& ad,
                                             SaidWhy why);

/// One step of an ad's life: by whom is what moderators may know.
struct Step {
    enum class What : std::uint8_t {
        written,
        approved,
        refused,
        renewed,
        filled,
        withdrawn,
        removed,
        expiring,
        expired
    };
    What what{};
    MemberId by; ///< none: time did
    Instant time;
};
[[nodiscard]] std::string_view text(Step::What what);
/// The latest limits::list_most, oldest first.
[[nodiscard]] Result<std::vector<Step>> history(const View& view, const CommunityId& community, const AdId& ad);

/// What of any community has come to its end, or near it, by `now`: at most `limit`, the longest due first.
struct Due {
    CommunityId community;
    AdId ad;
    bool over = false; ///< else it is to be told that it will be
    Instant expires;
};
[[nodiscard]] Result<std::vector<Due>> due(const View& view, Instant now, std::size_t limit);

} // namespace palabre::projections::ads
