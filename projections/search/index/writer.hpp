// SPDX-License-Identifier: Apache-2.0
// Keeps the index of one community in the rows of a Stage. Which rows there are follows from the documents that stand
// in it and their numbers alone: not from batches, nor from what stood there before. A document that goes takes its
// postings, its words and their counts along.
//
// Rows, all below the community:
//   'n'            Counts
//   'i' id         the document's number
//   'd' number     Stored, while it has any text
//   't' 'w' 'c'    parts of segments (segment.hpp)
#pragma once

#include "projections/row.hpp"
#include "projections/search/index/segment.hpp"

#include <map>
#include <string>

namespace palabre::projections::search {

/// Of a community's index.
struct Counts {
    Ordinal numbered = 0;             ///< documents that ever came
    Ordinal documents = 0;            ///< that have text
    std::vector<Ordinal> by_language; ///< of those
    std::uint64_t changes = 0;        ///< grows with each: the stamp of what is made of the newest documents
    std::uint64_t settled = 0;        ///< the last change among settled_documents(): the stamp of what is made of those
};

[[nodiscard]] std::string counts_key(const CommunityId& community);
[[nodiscard]] std::string id_key(const CommunityId& community, std::string_view id);
[[nodiscard]] std::string document_key(const CommunityId& community, Ordinal ordinal);

/// For the changes of one event. What it does to segments is gathered and stands in the Stage after finish(): many
/// documents of one member then rewrite each part once.
class Writer {
public:
    /// Both outlive it.
    Writer(Stage& stage, const CommunityId& community, Analyzer& analyzer);

    /// The document of this id is this one from now on; nothing: it keeps its number and loses all else. 128 documents
    /// make a segment: about a millisecond; 32,768 merge some 40,000 terms: a third of a second.
    [[nodiscard]] Status put(std::string_view id, const std::optional<Document>& document);
    /// The forward row of a document, if it has any text.
    [[nodiscard]] Result<std::optional<Stored>> document(std::string_view id) const;
    /// Its text stays, its numbers are these. Without text it has none.
    [[nodiscard]] Status renumber(std::string_view id, const std::function<void(Columns&)>& change);
    [[nodiscard]] Status finish();

private:
    /// What changes in an entry of a table.
    struct TableChange {
        std::map<Place, Impact> postings;             ///< 0: goes
        std::map<std::uint16_t, std::int64_t> counts; ///< of words
    };
    struct PartChange {
        std::map<std::string, TableChange, std::less<>> entries;
        std::map<Place, std::uint32_t> values; ///< of columns
    };

    /// Puts the forward row and counts it.
    [[nodiscard]] Status keep(Ordinal ordinal, const std::optional<Stored>& before, const std::optional<Stored>& after);
    /// keep(), and the changes to the segment in which it stands.
    [[nodiscard]] Status replace(Ordinal ordinal, const std::optional<Stored>& before,
                                 const std::optional<Stored>& after);
    void change_terms(SegmentId segment, Place place, const Indexed& before, const Indexed& after);
    void change_words(SegmentId segment, const Indexed& before, const Indexed& after);
    [[nodiscard]] Status add_segments();
    [[nodiscard]] Status seal(SegmentId segment);
    [[nodiscard]] std::string changed_table(std::string_view bytes, PartId part, const PartChange& change) const;

    Stage& stage_;
    const CommunityId& community_;
    Analyzer& analyzer_;
    std::map<std::pair<SegmentId, PartId>, PartChange> changes_;
};

} // namespace palabre::projections::search
