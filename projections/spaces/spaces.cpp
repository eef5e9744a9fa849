// SPDX-License-Identifier: Apache-2.0
#include "projections/spaces/spaces.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "events-schema/runtime/rights.hpp"
#include "projections/json.hpp"

#include <tuple>

namespace palabre::projections::spaces::spaces {

namespace {

enum class Part : std::uint8_t {
    community = 'c',         // community → CommunityRow
    community_by_name = 'n', // platform, folded name, community →
    space = 's',             // community, space → SpaceRow
    space_by_name = 'a',     // community, folded name, space →
    space_by_slug = 'g',     // community, slug → SpaceId
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(number(part));
}
std::string community_key(const CommunityId& community) {
    return part(community, Part::community).str();
}
std::string space_key(const CommunityId& community, const SpaceId& space) {
    return part(community, Part::space).add(space).str();
}
std::string slug_key(const CommunityId& community, std::string_view slug) {
    return part(community, Part::space_by_slug).text(slug).str();
}
/// The form in which names are sorted. clean_line() leaves no zero byte, which ends a text in a key.
std::string sorted(std::string_view name) {
    return text::fold(text::clean_line(name));
}

Status on(Stage& stage, const Applied& at, const events::spaces::CommunityFounded& e) {
    const CommunityRecord record{.id = at.community,
                                 .slug = e.slug,
                                 .name = e.name,
                                 .language = std::string(events::text(e.language)),
                                 .time_zone = e.time_zone,
                                 .shows_names = e.shows_names,
                                 .dislikes = e.dislikes,
                                 .demo = e.demo};
    JsonObject json;
    json.add("id", record.id).add("slug", record.slug).add("name", record.name).add("promise", e.promise);
    json.add("language", record.language).add("time_zone", record.time_zone).add("shows_names", record.shows_names);
    json.add("dislikes", record.dislikes).add("demo", record.demo).add("founded", happened(at));
    put_row(stage, community_key(at.community), record, std::move(json).finish());
    stage.put(part(CommunityId::platform(), Part::community_by_name).text(sorted(e.name)).add(at.community).str(), {});
    return {};
}

Status on(Stage& stage, const Applied& at, const events::spaces::CommunityStyled& e) {
    PALABRE_TRY(row, find_row<CommunityRecord>(stage, community_key(at.community)));
    if (!row) return {};
    CommunityRecord record = row->record;
    record.accent = e.accent.value_or("");
    if (record.logo != e.logo) record.logo_of = e.logo ? e.by : std::nullopt;
    record.logo = e.logo;
    put_row(stage, community_key(at.community), record, std::string(row->json()));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    PALABRE_TRY(row, find_row<CommunityRecord>(stage, community_key(at.community)));
    if (!row || row->record.logo_of != e.member) return {};
    CommunityRecord record = row->record;
    record.logo.reset();
    record.logo_of.reset();
    put_row(stage, community_key(at.community), record, std::string(row->json()));
    return {};
}

Status on(Stage& stage, const Applied& at, const events::spaces::SpaceCreated& e) {
    const SpaceRecord record{.id = e.space, .slug = e.slug, .name = e.name, .rule = events::rule_of(e)};
    JsonObject json;
    json.add("id", record.id).add("slug", record.slug).add("name", record.name).add("description", e.description);
    json.add("kind", rights::text(record.rule.kind)).add("visibility", rights::text(record.rule.visibility));
    json.add("join_rule", rights::text(record.rule.join_rule));
    json.add("trade", e.trade).add("created", happened(at));
    put_row(stage, space_key(at.community, e.space), record, std::move(json).finish());
    stage.put(part(at.community, Part::space_by_name).text(sorted(e.name)).add(e.space).str(), {});
    put(stage, slug_key(at.community, e.slug), e.space);
    return {};
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

/// The rows that an index of names points to, in its order.
template <class Record, class RowKey>
Result<std::vector<Row<Record>>> listed(const View& view, const Key& index, std::size_t most, RowKey&& row_key) {
    std::vector<std::string> keys;
    Scan scan = view.scan(index, index.prefix_end());
    for (; scan.valid() && keys.size() < most; scan.next()) {
        KeyReader tail(scan.key().substr(index.str().size()));
        std::ignore = tail.text(); // the name
        keys.push_back(row_key(tail));
    }
    PALABRE_CHECK(scan.status());
    PALABRE_TRY(found, find_rows<Record>(view, keys));
    std::vector<Row<Record>> rows;
    rows.reserve(found.size());
    for (auto& row : found)
        if (row) rows.push_back(std::move(*row));
    return rows;
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

Result<std::optional<CommunityRow>> community(const View& view, const CommunityId& community) {
    return find_row<CommunityRecord>(view, community_key(community));
}

Result<std::vector<CommunityRow>> communities(const View& view) {
    return listed<CommunityRecord>(
        view, part(CommunityId::platform(), Part::community_by_name), limits::communities,
        [](KeyReader& tail) { return community_key(CommunityId::parse(tail.text()).value_or(CommunityId{})); });
}

Result<bool> only_demos(const View& view) {
    const Key index = part(CommunityId::platform(), Part::community_by_name);
    Scan scan = view.scan(index, index.prefix_end());
    bool any = false;
    for (std::size_t i = 0; scan.valid() && i < limits::communities; ++i, scan.next()) {
        KeyReader tail(scan.key().substr(index.str().size()));
        std::ignore = tail.text(); // the name
        PALABRE_TRY(row, community(view, CommunityId::parse(tail.text()).value_or(CommunityId{})));
        if (row && !row->record.demo) return false;
        any = any || row;
    }
    PALABRE_CHECK(scan.status());
    return any;
}

Result<std::optional<SpaceRow>> space(const View& view, const CommunityId& community, const SpaceId& space) {
    return find_row<SpaceRecord>(view, space_key(community, space));
}

Result<std::optional<SpaceId>> by_slug(const View& view, const CommunityId& community, std::string_view slug) {
    if (slug.find('\0') != std::string_view::npos) return std::optional<SpaceId>{};
    return find<SpaceId>(view, slug_key(community, slug));
}

Result<std::vector<SpaceRow>> list(const View& view, const CommunityId& community) {
    return listed<SpaceRecord>(view, part(community, Part::space_by_name), limits::spaces_per_community,
                               [&](KeyReader& tail) { return space_key(community, tail.take<SpaceId>()); });
}

Result<std::optional<rights::SpaceRule>> rule(const View& view, const CommunityId& community, const SpaceId& space) {
    PALABRE_TRY(row, find_row<SpaceRecord>(view, space_key(community, space)));
    return row ? std::optional(row->record.rule) : std::nullopt;
}

} // namespace palabre::projections::spaces::spaces
