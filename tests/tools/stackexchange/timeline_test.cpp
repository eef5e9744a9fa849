// SPDX-License-Identifier: Apache-2.0
#include "tests/tools/stackexchange/dump.hpp"

using namespace palabre;
using namespace palabre::tools;
using import::Kind;
using test::Dump;
using test::lines_of;
using Lines = std::vector<std::string>;

namespace {

// Times within January 2020 as "DDThh:mm".
std::string at(const std::string& when) {
    return "\"2020-01-" + when + ":00.000\"";
}
std::string user(const std::string& row, const std::string& name, const std::string& when) {
    return "<row Id=\"" + row + "\" DisplayName=\"" + name + "\" CreationDate=" + at(when) + "/>\n";
}
std::string question(const std::string& row, const std::string& when, const std::string& more) {
    return "<row Id=\"" + row + "\" PostTypeId=\"1\" CreationDate=" + at(when) +
           " Title=\"Title\" Body=\"&lt;p&gt;body&lt;/p&gt;\" " + more + "/>\n";
}
std::string answer(const std::string& row, const std::string& parent, const std::string& when,
                   const std::string& more) {
    return "<row Id=\"" + row + "\" PostTypeId=\"2\" ParentId=\"" + parent + "\" CreationDate=" + at(when) +
           " Body=\"&lt;p&gt;answer&lt;/p&gt;\" " + more + "/>\n";
}
std::string comment(const std::string& row, const std::string& post, const std::string& when, const std::string& more) {
    return "<row Id=\"" + row + "\" PostId=\"" + post + "\" CreationDate=" + at(when) + " Text=\"words\" " + more +
           "/>\n";
}
std::string vote(const std::string& row, const std::string& post, const std::string& type, const std::string& day) {
    return "<row Id=\"" + row + "\" PostId=\"" + post + "\" VoteTypeId=\"" + type +
           "\" CreationDate=" + at(day + "T00:00") + "/>\n";
}

std::uint64_t skipped(const import::Report& report, Kind kind, std::string_view reason) {
    const auto& reasons = report.of(kind).skipped;
    const auto found = reasons.find(reason);
    return found == reasons.end() ? 0 : found->second.count;
}

} // namespace

TEST_CASE("timeline: everything in the order of time, nothing before its post, users before their first act") {
    Dump dump;
    dump.users = user("1", "Ann", "01T10:00") + user("2", "Ben", "05T10:00") + user("3", "Quiet", "09T10:00");
    dump.posts = question("10", "02T10:00", "OwnerUserId=\"1\" AcceptedAnswerId=\"11\" Tags=\"&lt;a&gt;&lt;b-c&gt;\"") +
                 answer("11", "10", "03T10:00", "OwnerUserId=\"2\"") +           // Ben acts before he was created
                 answer("12", "10", "01T10:00", "OwnerDisplayName=\" Jo  X \""); // and before its question
    dump.comments = comment("20", "11", "02T11:00", "UserId=\"1\"") + comment("21", "10", "04T10:00", "");
    dump.votes = vote("30", "10", "2", "02") + vote("31", "10", "3", "04") + vote("32", "11", "1", "03");
    const auto result = lines_of(dump);
    CHECK(result.lines == Lines{
                              "01T10:00 user 1 Ann",
                              "02T10:00 user name:Jo X Jo X (unlisted)",
                              "02T10:00 question 10 by 1: Title | body #a #b-c",
                              "02T10:00 answer 12 to 10 by name:Jo X: answer",
                              "02T10:00 vote 30 up 10",
                              "03T10:00 user 2 Ben",
                              "03T10:00 answer 11 to 10 by 2: answer",
                              "03T10:00 comment 20 on 11 of 10 by 1: words",
                              "03T10:00 accept 11 for 10 by 1",
                              "04T00:00 vote 31 down 10",
                              "04T10:00 user anonymous anonymous (unlisted)",
                              "04T10:00 comment 21 on 10 of 10 by anonymous: words",
                              "09T10:00 user 3 Quiet",
                          });
    CHECK(result.report.of(Kind::user).read == 3);
    CHECK(result.report.of(Kind::person).read == 2);
    CHECK(result.report.of(Kind::vote).read == 3);
    CHECK(skipped(result.report, Kind::vote, "date of an accepted answer, counted there") == 1);
}

TEST_CASE("timeline: the same dump, whatever the order in its files, gives the same stream") {
    Dump a, b;
    a.users = user("1", "Ann", "01T10:00") + user("2", "Ben", "01T10:00");
    b.users = user("2", "Ben", "01T10:00") + user("1", "Ann", "01T10:00");
    a.posts = question("9", "02T10:00", "OwnerUserId=\"1\"") + question("10", "02T10:00", "OwnerUserId=\"2\"") +
              answer("11", "10", "02T10:00", "OwnerUserId=\"2\"");
    b.posts = answer("11", "10", "02T10:00", "OwnerUserId=\"2\"") + question("10", "02T10:00", "OwnerUserId=\"2\"") +
              question("9", "02T10:00", "OwnerUserId=\"1\"");
    a.votes = vote("1", "9", "2", "02") + vote("2", "10", "3", "02");
    b.votes = vote("2", "10", "3", "02") + vote("1", "9", "2", "02");
    const auto lines = lines_of(a).lines;
    CHECK(lines == lines_of(b).lines);
    CHECK(lines[2] == "02T10:00 question 9 by 1: Title | body"); // by number, not by text
    CHECK(lines[3] == "02T10:00 question 10 by 2: Title | body");
}

TEST_CASE("timeline: what is not imported is counted with its reason") {
    Dump dump;
    dump.posts = question("1", "01T10:00", "AcceptedAnswerId=\"99\"") + answer("2", "98", "01T10:00", "") +
                 "<row Id=\"3\" PostTypeId=\"4\"/><row Id=\"4\" PostTypeId=\"6\"/>" + answer("5", "2", "01T10:00", "");
    dump.comments = comment("1", "3", "01T10:00", "") + comment("2", "77", "01T10:00", "");
    dump.votes =
        vote("1", "1", "5", "01") + vote("2", "2", "2", "01") + vote("3", "1", "16", "01") + vote("4", "1", "8", "01");
    dump.history = "<row Id=\"1\" PostId=\"3\" PostHistoryTypeId=\"5\" CreationDate=" + at("01T10:00") + "/>";
    const auto result = lines_of(dump);
    CHECK(result.lines.size() == 2); // anonymous and the question
    const auto& report = result.report;
    CHECK(skipped(report, Kind::answer, "its question is not in the dump") == 2);
    CHECK(skipped(report, Kind::other, "text about a tag") == 1);
    CHECK(skipped(report, Kind::other, "post of another kind") == 1);
    CHECK(skipped(report, Kind::comment, "its post is no question or answer of this dump") == 2);
    CHECK(skipped(report, Kind::vote, "its post is no question or answer of this dump") == 1);
    CHECK(skipped(report, Kind::vote, "favourite") == 1);
    CHECK(skipped(report, Kind::vote, "bounty") == 1);
    CHECK(skipped(report, Kind::vote, "vote of moderation") == 1);
    CHECK(skipped(report, Kind::edit, "its post is no question or answer of this dump") == 1);
    CHECK(skipped(report, Kind::acceptance, "the accepted post is no answer to the question") == 1);
}

TEST_CASE("timeline: an answer accepted without a vote is accepted with the answer") {
    Dump dump;
    dump.posts =
        question("1", "01T10:00", "OwnerUserId=\"7\" AcceptedAnswerId=\"2\"") + answer("2", "1", "03T10:00", "");
    const auto lines = lines_of(dump).lines;
    CHECK(lines.back() == "03T10:00 accept 2 for 1 by 7");
    CHECK(lines.front() == "01T10:00 user 7 user7 (unlisted)"); // known by number only
}

TEST_CASE("timeline: without history a post that was edited has one edit") {
    Dump dump;
    dump.posts = question("1", "01T10:00", "LastEditDate=" + at("02T10:00") + " LastEditorDisplayName=\"Ed\"");
    const auto result = lines_of(dump);
    CHECK(result.lines.back() == "02T10:00 edit 1@2020-01-02T10:00:00.000000Z of 1 by name:Ed: - | body");
    CHECK(result.report.of(Kind::edit).read == 1);
}

TEST_CASE("timeline: with history a post opens as it was typed and ends as it stands in Posts.xml") {
    const auto row = [](const char* id, const char* type, const char* group, const std::string& when,
                        const char* text) {
        return "<row Id=\"" + std::string(id) + "\" PostId=\"1\" PostHistoryTypeId=\"" + type + "\" RevisionGUID=\"" +
               group + "\" UserId=\"5\" CreationDate=" + at(when) + " Text=\"" + text + "\"/>\n";
    };
    Dump dump;
    dump.posts = question("1", "01T10:00", "OwnerUserId=\"5\"");
    dump.history = row("1", "2", "g1", "01T10:00", "first *text*") + row("2", "1", "g1", "01T10:00", "First title") +
                   row("3", "3", "g1", "01T10:00", "&lt;a&gt;") + row("4", "5", "g2", "02T10:00", "second text") +
                   row("5", "4", "g2", "02T10:00", "Second title") + row("6", "10", "g3", "02T11:00", "") +
                   row("7", "4", "g4", "03T10:00", "Title") + row("8", "8", "g5", "04T10:00", "**body**");
    const auto result = lines_of(dump);
    CHECK(result.lines ==
          Lines{
              "01T10:00 user 5 user5 (unlisted)", "01T10:00 question 1 by 5: First title | first *text*",
              "02T10:00 edit 4 of 1 by 5: Second title | second text", "03T10:00 edit 7 of 1 by 5: Title | second text",
              "04T10:00 edit 8 of 1 by 5: - | **body**", // shows what Posts.xml shows: kept as typed
          });
    CHECK(result.report.of(Kind::edit).read == 8);
    CHECK(skipped(result.report, Kind::edit, "part of the post's opening") == 3);
    CHECK(skipped(result.report, Kind::edit, "same act as the row before, together one edit") == 1);
    CHECK(skipped(result.report, Kind::edit, "closing") == 1);
}

TEST_CASE("timeline: a last revision that shows other words gives way to Posts.xml") {
    Dump dump;
    dump.posts = question("1", "01T10:00", "OwnerUserId=\"5\"");
    dump.history =
        "<row Id=\"1\" PostId=\"1\" PostHistoryTypeId=\"2\" RevisionGUID=\"g\" CreationDate=" + at("01T10:00") +
        " Text=\"&lt;kbd&gt;body&lt;/kbd&gt;\"/>"
        "<row Id=\"2\" PostId=\"1\" PostHistoryTypeId=\"1\" RevisionGUID=\"g\" CreationDate=" +
        at("01T10:00") + " Text=\"Other title\"/>";
    const auto result = lines_of(dump);
    CHECK(result.lines.back() == "01T10:00 question 1 by 5: Title | body");
    CHECK(result.report.of(Kind::question).notes.size() == 1);
}

TEST_CASE("timeline: texts are cut to the limits and emptied ones shown as such, each noted") {
    Dump dump;
    std::string tags;
    for (int i = 0; i < 12; ++i) tags += "|t" + std::to_string(i);
    dump.posts = "<row Id=\"1\" PostTypeId=\"1\" CreationDate=" + at("01T10:00") + " Title=\"" + std::string(201, 'x') +
                 "\" Body=\"\" Tags=\"" + tags + "|\"/>" + answer("2", "1", "01T11:00", "");
    dump.comments =
        "<row Id=\"3\" PostId=\"2\" CreationDate=" + at("01T12:00") + " Text=\"" + std::string(40'001, 'y') + "\"/>";
    const auto result = lines_of(dump);
    CHECK(result.lines[1].find("anonymous: " + std::string(199, 'x') + "… | … #t0 #t1") != std::string::npos);
    CHECK(result.lines[1].find("#t9") != std::string::npos);
    CHECK(result.lines[1].find("#t10") == std::string::npos);
    CHECK(result.lines[3].ends_with(std::string(39'999, 'y') + "…"));
    CHECK(result.report.of(Kind::question).notes.size() == 3);
    CHECK(result.report.of(Kind::comment).notes.begin()->second.first == Lines{"3"});
}

TEST_CASE("timeline: a row whose number stands twice is counted once as skipped") {
    Dump dump;
    dump.users = user("1", "Ann", "01T10:00") + user("1", "Ann again", "01T10:00");
    dump.posts = question("1", "01T10:00", "OwnerUserId=\"1\"") + question("1", "01T10:00", "OwnerUserId=\"1\"");
    dump.votes = vote("1", "1", "2", "03") + vote("1", "1", "2", "03");
    const auto result = lines_of(dump);
    CHECK(result.lines.size() == 3);
    for (const Kind kind : {Kind::user, Kind::question, Kind::vote}) {
        CHECK(result.report.of(kind).read == 2);
        CHECK(skipped(result.report, kind, "its number stands twice in the file") == 1);
    }
}

TEST_CASE("timeline: a dump that is not whole is an error, and no scratch stays behind") {
    const test::TempFolder folder;
    import::Report report;
    const auto read = [&] { return stackexchange::Timeline::read(folder / "dump", folder / "scratch", report); };
    CHECK(read().error().code == ErrorCode::not_found);
    Dump dump;
    dump.posts = question("1", "01T10:00", "");
    dump.write(folder / "dump");
    CHECK(read().has_value());
    std::filesystem::remove(folder / "dump" / "Votes.xml");
    CHECK(read().error().code == ErrorCode::not_found);
    std::ofstream(folder / "dump" / "Votes.xml") << "<votes><row Id=\"1\" PostId=\"1\"";
    CHECK(read().error().message == "Votes.xml:1: the file ends too early: it is not whole");
    CHECK(!std::filesystem::exists(folder / "scratch"));
}

TEST_CASE("timeline: a folder that is no scratch is left alone") {
    const test::TempFolder folder;
    Dump().write(folder / "dump");
    std::filesystem::create_directories(folder / "scratch");
    std::ofstream(folder / "scratch" / "letter.txt") << "precious";
    import::Report report;
    CHECK(stackexchange::Timeline::read(folder / "dump", folder / "scratch", report).has_error());
    CHECK(std::filesystem::exists(folder / "scratch" / "letter.txt"));
}

TEST_CASE("timeline: the shared sites come out whole") {
    struct Site {
        const char* name;
        std::size_t questions, answers, comments;
    };
    for (const Site& site :
         {Site{"se-beer-2014", 244, 448, 793}, Site{"se-beer-meta-2014", 24, 49, 108},
          Site{"se-conlang-meta-2020", 54, 115, 230}, Site{"se-quantumcomputing-2018", 612, 1'060, 3'413}}) {
        const auto dump = test::shared_file((std::string("data/") + site.name).c_str());
        if (!dump) return;
        const test::TempFolder folder;
        import::Report report;
        auto timeline = stackexchange::Timeline::read(*dump, folder / "scratch", report);
        REQUIRE_MESSAGE(timeline.has_value(), timeline.error().message);
        std::map<std::size_t, std::size_t> counts;
        Instant last{INT64_MIN};
        while (true) {
            auto item = timeline->next();
            REQUIRE(item.has_value());
            if (!*item) break;
            ++counts[(*item)->index()];
            const Instant now = std::visit([](const auto& each) { return each.at; }, **item);
            CHECK(last <= now);
            last = now;
        }
        INFO(site.name);
        CHECK(counts[1] == site.questions);
        CHECK(counts[2] == site.answers);
        const auto orphans = skipped(report, Kind::comment, "its post is no question or answer of this dump");
        CHECK(counts[3] + orphans == site.comments);
        CHECK(counts[0] == report.of(Kind::user).read + report.of(Kind::person).read);
    }
}
