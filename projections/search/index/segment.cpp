// SPDX-License-Identifier: Apache-2.0
#include "projections/search/index/segment.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace palabre::projections::search {
namespace {

/// FNV-1a with its bits mixed: a bucket is what they begin with.
std::uint8_t hash_byte(std::string_view term) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : term) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return static_cast<std::uint8_t>((hash * 0x9e3779b97f4a7c15ULL) >> 56);
}

/// Tables of many buckets, filled in the order of their keys.
class Buckets {
public:
    Buckets(PartId::Kind kind, std::uint8_t level) : kind_(kind), level_(level) {}
    void add(std::string_view key, std::string_view value) {
        const PartId part = kind_ == PartId::Kind::terms ? PartId::of_term(key, level_) : PartId::of_word(key, level_);
        tables_[part].add(key, value);
    }
    void finish(Parts& out) && {
        for (auto& [part, table] : tables_)
            if (!table.empty()) out.emplace(part, std::move(table).finish());
    }

private:
    PartId::Kind kind_;
    std::uint8_t level_;
    std::map<PartId, TableWriter> tables_;
};

/// Values by key, in the order of the keys at the end: hashed, since most keys come many times.
template <class Value>
class Grouped {
public:
    void add(std::string_view key, Value value) { groups_[key].push_back(value); }
    template <class Visit>
    void each(Visit&& visit) {
        std::vector<std::pair<std::string_view, std::vector<Value>*>> order;
        order.reserve(groups_.size());
        for (auto& [key, values] : groups_) order.emplace_back(key, &values);
        std::ranges::sort(order, {}, [](const auto& group) { return group.first; });
        for (const auto& [key, values] : order) visit(key, *values);
    }

private:
    std::unordered_map<std::string_view, std::vector<Value>> groups_;
};

/// An entry of the table of one of several segments.
struct Source {
    Table::Entry entry;
    std::uint32_t segment;
};

std::vector<Source> sorted_entries(std::span<const Table> tables) {
    std::vector<Source> entries;
    std::size_t size = 0;
    for (const auto& table : tables) size += table.size();
    entries.reserve(size);
    for (std::uint32_t segment = 0; segment < tables.size(); ++segment)
        for (std::uint32_t i = 0; i < tables[segment].size(); ++i) entries.push_back({tables[segment][i], segment});
    // Stable: the entries of a key stay in the order of their segments.
    std::ranges::stable_sort(entries, {}, [](const Source& source) { return source.entry.key; });
    return entries;
}

/// Calls `join` with all entries of each key, in order, and adds what it gives.
template <class Join>
void merge_tables(std::span<const Table> tables, Buckets& out, Join&& join) {
    const auto entries = sorted_entries(tables);
    for (std::size_t begin = 0; begin < entries.size();) {
        std::size_t end = begin;
        while (end < entries.size() && entries[end].entry.key == entries[begin].entry.key) ++end;
        out.add(entries[begin].entry.key, join(std::span(entries).subspan(begin, end - begin)));
        begin = end;
    }
}

std::string join_postings(std::span<const Source> sources, std::uint32_t documents, std::vector<Posting>& scratch) {
    scratch.clear();
    for (const auto& [entry, segment] : sources) Postings(entry.value).decode(scratch, segment * documents);
    return encode(scratch);
}

std::string join_counts(std::span<const Source> sources) {
    std::map<std::uint16_t, std::uint32_t> sums;
    for (const auto& source : sources)
        for (const auto& count : word_counts(source.entry.value)) sums[count.scope] += count.documents;
    std::vector<WordCount> counts;
    for (const auto& [scope, documents] : sums) counts.push_back({scope, documents});
    return encode(counts);
}

void add_columns(Parts& out, std::span<const std::shared_ptr<const Indexed>> documents) {
    for (std::size_t column = 0; column < column_count; ++column) {
        std::string row;
        bool any = false;
        for (const auto& document : documents) {
            const std::uint32_t value = document ? document->columns[column] : 0;
            append(row, value);
            any = any || value != 0;
        }
        if (any) out.emplace(PartId::of(static_cast<Column>(column)), std::move(row));
    }
}

/// The bytes of one part of each source, since the source gives them for a moment only.
std::array<std::string, segments_merged> read_part(SegmentId segment, PartId part, const PartSource& source) {
    std::array<std::string, segments_merged> rows;
    for (std::uint32_t i = 0; i < segments_merged; ++i)
        rows[i] = source({static_cast<std::uint8_t>(segment.level - 1), segment.number * segments_merged + i}, part);
    return rows;
}

} // namespace

std::vector<SegmentId> segments(Ordinal count) {
    std::vector<SegmentId> out;
    Ordinal done = 0;
    for (std::size_t level = level_count; level-- > 0;) {
        const std::uint32_t size = levels[level].documents;
        for (; count - done >= size; done += size) out.push_back({static_cast<std::uint8_t>(level), done / size});
    }
    return out;
}

Ordinal in_segments(Ordinal count) {
    return count - count % levels[0].documents;
}

PartId PartId::of_term(std::string_view term, std::uint8_t level) {
    return {Kind::terms, static_cast<std::uint8_t>(hash_byte(term) / (256 / levels[level].term_buckets))};
}

PartId PartId::of_word(std::string_view word, std::uint8_t level) {
    const auto letter = word.empty() ? 0U : static_cast<unsigned char>(word[0]) % letter_count;
    return {Kind::words, static_cast<std::uint8_t>(levels[level].word_buckets == 1 ? 0 : letter)};
}

std::string part_key(const CommunityId& community, SegmentId segment, PartId part) {
    return Key()
        .add(community)
        .u8(static_cast<std::uint8_t>(part.kind))
        .u8(segment.level)
        .u32(segment.number)
        .u8(part.number)
        .str();
}

Parts build(std::uint8_t level, std::span<const std::shared_ptr<const Indexed>> documents) {
    Grouped<Posting> postings;
    Grouped<std::uint16_t> words; // the scope of each document that says it
    for (std::size_t place = 0; place < documents.size(); ++place) {
        if (!documents[place]) continue;
        for (const auto& term : documents[place]->terms)
            postings.add(term.text, {static_cast<Place>(place), term.impact});
        const auto scope = static_cast<std::uint16_t>(at(documents[place]->columns, Column::scope));
        for (const auto& word : documents[place]->words) words.add(word, scope);
    }
    Parts out;
    Buckets terms(PartId::Kind::terms, level);
    postings.each([&](std::string_view term, std::vector<Posting>& list) { terms.add(term, encode(list)); });
    std::move(terms).finish(out);
    Buckets said(PartId::Kind::words, level);
    words.each([&](std::string_view word, std::vector<std::uint16_t>& scopes) {
        std::ranges::sort(scopes);
        std::vector<WordCount> counts;
        for (const auto scope : scopes) {
            if (counts.empty() || counts.back().scope != scope) counts.push_back({scope, 0});
            ++counts.back().documents;
        }
        said.add(word, encode(counts));
    });
    std::move(said).finish(out);
    add_columns(out, documents);
    return out;
}

void add_postings(std::vector<Posting>& out, std::string_view table, std::string_view term, std::uint32_t offset,
                  std::uint32_t documents) {
    const auto found = Table(table).find(term);
    if (!found) return;
    const auto before = static_cast<std::ptrdiff_t>(out.size());
    Postings(*found).decode(out, offset);
    out.erase(std::remove_if(out.begin() + before, out.end(),
                             [&](const Posting& posting) { return posting.place >= offset + documents; }),
              out.end());
}

Parts merge(SegmentId segment, const PartSource& source) {
    const Level& below = levels[segment.level - 1];
    Parts out;
    std::vector<Posting> scratch;
    const auto each_bucket = [&](PartId::Kind kind, std::uint32_t count, auto&& join) {
        for (std::uint32_t bucket = 0; bucket < count; ++bucket) {
            const auto rows = read_part(segment, {kind, static_cast<std::uint8_t>(bucket)}, source);
            std::array<Table, segments_merged> tables;
            for (std::size_t i = 0; i < rows.size(); ++i) tables[i] = Table(rows[i]);
            Buckets merged(kind, segment.level);
            merge_tables(tables, merged, join);
            std::move(merged).finish(out);
        }
    };
    each_bucket(PartId::Kind::terms, below.term_buckets,
                [&](std::span<const Source> sources) { return join_postings(sources, below.documents, scratch); });
    each_bucket(PartId::Kind::words, below.word_buckets, join_counts);
    for (std::size_t column = 0; column < column_count; ++column) {
        const PartId part = PartId::of(static_cast<Column>(column));
        const auto rows = read_part(segment, part, source);
        if (std::ranges::all_of(rows, &std::string::empty)) continue;
        std::string joined;
        joined.reserve(segment.size() * sizeof(std::uint32_t));
        for (std::uint32_t i = 0; i < rows.size(); ++i) {
            joined += rows[i];
            joined.resize(std::size_t{i + 1} * below.documents * sizeof(std::uint32_t), '\0');
        }
        out.emplace(part, std::move(joined));
    }
    return out;
}

std::vector<WordCount> word_counts(std::string_view value) {
    constexpr std::size_t bytes = sizeof(std::uint16_t) + sizeof(std::uint32_t);
    std::vector<WordCount> out;
    for (; value.size() >= bytes; value.remove_prefix(bytes))
        out.push_back({load<std::uint16_t>(value.data()), load<std::uint32_t>(value.data() + sizeof(std::uint16_t))});
    return out;
}

std::string encode(std::span<const WordCount> counts) {
    std::string out;
    for (const auto& count : counts) {
        append(out, count.scope);
        append(out, count.documents);
    }
    return out;
}

} // namespace palabre::projections::search
