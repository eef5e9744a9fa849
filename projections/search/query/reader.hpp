// SPDX-License-Identifier: Apache-2.0
// The index of one community as a query reads it. What it made of rows is kept from one query to the next: of words
// that are looked for again and of columns, all segments but the smallest ones together, for as long as nothing in
// those changes; of the young documents, which stand in the smallest ones or in none yet, all that a query may ask for.
#pragma once

#include "projections/object_cache.hpp"
#include "projections/search/index/writer.hpp"
#include "projections/search/query/numbers.hpp"
#include "projections/search/query/stretch.hpp"
#include "projections/search/query/young.hpp"

#include <array>
#include <functional>
#include <map>
#include <memory>

namespace palabre::projections::search {

/// The documents that have something, by stretches (Reader::stretches()).
class Listing {
public:
    Listing(std::shared_ptr<const Stretches> settled, Stretch young);
    [[nodiscard]] const Stretch& operator[](std::size_t stretch) const {
        return stretch < settled_->size() ? (*settled_)[stretch] : young_;
    }
    /// Documents.
    [[nodiscard]] std::uint64_t size() const { return size_; }

private:
    std::shared_ptr<const Stretches> settled_;
    Stretch young_;
    std::uint64_t size_ = 0;
};

/// For one query, one thread. What it gives lives as long as itself.
class Reader {
public:
    using Pin = std::function<Result<Pinned>(std::string_view key)>;
    /// Keeps what was made of rows: gives what is kept under this key and stamp, else what `make` makes, with its cost
    /// in bytes. A key belongs to one type.
    using Made = std::pair<std::shared_ptr<const void>, std::size_t>;
    using Make = std::function<Result<Made>()>;
    using Keep = std::function<Result<std::shared_ptr<const void>>(std::string key, const ObjectCache::Stamp& stamp,
                                                                   const Make& make)>;

    /// An index in which nothing stands is an empty one.
    [[nodiscard]] static Result<Reader> open(const CommunityId& community, Pin pin, Keep keep, Analyzer& analyzer);

    [[nodiscard]] const Counts& counts() const { return counts_; }
    /// Newest first; the one of the newest documents may be short.
    [[nodiscard]] const std::vector<SegmentId>& segments() const { return segments_; }
    /// Empty: absent.
    [[nodiscard]] Result<std::string_view> part(SegmentId segment, PartId part);
    [[nodiscard]] Result<std::optional<Stored>> document(Ordinal ordinal) const;

    /// All documents in order, stretch_documents each; the young ones are the last.
    struct Range {
        Ordinal first = 0;
        std::uint32_t documents = 0;
        bool young = false;
    };
    [[nodiscard]] const std::vector<Range>& stretches() const { return stretches_; }
    [[nodiscard]] Result<const Listing*> with_term(std::string_view term);
    [[nodiscard]] Result<const Listing*> with_number(Column column, std::uint32_t value);
    /// The column's numbers in a stretch, by place.
    [[nodiscard]] Result<const Numbers*> numbers(Column column, std::size_t stretch);

private:
    Reader(CommunityId community, Pin pin, Keep keep)
        : community_(std::move(community)), pin_(std::move(pin)), keep_(std::move(keep)) {}
    void lay_out();
    [[nodiscard]] Result<Made> make_young() const; ///< KeptYoung
    [[nodiscard]] Result<Parts> stored_parts(SegmentId segment) const;
    [[nodiscard]] Result<Made> make_term(std::string_view term) const;
    [[nodiscard]] Result<Made> make_number(Column column, std::uint32_t value);
    [[nodiscard]] Result<Made> make_column(Column column) const;
    /// Of the segments that lie in the range, oldest first.
    [[nodiscard]] std::vector<SegmentId> segments_in(const Range& range) const;
    template <class T, class MakeIt>
    [[nodiscard]] Result<std::shared_ptr<const T>> settled(std::string key, MakeIt&& make) const;

    CommunityId community_;
    Pin pin_;
    Keep keep_;
    Counts counts_;
    std::vector<SegmentId> segments_;
    std::vector<Range> stretches_;
    std::shared_ptr<const Young> young_;
    std::map<std::string, Listing, std::less<>> terms_;        ///< that were asked for
    std::map<std::pair<Column, std::uint32_t>, Listing> with_; ///< likewise
    std::array<std::shared_ptr<const std::vector<Numbers>>, column_count> columns_;
    std::map<std::pair<SegmentId, PartId>, Pinned> pinned_; ///< each part that was asked for, once
};

} // namespace palabre::projections::search
