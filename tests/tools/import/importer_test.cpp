// SPDX-License-Identifier: Apache-2.0
#include "tools/import/importer.hpp"

#include "tests/commands/bench.hpp"
#include "tests/tools/stackexchange/dump.hpp"
#include "tools/import/derived.hpp"
#include "tools/stackexchange/reader.hpp"

using namespace palabre;
using namespace palabre::tools;
using import::Kind;
using import::Report;
using test::Dump;

namespace {

/// A house with a running writer, into which dumps are imported.
struct House {
    Status import(const std::filesystem::path& dump, Report& report, const std::string& slug = "site") {
        PALABRE_TRY(timeline, stackexchange::Timeline::read(dump, bench.folder / "scratch", report));
        return import::import_site({*writer, *bench.model, *bench.log, *bench.vault, bench.random},
                                   {.slug = slug, .name = "A site"}, timeline, report);
    }
    Status import(const Dump& dump, Report& report) {
        dump.write(bench.folder / "dump");
        return import(bench.folder / "dump", report);
    }
    /// Types and values of a community's events, in order.
    std::vector<log::Event> events() {
        std::vector<log::Event> out;
        for (const auto& [community, head] : *bench.log->heads()) {
            if (community.is_platform()) continue;
            auto cursor = bench.log->cursor(community, Sequence{});
            for (auto event = *cursor.next(); event; event = *cursor.next()) out.push_back(std::move(*event));
        }
        return out;
    }

    commands::Bench bench;
    std::optional<commands::Writer> writer{*bench.parts};
};

std::string row(const std::string& attributes) {
    return "<row " + attributes + "/>\n";
}

/// Two people, a question with an answer that was accepted, a comment, an edit, votes.
Dump small_dump() {
    Dump dump;
    dump.users = row("Id=\"1\" DisplayName=\"Ann\" CreationDate=\"2020-01-01T10:00:00\"") +
                 row("Id=\"2\" DisplayName=\"Ben\" CreationDate=\"2020-01-02T10:00:00\"");
    dump.posts =
        row("Id=\"10\" PostTypeId=\"1\" CreationDate=\"2020-01-03T10:00:00\" OwnerUserId=\"1\" Title=\"A title\" "
            "Body=\"&lt;p&gt;words&lt;/p&gt;\" Tags=\"&lt;tag&gt;\" AcceptedAnswerId=\"11\"") +
        row("Id=\"11\" PostTypeId=\"2\" ParentId=\"10\" CreationDate=\"2020-01-04T10:00:00\" OwnerDisplayName=\"Jo\" "
            "Body=\"&lt;p&gt;an answer&lt;/p&gt;\" LastEditDate=\"2020-01-05T10:00:00\" LastEditorUserId=\"2\"");
    dump.comments = row("Id=\"20\" PostId=\"11\" CreationDate=\"2020-01-06T10:00:00\" UserId=\"1\" Text=\"thanks\"");
    dump.votes = row("Id=\"30\" PostId=\"10\" VoteTypeId=\"2\" CreationDate=\"2020-01-03T00:00:00\"") +
                 row("Id=\"31\" PostId=\"10\" VoteTypeId=\"3\" CreationDate=\"2020-01-04T00:00:00\"");
    return dump;
}

} // namespace

TEST_CASE("importer: a site becomes a community's history, in order, with its times and where it came from") {
    House house;
    Report report;
    REQUIRE_MESSAGE(house.import(small_dump(), report).has_value(), report.table());
    std::vector<std::string> seen;
    for (const auto& event : house.events()) {
        CHECK(event.proposal.origin == log::Origin::import);
        seen.push_back(event.accepted.text().substr(0, 16) + " " + event.proposal.type);
    }
    CHECK(seen == std::vector<std::string>{
                      "2020-01-01T10:00 spaces.community-founded.v1", "2020-01-01T10:00 spaces.space-created.v1",
                      "2020-01-01T10:00 members.joined.v1", "2020-01-02T10:00 members.joined.v1",
                      "2020-01-03T10:00 forum.thread-opened.v3", "2020-01-03T10:00 forum.reaction-added.v1",
                      "2020-01-04T00:00 forum.reaction-added.v1", "2020-01-04T10:00 members.joined.v1",
                      "2020-01-04T10:00 forum.post-published.v3", "2020-01-04T10:00 forum.answer-accepted.v1",
                      "2020-01-05T10:00 forum.post-edited.v2", "2020-01-06T10:00 forum.post-published.v3"});
    for (const Kind kind : {Kind::user, Kind::person, Kind::question, Kind::answer, Kind::comment, Kind::edit,
                            Kind::vote, Kind::acceptance})
        CHECK(report.of(kind).imported == report.of(kind).read);
    CHECK(report.imported() == 10);
}

TEST_CASE("importer: the same dump again adds no event, a later one only what is new") {
    House house;
    Report first, second, third;
    REQUIRE(house.import(small_dump(), first).has_value());
    const auto events = house.events().size();
    REQUIRE(house.import(small_dump(), second).has_value());
    CHECK(house.events().size() == events);
    CHECK(second.imported() == 0);
    CHECK(second.of(Kind::user).already == 2);
    CHECK(second.of(Kind::vote).already == 2);
    CHECK(second.of(Kind::acceptance).already == 1);

    Dump later = small_dump();
    later.comments += row("Id=\"21\" PostId=\"10\" CreationDate=\"2020-02-01T10:00:00\" UserId=\"2\" Text=\"late\"");
    later.votes += row("Id=\"32\" PostId=\"11\" VoteTypeId=\"2\" CreationDate=\"2020-01-04T00:00:00\"");
    REQUIRE(house.import(later, third).has_value());
    CHECK(third.imported() == 2);
    const auto all = house.events();
    CHECK(all.size() == events + 2);
    // The vote is older than what stood there: it keeps its own time beside the accepted one.
    CHECK(all[events].proposal.original_time == Instant::parse("2020-01-04T10:00:00.000000Z"));
    CHECK(all[events].accepted > all[events - 1].accepted);
}

TEST_CASE("importer: two houses give the same site the same ids once its community is the same") {
    const auto a = *CommunityId::parse("platform"), b = CommunityId::from_number(7);
    CHECK(import::derived<PostId>(a, "post", "1") == import::derived<PostId>(a, "post", "1"));
    CHECK(import::derived<PostId>(a, "post", "1") != import::derived<PostId>(b, "post", "1"));
    CHECK(import::derived<PostId>(a, "post", "1") != import::derived<PostId>(a, "comment", "1"));
    CHECK(import::derived<PostId>(a, "post", "1").view() == import::derived<ThreadId>(a, "post", "1").view());
    // Frozen: these bytes stand in logs.
    CHECK(import::derived<PostId>(b, "post", "123").text() == "7yn4uzkv6sqco");
}

TEST_CASE("importer: a name that stands for a person is nowhere in clear") {
    House house;
    Report report;
    REQUIRE(house.import(small_dump(), report).has_value());
    for (const auto& event : house.events()) {
        CHECK(event.proposal.value.find("Jo\"") == std::string::npos);
        CHECK(event.proposal.value.find("name:") == std::string::npos);
    }
}

TEST_CASE("importer: what the rules refuse is in the report, and the sums hold") {
    House house;
    Report first, report;
    REQUIRE(house.import(small_dump(), first).has_value());
    // Ann has herself erased; what a later dump holds of hers is not sealed any more.
    const auto community = *house.bench.log->heads();
    const auto id = community[0].first.is_platform() ? community[1].first : community[0].first;
    const auto ann = import::derived<MemberId>(id, "member", "1");
    REQUIRE(commands::accepted(house.writer->run({.community = id,
                                                  .command = commands::members::Erase{.member = ann},
                                                  .caller = commands::as(ann),
                                                  .id = house.bench.random.draw<CommandId>()})));
    Dump later = small_dump();
    later.comments += row("Id=\"21\" PostId=\"10\" CreationDate=\"2020-02-01T10:00:00\" UserId=\"1\" Text=\"late\"");
    REQUIRE(house.bench.vault->destroy(Owner{id, ann.text()}).has_value());
    REQUIRE(house.import(later, report).has_value());
    CHECK(report.imported() == 0);
    CHECK(report.of(Kind::comment).refused.size() == 1);
    CHECK(report.refused() >= 1);
    CHECK(report.of(Kind::comment).refused.begin()->second.first == std::vector<std::string>{"21"});
}

TEST_CASE("importer: an empty dump and a slug that is somebody else's are refused, and nothing is founded") {
    House house;
    Report report;
    CHECK(house.import(Dump(), report).error().message == "the dump holds nothing to import");
    CHECK(house.events().empty());
    CHECK(house.import(small_dump(), report).has_value());
    const auto outcome = commands::found_community(*house.writer, *house.bench.model,
                                                   {.community = CommunityId::from_number(9),
                                                    .founded = {.slug = "live", .name = "Live"},
                                                    .caller = {.origin = log::Origin::process},
                                                    .id = house.bench.random.draw<CommandId>()});
    REQUIRE(commands::accepted(outcome));
    Report other;
    CHECK(house.import(house.bench.folder / "dump", other, "live").error().code == ErrorCode::invalid);
    CHECK(house.import(house.bench.folder / "dump", other, "No Slug").error().message.find("--community: ") !=
          std::string::npos);
}

TEST_CASE("importer: a dump of another site is refused before anything is written") {
    House house;
    Report report;
    REQUIRE(house.import(small_dump(), report).has_value());
    const auto before = house.events().size();
    // The same row numbers, asked at another time.
    Dump other = small_dump();
    other.posts =
        row("Id=\"10\" PostTypeId=\"1\" CreationDate=\"2021-05-03T10:00:00\" OwnerUserId=\"1\" Title=\"Another\" "
            "Body=\"&lt;p&gt;words&lt;/p&gt;\"");
    other.comments = other.votes = {};
    CHECK(house.import(other, report).error().message.find("question 10") != std::string::npos);
    // Other numbers altogether.
    other.users = row("Id=\"71\" DisplayName=\"Cleo\" CreationDate=\"2020-01-01T10:00:00\"");
    other.posts =
        row("Id=\"70\" PostTypeId=\"1\" CreationDate=\"2020-01-03T10:00:00\" OwnerUserId=\"71\" Title=\"Another\" "
            "Body=\"&lt;p&gt;words&lt;/p&gt;\"");
    CHECK(house.import(other, report).error().code == ErrorCode::invalid);
    CHECK(house.events().size() == before);
}

TEST_CASE("importer: an import that was cut short goes on where it stood") {
    House house;
    Report cut, whole;
    Dump dump = small_dump();
    Dump half = dump;
    half.comments.clear();
    half.votes.clear();
    REQUIRE(house.import(half, cut).has_value());
    house.writer.reset();
    house.bench.reopen();
    house.writer.emplace(*house.bench.parts);
    REQUIRE(house.import(dump, whole).has_value());
    CHECK(whole.of(Kind::comment).imported == 1);
    CHECK(whole.of(Kind::vote).imported == 2);
    CHECK(whole.imported() == 3);
}

TEST_CASE("importer: on the shared sites, scores and counts of answers and comments are the dump's own") {
    for (const char* site : {"se-beer-meta-2014", "se-conlang-meta-2020", "se-beer-2014", "se-quantumcomputing-2018"}) {
        const auto dump = test::shared_file((std::string("data/") + site).c_str());
        if (!dump) return;
        INFO(site);
        House house;
        Report report, again;
        const auto status = house.import(*dump, report);
        REQUIRE_MESSAGE(status.has_value(), status.error().message);
        for (std::size_t kind = 0; kind < import::kinds; ++kind)
            CHECK_MESSAGE(report.of(static_cast<Kind>(kind)).refused.empty(), report.table());

        std::map<PostId, std::int64_t> score, comments, answers;
        std::map<ThreadId, PostId> opening;
        CommunityId community;
        for (const auto& each : house.events()) {
            community = each.proposal.community;
            const auto event = events::decode(each.proposal.type, each.proposal.value);
            REQUIRE(event.has_value());
            if (const auto* opened = std::get_if<events::forum::ThreadOpened>(&*event)) {
                opening[opened->thread] = opened->post;
            } else if (const auto* post = std::get_if<events::forum::PostPublished>(&*event)) {
                if (post->parent)
                    ++comments[*post->parent];
                else
                    ++answers[opening[post->thread]];
            } else if (const auto* reaction = std::get_if<events::forum::ReactionAdded>(&*event)) {
                score[reaction->post] += reaction->kind == events::forum::ReactionKind::like ? 1 : -1;
            }
        }
        std::size_t checked = 0;
        CHECK(stackexchange::read_rows(*dump / "Posts.xml", "posts", [&](const stackexchange::Row& post) -> Status {
                  PALABRE_TRY(type, post.id("PostTypeId"));
                  if (number(type) > 2) return {};
                  PALABRE_TRY(id, post.text("Id"));
                  PALABRE_TRY(expected_score, post.id("Score"));
                  PALABRE_TRY(expected_comments, post.id("CommentCount"));
                  PALABRE_TRY(expected_answers, post.find_id("AnswerCount"));
                  const auto row_id = import::derived<PostId>(community, "post", id);
                  CHECK(score[row_id] == number(expected_score));
                  CHECK(comments[row_id] == number(expected_comments));
                  if (expected_answers) CHECK(answers[row_id] == number(*expected_answers));
                  ++checked;
                  return {};
              }).has_value());
        CHECK(checked == report.of(Kind::question).imported + report.of(Kind::answer).imported);
        REQUIRE(house.import(*dump, again).has_value());
        CHECK(again.imported() == 0);
    }
}
