// SPDX-License-Identifier: Apache-2.0
#include "tools/stackexchange/arrange.hpp"

#include "tools/import/fit.hpp"

namespace palabre::tools::stackexchange {

using import::Kind;
using import::Report;
using import::Scratch;

namespace {

class Arranger {
public:
    Arranger(const std::filesystem::path& dump, Stage& stage, Report& report)
        : dump_(dump), stage_(stage), scratch_(stage.scratch), report_(report) {}

    Status run() {
        PALABRE_CHECK(questions());
        PALABRE_CHECK(scratch_.flush()); // answers look their questions up
        PALABRE_CHECK(answers());
        PALABRE_CHECK(scratch_.flush());
        PALABRE_CHECK(orphaned_history());
        PALABRE_CHECK(read_file(dump_, "Comments.xml", true, [&](const Row& row) { return comment(row); }));
        PALABRE_CHECK(read_file(dump_, "Votes.xml", true, [&](const Row& row) { return vote(row); }));
        PALABRE_CHECK(scratch_.flush());
        PALABRE_CHECK(acceptances());
        PALABRE_CHECK(scratch_.flush());
        PALABRE_CHECK(listed_people());
        PALABRE_CHECK(unlisted_people());
        return scratch_.flush();
    }

private:
    Status questions();
    Status answers();
    Status edits(RowId row, RowId question, Instant at, const StagedPost& post, const Life& life);
    Status orphaned_history();
    Status comment(const Row& row);
    Status vote(const Row& row);
    Status acceptances();
    Status listed_people();
    Status unlisted_people();
    [[nodiscard]] Result<std::vector<Revision>> history_of(RowId post);
    [[nodiscard]] Result<std::optional<Placed>> placed(RowId post) {
        return scratch_.get<Placed>(stage_.placed, key(post));
    }
    /// Rows that were overwritten by another with the same number.
    void twice(Kind kind, std::uint64_t put, std::uint64_t found) {
        for (std::uint64_t i = found; i < put; ++i) {
            report_.read(kind);
            report_.skipped(kind, "its number stands twice in the file", "");
        }
    }

    const std::filesystem::path& dump_;
    Stage& stage_;
    Scratch& scratch_;
    Report& report_;
    std::uint64_t history_found_ = 0;
};

Status Arranger::questions() {
    std::uint64_t found = 0;
    Scan scan = scratch_.scan(stage_.questions);
    for (; scan.valid(); scan.next(), ++found) {
        const RowId row{KeyReader(scan.key()).i64()};
        PALABRE_TRY(post, Scratch::decode<StagedPost>(scan.value()));
        PALABRE_TRY(history, history_of(row));
        const Life life = life_of(row, post.posted, history, report_);
        const auto id = text(row);
        report_.read(Kind::question);
        PALABRE_CHECK(stage_.put(Question{id, post.posted.author, import::title(life.title, report_, id),
                                          import::body(life.body, report_, Kind::question, id),
                                          import::tags(post.tags, report_, id), post.created}));
        PALABRE_CHECK(stage_.act(post.posted.author, post.posted.author_name, post.created));
        PALABRE_CHECK(scratch_.put(stage_.placed, key(row), codec::encode(Placed{row, post.created})));
        PALABRE_CHECK(edits(row, row, post.created, post, life));
        if (!post.accepted) continue;
        const Acceptance acceptance{row, post.posted.author};
        PALABRE_CHECK(scratch_.put(stage_.acceptance, key(*post.accepted), codec::encode(acceptance)));
    }
    twice(Kind::question, stage_.questions_put, found);
    return scan.status();
}

Status Arranger::answers() {
    std::uint64_t found = 0;
    Scan scan = scratch_.scan(stage_.answers);
    for (; scan.valid(); scan.next(), ++found) {
        const RowId row{KeyReader(scan.key()).i64()};
        PALABRE_TRY(post, Scratch::decode<StagedPost>(scan.value()));
        const auto id = text(row);
        report_.read(Kind::answer);
        PALABRE_TRY(question, placed(post.parent));
        if (!question || question->question != post.parent) {
            report_.skipped(Kind::answer, "its question is not in the dump", id);
            continue; // its history is counted with the orphans
        }
        PALABRE_TRY(history, history_of(row));
        const Life life = life_of(row, post.posted, history, report_);
        const Instant at = std::max(post.created, question->at);
        PALABRE_CHECK(stage_.put(
            Answer{id, text(post.parent), post.posted.author, import::body(life.body, report_, Kind::answer, id), at}));
        PALABRE_CHECK(stage_.act(post.posted.author, post.posted.author_name, at));
        PALABRE_CHECK(scratch_.put(stage_.placed, key(row), codec::encode(Placed{post.parent, at})));
        PALABRE_CHECK(edits(row, post.parent, at, post, life));
    }
    twice(Kind::answer, stage_.answers_put, found);
    return scan.status();
}

Status Arranger::edits(RowId row, RowId question, Instant at, const StagedPost& post, const Life& life) {
    Instant last = at; // edits keep their order, whatever their dates say
    for (const Change& change : life.changes) {
        last = std::max(last, change.at);
        std::optional<std::string> title;
        if (change.title && post.posted.question) title = import::title(*change.title, report_, text(row));
        PALABRE_CHECK(stage_.put(Edit{change.row, text(question), text(row), change.editor, std::move(title),
                                      import::body(change.body, report_, Kind::edit, change.row), last}));
        PALABRE_CHECK(stage_.act(change.editor, change.editor_name, last));
    }
    return {};
}

Result<std::vector<Revision>> Arranger::history_of(RowId post) {
    std::vector<Revision> out;
    Scan scan = scratch_.scan(stage_.history, key(post));
    for (; scan.valid(); scan.next(), ++history_found_) {
        PALABRE_TRY(revision, Scratch::decode<Revision>(scan.value()));
        out.push_back(std::move(revision));
    }
    PALABRE_CHECK(scan.status());
    return out;
}

Status Arranger::orphaned_history() {
    Scan scan = scratch_.scan(stage_.history);
    for (; scan.valid(); scan.next()) {
        PALABRE_TRY(post, placed(RowId{KeyReader(scan.key()).i64()}));
        if (post) continue;
        PALABRE_TRY(revision, Scratch::decode<Revision>(scan.value()));
        ++history_found_;
        report_.read(Kind::edit);
        report_.skipped(Kind::edit, "its post is no question or answer of this dump", text(revision.row));
    }
    twice(Kind::edit, stage_.history_put, history_found_);
    return scan.status();
}

Status Arranger::comment(const Row& row) {
    PALABRE_TRY(id, row.id("Id"));
    PALABRE_TRY(post, row.id("PostId"));
    PALABRE_TRY(created, row.instant("CreationDate"));
    PALABRE_TRY(words, row.text("Text"));
    PALABRE_TRY(author, author_of(row, "UserId", "UserDisplayName"));
    report_.read(Kind::comment);
    PALABRE_TRY(place, placed(post));
    if (!place) {
        report_.skipped(Kind::comment, "its post is no question or answer of this dump", text(id));
        return {};
    }
    const Instant at = std::max(created, place->at);
    PALABRE_CHECK(stage_.put(Comment{text(id), text(place->question), text(post), author.row,
                                     import::body(words, report_, Kind::comment, text(id)), at}));
    return stage_.act(author.row, author.name, at);
}

std::string_view why_no_vote(RowId type) {
    switch (static_cast<std::int64_t>(type)) {
    case 5:
        return "favourite";
    case 8:
    case 9:
        return "bounty";
    default:
        return "vote of moderation";
    }
}

Status Arranger::vote(const Row& row) {
    constexpr RowId accepted{1}, up{2}, down{3};
    PALABRE_TRY(id, row.id("Id"));
    PALABRE_TRY(post, row.id("PostId"));
    PALABRE_TRY(type, row.id("VoteTypeId"));
    PALABRE_TRY(date, row.instant("CreationDate"));
    report_.read(Kind::vote);
    if (type == accepted) {
        report_.skipped(Kind::vote, "date of an accepted answer, counted there", text(id));
        return scratch_.put(stage_.accepted, key(post), codec::encode(date));
    }
    PALABRE_TRY(place, placed(post));
    if (type != up && type != down) {
        report_.skipped(Kind::vote, why_no_vote(type), text(id));
        return {};
    }
    if (!place) {
        report_.skipped(Kind::vote, "its post is no question or answer of this dump", text(id));
        return {};
    }
    return stage_.put(Vote{text(id), text(place->question), text(post), type == up, std::max(date, place->at)});
}

Status Arranger::acceptances() {
    Scan scan = scratch_.scan(stage_.acceptance);
    for (; scan.valid(); scan.next()) {
        const RowId answer{KeyReader(scan.key()).i64()};
        PALABRE_TRY(acceptance, Scratch::decode<Acceptance>(scan.value()));
        report_.read(Kind::acceptance);
        PALABRE_TRY(place, placed(answer));
        if (!place || place->question != acceptance.question || answer == acceptance.question) {
            report_.skipped(Kind::acceptance, "the accepted post is no answer to the question", text(answer));
            continue;
        }
        PALABRE_TRY(voted, scratch_.get<Instant>(stage_.accepted, scan.key()));
        const Instant at = std::max(voted.value_or(place->at), place->at);
        PALABRE_CHECK(stage_.put(Accept{text(answer), text(acceptance.question), acceptance.asker, at}));
    }
    return scan.status();
}

Status Arranger::listed_people() {
    std::uint64_t found = 0;
    Scan scan = scratch_.scan(stage_.people);
    for (; scan.valid(); scan.next(), ++found) {
        PALABRE_TRY(person, Scratch::decode<StagedPerson>(scan.value()));
        const std::string row(KeyReader(scan.key()).text());
        report_.read(Kind::user);
        Instant at = person.created;
        const Scan acts = scratch_.scan(stage_.acts, Key().text(row));
        if (acts.valid()) {
            KeyReader first(acts.key());
            (void)first.text();
            at = std::min(at, first.ascending());
        }
        PALABRE_CHECK(acts.status());
        PALABRE_CHECK(stage_.put(User{row, person.name, true, at}));
    }
    twice(Kind::user, stage_.people_put, found);
    return scan.status();
}

Status Arranger::unlisted_people() {
    std::string before;
    Scan scan = scratch_.scan(stage_.acts);
    for (; scan.valid(); scan.next()) {
        KeyReader reader(scan.key());
        const auto row = reader.text();
        if (row == before) continue; // the first act is the earliest
        before = row;
        PALABRE_TRY(listed, scratch_.get<StagedPerson>(stage_.people, Key().text(row)));
        if (listed) continue;
        report_.read(Kind::person);
        PALABRE_CHECK(stage_.put(
            User{before, import::name(scan.value(), report_, Kind::person, before), false, reader.ascending()}));
    }
    return scan.status();
}

} // namespace

Status arrange(const std::filesystem::path& dump, Stage& stage, Report& report) {
    return Arranger(dump, stage, report).run();
}

} // namespace palabre::tools::stackexchange
