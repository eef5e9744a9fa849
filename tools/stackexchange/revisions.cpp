// SPDX-License-Identifier: Apache-2.0
#include "tools/stackexchange/revisions.hpp"

#include "tools/html/html_to_markdown.hpp"
#include "tools/html/words.hpp"
#include "tools/import/fit.hpp"

namespace palabre::tools::stackexchange {

namespace {

using import::Kind;

enum class Touch : std::uint8_t { first_title, first_body, first_tags, title, body, none };

Touch touch(std::uint32_t type) {
    switch (type) {
    case 1:
        return Touch::first_title;
    case 2:
        return Touch::first_body;
    case 3:
        return Touch::first_tags;
    case 4:
    case 7:
        return Touch::title; // edited, rolled back
    case 5:
    case 8:
        return Touch::body;
    default:
        return Touch::none;
    }
}

/// One edit without history: what LastEditDate tells.
Life life_without_history(RowId row, const Posted& posted, import::Report& report) {
    Life life{import::line(posted.title), html::to_markdown(posted.html), {}};
    if (!posted.edited) return life;
    report.read(Kind::edit);
    const auto at = posted.edited->text();
    life.changes.push_back({text(row) + '@' + at, posted.editor, posted.editor_name, *posted.edited, {}, life.body});
    return life;
}

/// Makes the last state of title and body say what Posts.xml says.
void settle_last(RowId row, const Posted& posted, Life& life, import::Report& report) {
    const auto title = import::line(posted.title);
    const std::string* last_title = &life.title;
    for (const Change& change : life.changes)
        if (change.title) last_title = &*change.title;
    if (posted.question && *last_title != title) {
        if (life.changes.empty())
            life.title = title;
        else
            life.changes.back().title = title;
    }
    std::string& last_body = life.changes.empty() ? life.body : life.changes.back().body;
    if (html::shows_same_words(last_body, posted.html)) return;
    last_body = html::to_markdown(posted.html);
    report.note(posted.question ? Kind::question : Kind::answer,
                "last text taken from Posts.xml, as its typed form shows otherwise here", text(row));
}

} // namespace

std::string_view why_no_edit(std::uint32_t type) {
    switch (type) {
    case 1:
    case 2:
    case 3:
        return "part of the post's opening";
    case 6:
    case 9:
        return "edit of tags: the last ones stand at the opening";
    case 10:
        return "closing";
    case 11:
        return "reopening";
    case 12:
        return "deletion";
    case 13:
        return "undeletion";
    case 14:
    case 15:
        return "lock or unlock";
    case 16:
        return "becoming community-owned";
    case 24:
        return "approval of a suggested edit, which stands by itself";
    case 25:
        return "tweet";
    case 50:
        return "bump by the site";
    default:
        return "other act of moderation or of the site";
    }
}

Life life_of(RowId row, const Posted& posted, const std::vector<Revision>& history, import::Report& report) {
    if (history.empty()) return life_without_history(row, posted, report);
    Life life{import::line(posted.title), {}, {}};
    std::string title = life.title, body;
    bool opened = false; // the opening's body stood in the history
    std::string group;   // of the last change
    for (const Revision& revision : history) {
        report.read(Kind::edit);
        const Touch what = touch(revision.type);
        const bool of_title = what == Touch::title || what == Touch::first_title;
        if (of_title) title = import::line(revision.text);
        if (what == Touch::body || what == Touch::first_body) body = import::lines(revision.text);
        if (what == Touch::first_title) life.title = title;
        if (what == Touch::first_body) {
            life.body = body;
            opened = true;
        }
        if ((what != Touch::title || !posted.question) && what != Touch::body) {
            report.skipped(Kind::edit, what == Touch::title ? "title of an answer" : why_no_edit(revision.type),
                           text(revision.row));
            continue;
        }
        if (life.changes.empty() || group != revision.group) {
            life.changes.push_back({text(revision.row), revision.editor, revision.editor_name, revision.at, {}, body});
            group = revision.group;
        } else {
            report.skipped(Kind::edit, "same act as the row before, together one edit", text(revision.row));
        }
        life.changes.back().body = body;
        if (of_title) life.changes.back().title = title;
    }
    if (!opened) life.body = html::to_markdown(posted.html);
    for (Change& change : life.changes)
        if (change.body.empty()) change.body = life.body;
    settle_last(row, posted, life, report);
    return life;
}

} // namespace palabre::tools::stackexchange
