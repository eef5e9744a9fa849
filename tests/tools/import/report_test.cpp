// SPDX-License-Identifier: Apache-2.0
#include "core/limits.hpp"
#include "tests/core/temp_folder.hpp"
#include "tools/import/fit.hpp"
#include "tools/import/report.hpp"
#include "tools/progress.hpp"

#include <nlohmann/json.hpp>

using namespace palabre;
using namespace palabre::tools;
using import::Kind;
using import::Report;

TEST_CASE("report: the sums must add up") {
    Report report;
    CHECK(report.check().has_value());
    report.read(Kind::vote, 4);
    report.imported(Kind::vote);
    report.already_there(Kind::vote);
    report.skipped(Kind::vote, "favourite", "7");
    CHECK(report.check().error().message == "votes: 4 read, but 3 accounted for");
    report.refused(Kind::vote, "wrong_kind /kind", "8");
    CHECK(report.check().has_value());
    report.note(Kind::vote, "a note changes no sum", "8");
    CHECK(report.check().has_value());
    CHECK(report.imported() == 1);
}

TEST_CASE("report: each reason names its first rows only") {
    Report report;
    for (std::size_t i = 0; i <= limits::report_rows; ++i) report.skipped(Kind::comment, "gone", std::to_string(i));
    const auto& rows = report.of(Kind::comment).skipped.at("gone");
    CHECK(rows.count == limits::report_rows + 1);
    CHECK(rows.first.size() == limits::report_rows);
    CHECK(report.table().find("comments, skipped: 21 × gone (0 1 2 3") != std::string::npos);
    CHECK(report.table().find("19 …)") != std::string::npos);
}

TEST_CASE("report: as JSON, also with rows that are no UTF-8") {
    Report report;
    report.read(Kind::user);
    report.refused(Kind::user, "taken", "\xff");
    const auto json = nlohmann::json::parse(report.json());
    CHECK(json.size() == import::kinds);
    CHECK(json[0]["kind"] == "users");
    CHECK(json[0]["read"] == 1);
    CHECK(json[0]["refused"][0]["reason"] == "taken");
    CHECK(json[0]["refused"][0]["rows"][0] == "\uFFFD");
}

TEST_CASE("fit: lines are clean, names never empty, cuts fall between characters") {
    Report report;
    CHECK(import::line("  a\t b\r\n c ") == "a b c");
    CHECK(import::line("a\xff z") == "a\uFFFD z");
    CHECK(import::lines("    code\r\nnext \n\n") == "    code\nnext");
    CHECK(import::name("  ", report, Kind::user, "7") == "user7");
    std::string long_name;
    for (int i = 0; i < 101; ++i) long_name += "é";
    const auto cut = import::name(long_name, report, Kind::user, "8");
    CHECK(cut == long_name.substr(0, 198) + "…");
    CHECK(import::name(long_name.substr(0, 200), report, Kind::user, "9") == long_name.substr(0, 200));
    CHECK(report.of(Kind::user).notes.at("name cut to 100 characters").first == std::vector<std::string>{"8"});
}

TEST_CASE("progress: what, per cent, rate and time left") {
    using std::chrono::seconds;
    CHECK(progress_line("Reading", 0, 100, seconds(1)) == "Reading   0 %");
    CHECK(progress_line("Reading", 25, 100, seconds(5)) == "Reading   25 %   5/s   0:15 left");
    CHECK(progress_line("Reading", 1, 10'000, seconds(1)) == "Reading   0 %   1/s   2:46:39 left");
    CHECK(progress_line("Reading", 100, 100, seconds(5)) == "Reading   100 %   20/s");
    CHECK(progress_line("Reading", 7, 0, seconds(1)) == "Reading   7   7/s");
}

TEST_CASE("progress: the line is drawn now and then and wiped at the end, silent without a terminal") {
    char* bytes = nullptr;
    std::size_t size = 0;
    std::FILE* out = open_memstream(&bytes, &size);
    ManualClock clock(Instant{1'000'000});
    {
        ProgressBar bar("Work", clock, out);
        bar.show(1, 10);
        bar.show(2, 10); // at the same instant: not drawn
        clock.set(Instant{2'000'000});
        bar.show(5, 10);
    }
    std::fclose(out);
    const std::string drawn(bytes, size);
    std::free(bytes);
    CHECK(drawn.find("Work   10 %") != std::string::npos);
    CHECK(drawn.find("20 %") == std::string::npos);
    CHECK(drawn.find("Work   50 %   5/s") != std::string::npos);
    CHECK(drawn.ends_with("\r\x1b[K"));
    ProgressBar("Quiet", clock, nullptr).show(1, 2);
}
