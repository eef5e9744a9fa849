// SPDX-License-Identifier: Apache-2.0
#include "projections/alerts/alerts.hpp"

#include "core/limits.hpp"
#include "core/store/key.hpp"
#include "events/all.hpp"
#include "projections/json.hpp"
#include "projections/search/applying.hpp"

#include <algorithm>

namespace palabre::projections::alerts {
namespace {

enum class Part : std::uint8_t {
    search = 's', // community, search → SearchRow
    own = 'o',    // community, member, search →
    anchor = 'k', // community, anchor, search → : the index
    found = 'f',  // community, member, ~sequence → Hit
    told = 'q',   // community, author, ~sequence → Told
    ad = 'a',     // community, ad → Ad
    of = 'w',     // community, author, ad →
};

struct Hit {
    MemberId author;
    AdId ad;
    SavedSearchId search;
    Instant time;
};
struct Told {
    std::vector<MemberId> members;
};
/// An ad that was not published yet, as it will be looked at; or that it was: it is looked at once.
struct Ad {
    bool published = false;
    std::optional<search::ads::Said> said;
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string search_key(const CommunityId& community, const SavedSearchId& search) {
    return part(community, Part::search).add(search).str();
}
Key own_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::own).add(member);
}
Key anchor_prefix(const CommunityId& community, std::string_view anchor) {
    return part(community, Part::anchor).text(anchor);
}
Key found_prefix(const CommunityId& community, const MemberId& member) {
    return part(community, Part::found).add(member);
}
std::string found_key(const CommunityId& community, const MemberId& member, Sequence sequence) {
    return found_prefix(community, member).u64(~number(sequence)).str();
}
Key told_prefix(const CommunityId& community, const MemberId& author) {
    return part(community, Part::told).add(author);
}
std::string told_key(const CommunityId& community, const MemberId& author, Sequence sequence) {
    return told_prefix(community, author).u64(~number(sequence)).str();
}
std::string ad_key(const CommunityId& community, const AdId& ad) {
    return part(community, Part::ad).add(ad).str();
}
Key ads_prefix(const CommunityId& community, const MemberId& author) {
    return part(community, Part::of).add(author);
}
Sequence sequence_of(std::string_view key, const Key& prefix) {
    return Sequence{~KeyReader(key.substr(prefix.str().size())).u64()};
}

bool is_news(const Applied& at) {
    return at.origin != log::Origin::import && at.origin != log::Origin::demo;
}

std::string search_json(const events::alerts::SearchSaved& e, const Applied& at) {
    JsonObject json;
    json.add("id", e.search);
    if (e.kind)
        json.add("kind", events::alerts::text(*e.kind));
    else
        json.null("kind");
    json.add("trade", e.trade).add("contract", e.contract).add("departement", e.departement).add("region", e.region);
    json.add("latitude", e.latitude).add("longitude", e.longitude).add("radius_km", e.radius);
    json.add("price_least", e.price_least).add("price_most", e.price_most);
    json.add("surface_least", e.surface_least).add("surface_most", e.surface_most);
    json.add("q", e.words).add("created", happened(at));
    return std::move(json).finish();
}

/// Every search that the ad is found by, found under the ad's own anchors.
Result<std::vector<SearchRecord>> percolate(Stage& stage, const CommunityId& community, const Seen& seen) {
    std::vector<SavedSearchId> candidates;
    for (const std::string& anchor : looked_at(seen)) {
        const Key prefix = anchor_prefix(community, anchor);
        PALABRE_CHECK(stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
            candidates.push_back(SavedSearchId::from(key.substr(prefix.str().size())));
            return Status{};
        }));
    }
    std::ranges::sort(candidates);
    const auto repeated = std::ranges::unique(candidates);
    candidates.erase(repeated.begin(), repeated.end());
    std::vector<SearchRecord> found;
    for (const SavedSearchId& id : candidates) {
        PALABRE_TRY(row, find_row<SearchRecord>(stage, search_key(community, id)));
        if (row && matches(row->record.wanted, seen)) found.push_back(std::move(row->record));
    }
    return found;
}

/// The ad is published: whose searches found it are told, each once.
Status tell(Stage& stage, const Applied& at, const AdId& ad, const MemberId& author, const search::ads::Said& said) {
    if (!is_news(at) || said.title.empty()) return {};
    PALABRE_TRY(searches, percolate(stage, at.community, seen_in(said, search::applying_analyzer())));
    Told told;
    for (const SearchRecord& each : searches) {
        if (each.member == author || told.members.size() >= limits::alert_readers) continue;
        if (std::ranges::find(told.members, each.member) != told.members.end()) continue;
        told.members.push_back(each.member);
        put(stage, found_key(at.community, each.member, at.sequence), Hit{author, ad, each.id, at.time});
    }
    if (told.members.empty()) return {};
    std::ranges::sort(told.members);
    put(stage, told_key(at.community, author, at.sequence), told);
    return {};
}

Status on(Stage& stage, const Applied& at, const events::ads::AdWritten& e) {
    const std::string key = ad_key(at.community, e.ad);
    PALABRE_TRY(before, find<Ad>(stage, key));
    if (before && before->published) return {};
    const bool published = e.standing == events::ads::AdStanding::published;
    const auto said = search::ads::said_by(e);
    put(stage, key, Ad{published, published ? std::nullopt : std::optional(said)});
    stage.put(ads_prefix(at.community, e.author).add(e.ad).str(), {});
    return published ? tell(stage, at, e.ad, e.author, said) : Status{};
}

Status on(Stage& stage, const Applied& at, const events::ads::AdApproved& e) {
    const std::string key = ad_key(at.community, e.ad);
    PALABRE_TRY(ad, find<Ad>(stage, key));
    if (!ad || ad->published || !ad->said) return {};
    put(stage, key, Ad{true, {}});
    return tell(stage, at, e.ad, e.author, *ad->said);
}

Status on(Stage& stage, const Applied& at, const events::ads::AdClosed& e) {
    if (stage.get(ad_key(at.community, e.ad))) put(stage, ad_key(at.community, e.ad), Ad{true, {}});
    return {};
}

Status on(Stage& stage, const Applied& at, const events::alerts::SearchSaved& e) {
    // Words that are gone are not none: without them it would find what she never asked for.
    const bool stands = e.length == 0 || e.words;
    const SearchRecord record{e.search, e.member, wanted_by(e, search::applying_analyzer()), stands};
    put_row(stage, search_key(at.community, e.search), record, search_json(e, at));
    stage.put(own_prefix(at.community, e.member).add(e.search).str(), {});
    if (!stands) return {};
    for (const std::string& anchor : anchors(record.wanted))
        stage.put(anchor_prefix(at.community, anchor).add(e.search).str(), {});
    return {};
}

Status drop(Stage& stage, const CommunityId& community, const SavedSearchId& search) {
    PALABRE_TRY(row, find_row<SearchRecord>(stage, search_key(community, search)));
    if (!row) return {};
    for (const std::string& anchor : anchors(row->record.wanted))
        stage.remove(anchor_prefix(community, anchor).add(search).str());
    stage.remove(own_prefix(community, row->record.member).add(search).str());
    stage.remove(search_key(community, search));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::alerts::SearchDropped& e) {
    return drop(stage, at.community, e.search);
}

/// Of who goes: her searches and what they found, also where it is noted who was told.
Status forget_member(Stage& stage, const CommunityId& community, const MemberId& member) {
    const Key own = own_prefix(community, member);
    PALABRE_CHECK(stage.walk(own, own.prefix_end(), [&](std::string_view key, std::string_view) {
        return drop(stage, community, SavedSearchId::from(key.substr(own.str().size())));
    }));
    const Key found = found_prefix(community, member);
    return stage.walk(found, found.prefix_end(), [&](std::string_view key, std::string_view value) -> Status {
        const auto hit = codec::decode<Hit>(value);
        if (!hit) return detail::ill_formed(key);
        const std::string told_at = told_key(community, hit->author, sequence_of(key, found));
        PALABRE_TRY(told, find<Told>(stage, told_at));
        if (told) {
            std::erase(told->members, member);
            if (told->members.empty())
                stage.remove(told_at);
            else
                put(stage, told_at, *told);
        }
        stage.remove(std::string(key));
        return {};
    });
}

/// What was found of an author's ads, and what waits of them.
Status forget_ads(Stage& stage, const CommunityId& community, const MemberId& author) {
    const Key prefix = told_prefix(community, author);
    PALABRE_CHECK(stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view value) -> Status {
        const auto told = codec::decode<Told>(value);
        if (!told) return detail::ill_formed(key);
        for (const MemberId& member : told->members)
            stage.remove(found_key(community, member, sequence_of(key, prefix)));
        stage.remove(std::string(key));
        return {};
    }));
    const Key ads = ads_prefix(community, author);
    return stage.walk(ads, ads.prefix_end(), [&](std::string_view key, std::string_view) {
        stage.remove(ad_key(community, AdId::from(key.substr(ads.str().size()))));
        stage.remove(std::string(key));
        return Status{};
    });
}

Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    PALABRE_CHECK(forget_member(stage, at.community, e.member));
    return forget_ads(stage, at.community, e.member);
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    PALABRE_CHECK(forget_member(stage, at.community, e.member));
    return forget_ads(stage, at.community, e.member);
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

Result<std::vector<SearchRow>> searches(const View& view, const CommunityId& community, const MemberId& member) {
    const Key prefix = own_prefix(community, member);
    std::vector<std::string> keys;
    Scan scan = view.scan(prefix, prefix.prefix_end());
    for (; scan.valid() && keys.size() < limits::saved_searches; scan.next())
        keys.push_back(search_key(community, SavedSearchId::from(scan.key().substr(prefix.str().size()))));
    PALABRE_CHECK(scan.status());
    PALABRE_TRY(rows, find_rows<SearchRecord>(view, keys));
    std::vector<SearchRow> found;
    for (auto& row : rows)
        if (row) found.push_back(std::move(*row));
    return found;
}

Result<std::vector<Found>> found(const View& view, const CommunityId& community, const MemberId& member, Sequence after,
                                 Sequence before, std::size_t limit) {
    const Key prefix = found_prefix(community, member);
    std::vector<Found> all;
    // Keys descend by sequence: what is before `before` follows its own place.
    Scan scan = view.scan(Key(prefix).u64(~number(before) + 1), prefix.prefix_end());
    for (; scan.valid() && all.size() < limit; scan.next()) {
        const Sequence sequence = sequence_of(scan.key(), prefix);
        if (sequence <= after) break;
        const auto hit = codec::decode<Hit>(scan.value());
        if (!hit) return detail::ill_formed(scan.key());
        all.push_back({sequence, hit->ad, hit->search, hit->time});
    }
    PALABRE_CHECK(scan.status());
    return all;
}

Result<std::vector<MemberId>> told(const View& view, const CommunityId& community, const MemberId& author,
                                   Sequence sequence) {
    PALABRE_TRY(row, find<Told>(view, told_key(community, author, sequence)));
    return row ? std::move(row->members) : std::vector<MemberId>();
}

} // namespace palabre::projections::alerts
