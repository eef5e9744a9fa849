// SPDX-License-Identifier: Apache-2.0
#include "projections/search/index/writer.hpp"

#include <algorithm>

namespace palabre::projections::search {
namespace {

enum class Part : std::uint8_t { counts = 'n', id = 'i', document = 'd' };

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(static_cast<std::uint8_t>(part));
}

std::string changed_postings(std::string_view bytes, const std::map<Place, Impact>& changes) {
    std::vector<Posting> postings;
    Postings(bytes).decode(postings);
    std::erase_if(postings, [&](const Posting& posting) { return changes.contains(posting.place); });
    for (const auto& [place, impact] : changes)
        if (impact > 0) postings.push_back({place, impact});
    return encode(postings);
}

std::string changed_counts(std::string_view bytes, const std::map<std::uint16_t, std::int64_t>& changes) {
    std::map<std::uint16_t, std::int64_t> sums(changes);
    for (const auto& count : word_counts(bytes)) sums[count.scope] += count.documents;
    std::vector<WordCount> counts;
    for (const auto& [scope, sum] : sums)
        if (sum > 0) counts.push_back({scope, static_cast<std::uint32_t>(sum)});
    return encode(counts);
}

std::string changed_column(std::string_view bytes, const std::map<Place, std::uint32_t>& values,
                           std::uint32_t documents) {
    std::string row(bytes);
    row.resize(std::size_t{documents} * sizeof(std::uint32_t), '\0');
    for (const auto& [place, value] : values)
        std::memcpy(row.data() + std::size_t{place} * sizeof value, &value, sizeof value);
    return row.find_first_not_of('\0') == std::string::npos ? std::string() : row;
}

void count(Counts& counts, const std::optional<Stored>& document, int by) {
    if (!document) return;
    counts.documents += static_cast<Ordinal>(by);
    const auto language = static_cast<std::size_t>(document->language);
    counts.by_language.resize(std::max(counts.by_language.size(), language + 1));
    counts.by_language[language] += static_cast<Ordinal>(by);
    // As a rebuild has them that never met the language.
    while (!counts.by_language.empty() && counts.by_language.back() == 0) counts.by_language.pop_back();
}

} // namespace

std::string counts_key(const CommunityId& community) {
    return part(community, Part::counts).str();
}
std::string id_key(const CommunityId& community, std::string_view id) {
    return part(community, Part::id).raw(id).str();
}
std::string document_key(const CommunityId& community, Ordinal ordinal) {
    return part(community, Part::document).u32(ordinal).str();
}

Writer::Writer(Stage& stage, const CommunityId& community, Analyzer& analyzer)
    : stage_(stage), community_(community), analyzer_(analyzer) {}

Status Writer::put(std::string_view id, const std::optional<Document>& document) {
    const std::string own_key = id_key(community_, id);
    std::optional<Stored> after;
    if (document) after = store(std::string(id), *document);
    PALABRE_TRY(known, find<Ordinal>(stage_, own_key));
    if (known) {
        PALABRE_TRY(before, find<Stored>(stage_, document_key(community_, *known)));
        return replace(*known, before, after);
    }
    PALABRE_TRY(counts, find<Counts>(stage_, counts_key(community_)));
    Counts now = counts.value_or(Counts{});
    const Ordinal ordinal = now.numbered++;
    projections::put(stage_, counts_key(community_), now);
    projections::put(stage_, own_key, ordinal);
    PALABRE_CHECK(keep(ordinal, std::nullopt, after));
    return add_segments();
}

Result<std::optional<Stored>> Writer::document(std::string_view id) const {
    PALABRE_TRY(known, find<Ordinal>(stage_, id_key(community_, id)));
    if (!known) return std::optional<Stored>{};
    return find<Stored>(stage_, document_key(community_, *known));
}

Status Writer::renumber(std::string_view id, const std::function<void(Columns&)>& change) {
    PALABRE_TRY(known, find<Ordinal>(stage_, id_key(community_, id)));
    if (!known) return {};
    PALABRE_TRY(before, find<Stored>(stage_, document_key(community_, *known)));
    if (!before) return keep(*known, {}, {}); // a change all the same: a rebuild without its text counts as many
    Columns columns = before->numbers();
    change(columns);
    auto after = before;
    after->columns.assign(columns.begin(), columns.end());
    return replace(*known, before, after);
}

Status Writer::keep(Ordinal ordinal, const std::optional<Stored>& before, const std::optional<Stored>& after) {
    std::string key = document_key(community_, ordinal);
    if (after)
        projections::put(stage_, std::move(key), *after);
    else
        stage_.remove(std::move(key));
    PALABRE_TRY(counts, find<Counts>(stage_, counts_key(community_)));
    if (!counts) return {};
    count(*counts, before, -1);
    count(*counts, after, 1);
    ++counts->changes;
    if (ordinal < settled_documents(counts->numbered)) counts->settled = counts->changes;
    projections::put(stage_, counts_key(community_), *counts);
    return {};
}

Status Writer::replace(Ordinal ordinal, const std::optional<Stored>& before, const std::optional<Stored>& after) {
    PALABRE_CHECK(keep(ordinal, before, after));
    PALABRE_TRY(counts, find<Counts>(stage_, counts_key(community_)));
    if (!counts || ordinal >= in_segments(counts->numbered)) return {};
    const auto all = segments(counts->numbered);
    const SegmentId segment = *std::ranges::find_if(all, [&](SegmentId one) { return one.holds(ordinal); });
    const auto place = static_cast<Place>(ordinal - segment.first());
    const Indexed old_one = before ? index(*before, analyzer_) : Indexed{};
    const Indexed new_one = after ? index(*after, analyzer_) : Indexed{};
    change_terms(segment, place, old_one, new_one);
    change_words(segment, old_one, new_one);
    for (std::size_t column = 0; column < column_count; ++column)
        if (old_one.columns[column] != new_one.columns[column])
            changes_[{segment, PartId::of(static_cast<Column>(column))}].values[place] = new_one.columns[column];
    return {};
}

void Writer::change_terms(SegmentId segment, Place place, const Indexed& before, const Indexed& after) {
    const auto change = [&](const std::string& term) -> Impact& {
        return changes_[{segment, PartId::of_term(term, segment.level)}].entries[term].postings[place];
    };
    for (const auto& term : before.terms)
        if (!std::ranges::binary_search(after.terms, term.text, {}, &Indexed::Term::text)) change(term.text) = 0;
    for (const auto& term : after.terms)
        if (!std::ranges::binary_search(before.terms, term, [](const auto& a, const auto& b) {
                return std::tie(a.text, a.impact) < std::tie(b.text, b.impact);
            }))
            change(term.text) = term.impact;
}

void Writer::change_words(SegmentId segment, const Indexed& before, const Indexed& after) {
    const auto count_all = [&](const Indexed& indexed, std::int64_t by) {
        const auto scope = static_cast<std::uint16_t>(at(indexed.columns, Column::scope));
        for (const auto& word : indexed.words)
            changes_[{segment, PartId::of_word(word, segment.level)}].entries[word].counts[scope] += by;
    };
    count_all(before, -1);
    count_all(after, 1);
}

Status Writer::add_segments() {
    PALABRE_TRY(counts, find<Counts>(stage_, counts_key(community_)));
    for (std::uint8_t level = 0; level < level_count; ++level) {
        const std::uint32_t size = levels[level].documents;
        if (counts->numbered % size != 0) break;
        PALABRE_CHECK(finish());
        PALABRE_CHECK(seal({level, counts->numbered / size - 1}));
    }
    return {};
}

Status Writer::seal(SegmentId segment) {
    Parts parts;
    if (segment.level == 0) {
        std::vector<std::shared_ptr<const Indexed>> documents(segment.size());
        for (std::uint32_t place = 0; place < segment.size(); ++place) {
            PALABRE_TRY(stored, find<Stored>(stage_, document_key(community_, segment.first() + place)));
            if (stored) documents[place] = std::make_shared<const Indexed>(index(*stored, analyzer_));
        }
        parts = build(segment.level, documents);
    } else {
        std::string row;
        parts = merge(segment, [&](SegmentId source, PartId part) -> std::string_view {
            std::string key = part_key(community_, source, part);
            auto found = stage_.get(key);
            row = found ? std::move(*found) : std::string();
            if (found) stage_.remove(std::move(key));
            return row;
        });
    }
    for (auto& [part, bytes] : parts) stage_.put(part_key(community_, segment, part), std::move(bytes));
    return {};
}

Status Writer::finish() {
    for (const auto& [where, change] : changes_) {
        const auto& [segment, part] = where;
        std::string key = part_key(community_, segment, part);
        const std::string before = stage_.get(key).value_or("");
        std::string after = part.kind == PartId::Kind::columns ? changed_column(before, change.values, segment.size())
                                                               : changed_table(before, part, change);
        if (after == before) continue;
        if (after.empty())
            stage_.remove(std::move(key));
        else
            stage_.put(std::move(key), std::move(after));
    }
    changes_.clear();
    return {};
}

std::string Writer::changed_table(std::string_view bytes, PartId part, const PartChange& change) const {
    const auto changed = [&](std::string_view value, const TableChange& entry) {
        return part.kind == PartId::Kind::terms ? changed_postings(value, entry.postings)
                                                : changed_counts(value, entry.counts);
    };
    const Table before(bytes);
    TableWriter after;
    auto next = change.entries.begin();
    for (std::uint32_t i = 0; i < before.size(); ++i) {
        const auto [key, value] = before[i];
        for (; next != change.entries.end() && next->first < key; ++next)
            after.add(next->first, changed({}, next->second));
        if (next != change.entries.end() && next->first == key)
            after.add(key, changed(value, (next++)->second));
        else
            after.add(key, value);
    }
    for (; next != change.entries.end(); ++next) after.add(next->first, changed({}, next->second));
    return std::move(after).finish();
}

} // namespace palabre::projections::search
