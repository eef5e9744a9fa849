// SPDX-License-Identifier: Apache-2.0
// The frozen format, byte for byte: a small log as exported, as replayed, and as stored.
#include "core/log/cloudevent.hpp"
#include "core/log/export_line.hpp"
#include "core/log/stored.hpp"
#include "tests/core/log/fixture.hpp"
#include "tests/core/log/python.hpp"

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

namespace {

const std::string golden_folder = PALABRE_SOURCE_DIR "/tests/golden/log/";

std::vector<std::string> golden_lines(const char* name) {
    const auto lines = palabre::test::lines(palabre::test::read_file(golden_folder + name));
    REQUIRE(!lines.empty());
    return lines;
}

/// The golden export taken into an empty log, one record a group.
std::unique_ptr<LocalLog> take_golden(const std::filesystem::path& folder) {
    auto local = open_log(folder);
    Records records;
    REQUIRE(local->take(records.open().take()));
    for (const auto& line : golden_lines("small.ndjson")) {
        CAPTURE(line);
        const auto parsed = parse_line(line);
        REQUIRE(parsed);
        if (const auto* head = std::get_if<ExportedHead>(&*parsed)) {
            if (!local->head(head->community)) REQUIRE(local->take(records.found(head->community).take()));
            const auto stored = local->head(head->community);
            REQUIRE(stored);
            CHECK(stored->sequence == head->sequence);
            CHECK(stored->link == head->link);
            continue;
        }
        const auto& event = std::get<ExportedEvent>(*parsed);
        if (!local->head(event.community)) REQUIRE(local->take(records.found(event.community).take()));
        const auto fates = local->take(records.add(event.proposal).take());
        REQUIRE(fates);
        const auto* got = accepted(fates->front());
        REQUIRE(got != nullptr);
        CHECK(got->sequence == event.sequence);
        CHECK(got->accepted == event.accepted);
    }
    return local;
}

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) {
        constexpr const char* digits = "0123456789abcdef";
        out.push_back(digits[static_cast<unsigned char>(c) >> 4]);
        out.push_back(digits[c & 15]);
    }
    return out;
}

} // namespace

TEST_CASE("golden log: it is accepted again with its places, times and links, and exported to the same bytes") {
    const TempFolder folder;
    const auto local = take_golden(folder / "log");
    std::vector<std::string> again;
    for (const char* name : {"platform", "bqaaaaaaaaaac", "c-empty"}) {
        const CommunityId of = community(name);
        for (const Event& event : read_all(local->cursor(of, Sequence{0}))) again.push_back(to_line(event));
        const auto head = local->head(of);
        again.push_back(to_line(ExportedHead{of, head->sequence, head->link}));
    }
    const auto golden = golden_lines("small.ndjson");
    REQUIRE(again.size() == golden.size());
    for (std::size_t i = 0; i < golden.size(); ++i) CHECK(again[i] == golden[i]);
}

TEST_CASE("golden log: it is replayed to the same bytes, also by the reference reader") {
    const TempFolder folder;
    const auto local = take_golden(folder / "log");
    std::string replay;
    for (const Event& event : read_all(local->cursor(Position{0}))) replay += cloudevent_line(event) + "\n";
    const std::string golden = palabre::test::read_file(golden_folder + "small.replay.ndjson");
    CHECK(replay == golden);
    const auto ran = palabre::test::python("docs/reference_reader.py", golden_folder + "small.ndjson");
    CHECK(ran.status == 0);
    CHECK(ran.out == golden);
}

TEST_CASE("golden log: it is stored in the same bytes") {
    const TempFolder folder;
    take_golden(folder / "log").reset();
    const auto opened = Store::open(folder / "log", {.use = Store::Use::log, .create = false});
    REQUIRE(opened);
    std::vector<std::string> all;
    for (const std::string& name : (*opened)->families()) {
        Scan scan = (*opened)->scan(*(*opened)->family(name), "", std::string(64, '\xff'));
        for (; scan.valid(); scan.next()) all.push_back(name + " " + hex(scan.key()) + " " + hex(scan.value()));
        REQUIRE(scan.status());
    }
    const auto golden = golden_lines("small.stored.txt");
    REQUIRE(all.size() == golden.size());
    for (std::size_t i = 0; i < golden.size(); ++i) CHECK(all[i] == golden[i]);
}
