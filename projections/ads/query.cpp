// SPDX-License-Identifier: Apache-2.0
// What is asked of the rows of ads.
#include "core/limits.hpp"
#include "projections/ads/ads.hpp"
#include "projections/cursor.hpp"

#include <algorithm>

namespace palabre::projections::ads {

using namespace rows;

namespace {

constexpr std::size_t list_tail = sizeof(Instant::micros) + AdId::size;

Result<AdList> list(const View& view, const CommunityId& community, const Key& prefix,
                    std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(page, list_page(view, prefix, list_tail, cursor, limit));
    std::vector<AdId> ids;
    for (const auto& listed : page.keys) ids.push_back(AdId::from(listed.tail.substr(sizeof(Instant::micros))));
    PALABRE_TRY(rows, ads(view, community, ids));
    AdList found;
    found.next = std::move(page.next);
    for (auto& row : rows)
        if (row) found.ads.push_back(std::move(*row));
    return found;
}

} // namespace

std::string_view text(Step::What what) {
    switch (what) {
    case Step::What::written:
        return "written";
    case Step::What::approved:
        return "approved";
    case Step::What::refused:
        return "refused";
    case Step::What::renewed:
        return "renewed";
    case Step::What::filled:
        return "filled";
    case Step::What::withdrawn:
        return "withdrawn";
    case Step::What::removed:
        return "removed";
    case Step::What::expiring:
        return "expiring";
    case Step::What::expired:
        return "expired";
    }
    return {};
}

Result<Rules> rules(const View& view, const CommunityId& community) {
    PALABRE_TRY(found, find<Rules>(view, rules_key(community)));
    return found.value_or(Rules{});
}

Result<std::optional<AdRow>> ad(const View& view, const CommunityId& community, const AdId& ad) {
    return find_row<AdRecord>(view, ad_key(community, ad));
}

Result<std::vector<std::optional<AdRow>>> ads(const View& view, const CommunityId& community,
                                              const std::vector<AdId>& asked) {
    std::vector<std::string> keys;
    keys.reserve(asked.size());
    for (const auto& id : asked) keys.push_back(ad_key(community, id));
    return find_rows<AdRecord>(view, keys);
}

Result<std::optional<std::string>> body_html(const View& view, const CommunityId& community, const AdId& ad) {
    return view.get(body_key(community, ad));
}

Result<std::optional<AdId>> holder(const View& view, const CommunityId& community, const FileId& file) {
    return find<AdId>(view, holder_key(community, file));
}

Result<AdList> published(const View& view, const CommunityId& community, const std::optional<events::ads::AdKind>& kind,
                         std::optional<std::string_view> cursor, std::size_t limit) {
    PALABRE_TRY(found, list(view, community, list_prefix(community, kind), cursor, limit));
    // Rows are read after the list: one may have ended in between.
    std::erase_if(found.ads, [](const AdRow& row) { return row.record.state() != State::published; });
    return found;
}

Result<AdList> of_author(const View& view, const CommunityId& community, const MemberId& author,
                         std::optional<std::string_view> cursor, std::size_t limit) {
    return list(view, community, mine_prefix(community, author), cursor, limit);
}

Result<AdList> favourites(const View& view, const CommunityId& community, const MemberId& member,
                          std::optional<std::string_view> cursor, std::size_t limit) {
    return list(view, community, kept_prefix(community, member), cursor, limit);
}

Result<bool> keeps(const View& view, const CommunityId& community, const MemberId& member, const AdId& ad) {
    PALABRE_TRY(since, view.get(keeping_prefix(community, member).add(ad).str()));
    return since.has_value();
}

Result<bool> likes(const View& view, const CommunityId& community, const MemberId& member, const AdId& ad) {
    PALABRE_TRY(row, view.get(like_key(community, member, ad)));
    return row.has_value();
}

Result<CommentList> comments(const View& view, const CommunityId& community, const AdId& ad,
                             std::optional<std::string_view> cursor, std::size_t limit) {
    const Key prefix = comments_prefix(community, ad);
    PALABRE_TRY(page, list_page(view, prefix, sizeof(std::uint64_t), cursor, limit));
    CommentList found;
    found.next = std::move(page.next);
    for (auto& listed : page.keys) {
        PALABRE_TRY(row, parse_row<CommentRecord>(std::move(listed.value), prefix.str() + listed.tail));
        found.comments.push_back(std::move(row));
    }
    return found;
}

Result<bool> shows_comment(const View& view, const CommunityId& community, const PostId& comment) {
    PALABRE_TRY(place, find<CommentPlace>(view, place_key(community, comment)));
    if (!place) return false;
    PALABRE_TRY(row, find_row<CommentRecord>(view, comment_key(community, *place)));
    return row && !row->record.erased;
}

Result<AdList> queue(const View& view, const CommunityId& community, Waiting waiting,
                     std::optional<std::string_view> cursor, std::size_t limit) {
    return list(view, community, part(community, Part::queue).u8(number(waiting)), cursor, limit);
}

Result<std::vector<Said>> said(const View& view, const CommunityId& community, const AdId& ad, SaidWhy why) {
    const Key prefix = part(community, Part::said).add(ad).u8(number(why));
    std::vector<Said> found;
    Scan scan = view.scan(prefix, prefix.prefix_end());
    for (; scan.valid() && found.size() < limits::list_most; scan.next()) {
        auto each = codec::decode<Said>(scan.value());
        if (!each) return detail::ill_formed(scan.key());
        found.push_back(std::move(*each));
    }
    PALABRE_CHECK(scan.status());
    return found;
}

Result<std::vector<Step>> history(const View& view, const CommunityId& community, const AdId& ad) {
    const Key prefix = history_prefix(community, ad);
    std::vector<Step> steps;
    Scan scan = view.scan(prefix, prefix.prefix_end(), true);
    for (; scan.valid() && steps.size() < limits::list_most; scan.next()) {
        auto step = codec::decode<Step>(scan.value());
        if (!step) return detail::ill_formed(scan.key());
        steps.push_back(*step);
    }
    PALABRE_CHECK(scan.status());
    std::ranges::reverse(steps);
    return steps;
}

Result<std::vector<Due>> due(const View& view, Instant now, std::size_t limit) {
    std::vector<Due> found;
    Scan scan = view.scan(Key().u8(rows::due), Key().u8(rows::due).ascending({now.micros + 1}));
    for (; scan.valid() && found.size() < limit; scan.next()) {
        KeyReader reader(scan.key());
        reader.u8();
        reader.ascending();
        const auto community = CommunityId::parse(reader.text());
        const auto id = reader.take<AdId>();
        if (!community || !reader.ok()) return detail::ill_formed(scan.key());
        PALABRE_TRY(row, ad(view, *community, id));
        if (!row || !row->record.expires) continue;
        found.push_back({*community, id, row->record.warned || *row->record.expires <= now, *row->record.expires});
    }
    PALABRE_CHECK(scan.status());
    return found;
}

} // namespace palabre::projections::ads
