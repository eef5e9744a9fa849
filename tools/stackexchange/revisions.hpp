// SPDX-License-Identifier: Apache-2.0
// The life of one post's text: from the rows of its history to its opening and its edits. Pure, but for the report.
//
// The last state must say what Posts.xml says. The text as it was typed is kept where our rendering shows the same
// words; where it does not (raw HTML, formulas, notices that the site put in) the last revision carries Posts.xml's
// HTML as Markdown instead.
#pragma once

#include "tools/import/report.hpp"
#include "tools/stackexchange/authors.hpp"

namespace palabre::tools::stackexchange {

/// A row of PostHistory.xml.
struct Revision {
    RowId row{};
    std::uint32_t type = 0; ///< PostHistoryTypeId
    std::string group;      ///< RevisionGUID: rows of one act share it
    Instant at;
    std::string editor;
    std::string editor_name;
    std::string text;
};

/// What Posts.xml says of a post's text.
struct Posted {
    bool question = false;
    std::string title;
    std::string html;
    std::string author, author_name;
    std::optional<Instant> edited;
    std::string editor, editor_name; ///< of the last edit
};

struct Change {
    std::string row;
    std::string editor, editor_name;
    Instant at;
    std::optional<std::string> title; ///< only where it changed
    std::string body;                 ///< Markdown
};

struct Life {
    std::string title; ///< at the opening
    std::string body;
    std::vector<Change> changes;
};

/// `history`: of this post, in the order of time. Every row is counted in the report: as an edit (one a group) or
/// skipped. Without history a post that was edited has one change, at that date; `row` names the post.
Life life_of(RowId row, const Posted& posted, const std::vector<Revision>& history, import::Report& report);

/// Why a history row of this type is no edit of text.
std::string_view why_no_edit(std::uint32_t type);

} // namespace palabre::tools::stackexchange
