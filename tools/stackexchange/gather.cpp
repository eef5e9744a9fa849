// SPDX-License-Identifier: Apache-2.0
#include "tools/stackexchange/gather.hpp"

#include "tools/import/fit.hpp"
#include "tools/progress.hpp"

#include <algorithm>
#include <cctype>

namespace palabre::tools::stackexchange {

using import::Kind;
using import::Report;

Status read_file(const std::filesystem::path& dump, std::string_view name, bool required,
                 const std::function<Status(const Row&)>& each) {
    const auto file = dump / name;
    std::error_code missing;
    const auto size = std::filesystem::file_size(file, missing);
    if (missing && !required && !std::filesystem::exists(file)) return {};
    std::string root(name.substr(0, name.find('.'))); // Posts.xml holds <posts>
    std::transform(root.begin(), root.end(), root.begin(), [](unsigned char c) { return std::tolower(c); });
    ProgressBar bar("Reading " + std::string(name));
    return read_rows(file, root, each, [&](std::uint64_t bytes) { bar.show(bytes, size); });
}

namespace {

/// "<a><b>" of older dumps, "|a|b|" of newer ones.
std::vector<std::string> split_tags(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of("<>|"), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

Status gather_user(const Row& row, Stage& stage, Report& report) {
    PALABRE_TRY(id, row.id("Id"));
    PALABRE_TRY(created, row.instant("CreationDate"));
    const auto key = text(id);
    const StagedPerson person{import::name(row.find("DisplayName").value_or(""), report, Kind::user, key), created};
    ++stage.people_put;
    return stage.scratch.put(stage.people, Key().text(key), codec::encode(person));
}

Status gather_post(const Row& row, Stage& stage, Report& report) {
    PALABRE_TRY(id, row.id("Id"));
    PALABRE_TRY(type, row.id("PostTypeId"));
    constexpr RowId question{1}, answer{2}, wiki_excerpt{4}, wiki{5};
    if (type != question && type != answer) {
        report.read(Kind::other);
        const bool tag = type == wiki || type == wiki_excerpt;
        report.skipped(Kind::other, tag ? "text about a tag" : "post of another kind", text(id));
        return {};
    }
    StagedPost post;
    PALABRE_TRY(created, row.instant("CreationDate"));
    post.created = created;
    PALABRE_TRY(html, row.text("Body"));
    post.posted.html = html;
    PALABRE_TRY(author, author_of(row, "OwnerUserId", "OwnerDisplayName"));
    post.posted.author = author.row;
    post.posted.author_name = author.name;
    PALABRE_TRY(edited, row.find_instant("LastEditDate"));
    post.posted.edited = edited;
    PALABRE_TRY(editor, author_of(row, "LastEditorUserId", "LastEditorDisplayName"));
    post.posted.editor = editor.row;
    post.posted.editor_name = editor.name;
    if (type == answer) {
        PALABRE_TRY(parent, row.id("ParentId"));
        post.parent = parent;
        ++stage.answers_put;
        return stage.scratch.put(stage.answers, key(id), codec::encode(post));
    }
    post.posted.question = true;
    PALABRE_TRY(title, row.text("Title"));
    post.posted.title = title;
    post.tags = split_tags(row.find("Tags").value_or(""));
    PALABRE_TRY(accepted, row.find_id("AcceptedAnswerId"));
    post.accepted = accepted;
    ++stage.questions_put;
    return stage.scratch.put(stage.questions, key(id), codec::encode(post));
}

Status gather_revision(const Row& row, Stage& stage) {
    Revision revision;
    PALABRE_TRY(id, row.id("Id"));
    revision.row = id;
    PALABRE_TRY(post, row.id("PostId"));
    PALABRE_TRY(type, row.id("PostHistoryTypeId"));
    revision.type = static_cast<std::uint32_t>(type);
    PALABRE_TRY(at, row.instant("CreationDate"));
    revision.at = at;
    PALABRE_TRY(editor, author_of(row, "UserId", "UserDisplayName"));
    revision.editor = editor.row;
    revision.editor_name = editor.name;
    revision.group = row.find("RevisionGUID").value_or("");
    revision.text = row.find("Text").value_or("");
    ++stage.history_put;
    return stage.scratch.put(stage.history, key(post).ascending(at).i64(static_cast<std::int64_t>(id)),
                             codec::encode(revision));
}

/// Files of which nothing is imported: counted, so that the sums hold.
Status pass_over(const std::filesystem::path& dump, std::string_view name, std::string_view reason, Report& report) {
    return read_file(dump, name, false, [&](const Row& row) -> Status {
        PALABRE_TRY(id, row.id("Id"));
        report.read(Kind::other);
        report.skipped(Kind::other, reason, text(id));
        return {};
    });
}

} // namespace

Status gather(const std::filesystem::path& dump, Stage& stage, Report& report) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(dump, ignored))
        return error(ErrorCode::not_found, dump.string() + ": no such folder");
    PALABRE_CHECK(read_file(dump, "Users.xml", true, [&](const Row& row) { return gather_user(row, stage, report); }));
    PALABRE_CHECK(read_file(dump, "Posts.xml", true, [&](const Row& row) { return gather_post(row, stage, report); }));
    PALABRE_CHECK(
        read_file(dump, "PostHistory.xml", false, [&](const Row& row) { return gather_revision(row, stage); }));
    PALABRE_CHECK(pass_over(dump, "Badges.xml", "badge", report));
    PALABRE_CHECK(pass_over(dump, "PostLinks.xml", "link between posts", report));
    PALABRE_CHECK(pass_over(dump, "Tags.xml", "tag: tags stand at their questions", report));
    return stage.scratch.flush();
}

} // namespace palabre::tools::stackexchange
