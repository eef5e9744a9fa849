// SPDX-License-Identifier: Apache-2.0
#include "core/log/export_line.hpp"

#include "tests/core/log/fixture.hpp"

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

namespace {

Event event() {
    Event e;
    e.sequence = Sequence{7};
    e.accepted = noon;
    e.proposal = propose({.value = "{\"a\":\"é\\n\"}"});
    e.digest = digest(e.proposal);
    return e;
}

std::string replaced(std::string line, const std::string& what, const std::string& by) {
    const auto at = line.find(what);
    REQUIRE(at != std::string::npos);
    return line.replace(at, what.size(), by);
}

} // namespace

TEST_CASE("export line: an event and back") {
    const Event e = event();
    const std::string line = to_line(e);
    CHECK(line.starts_with(
        R"({"community":"c-test","sequence":7,"accepted":"2026-01-02T03:00:00.000000Z","headers":{"ce_)"));
    CHECK(line.ends_with(R"("content-type":"application/json"},"value":"{\"a\":\"é\\n\"}"})"));
    CHECK(line.find('\n') == std::string::npos);
    const auto parsed = parse_line(line);
    REQUIRE(parsed);
    CHECK(std::get<ExportedEvent>(*parsed) == ExportedEvent{community(), Sequence{7}, noon, e.proposal});
    CHECK(parse_line(line + "\n"));
    CHECK(parse_line("  " + replaced(line, ",\"sequence\":7", " , \"sequence\" : 7 ")));
}

TEST_CASE("export line: a head and back") {
    const ExportedHead head{community(), Sequence{0}, first_link(community())};
    const std::string line = to_line(head);
    CHECK(line == R"({"community":"c-test","sequence":0,"link":")" + head.link.text() + "\"}");
    const auto parsed = parse_line(line);
    REQUIRE(parsed);
    CHECK(std::get<ExportedHead>(*parsed) == head);
}

TEST_CASE("export line: control characters come back") {
    Event e = event();
    for (int c = 0; c < 0x20; ++c) e.proposal.type.push_back(static_cast<char>(c));
    e.proposal.type += "\x7f\"\\/\xe2\x80\xa8";
    const auto parsed = parse_line(to_line(e));
    REQUIRE(parsed);
    CHECK(std::get<ExportedEvent>(*parsed).proposal == e.proposal);
}

TEST_CASE("export line: what is not one says which member is at fault") {
    const std::string line = to_line(event());
    const std::string head = to_line(ExportedHead{community(), Sequence{1}, Digest{}});
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"", "not a JSON object"},
        {"[]", "not a JSON object"},
        {"{", "not a JSON object"},
        {line.substr(0, line.size() - 1), ""},
        {line.substr(0, line.size() / 2), ""},
        {line + line, "more than one JSON object"},
        {line + "x", "not a JSON object"},
        {"{}", "community"},
        {replaced(line, "\"community\":\"c-test\",", ""), "community"},
        {replaced(line, "\"community\":\"c-test\"", "\"community\":\"C\""), "community"},
        {replaced(line, "\"community\":\"c-test\"", "\"community\":\"c-other\""), "community"},
        {replaced(line, "\"community\":\"c-test\"", "\"community\":7"), "community"},
        {replaced(line, "\"sequence\":7,", ""), "sequence"},
        {replaced(line, "\"sequence\":7", "\"sequence\":\"7\""), "sequence"},
        {replaced(line, "\"sequence\":7", "\"sequence\":-7"), "sequence"},
        {replaced(line, "\"sequence\":7", "\"sequence\":7.5"), "sequence"},
        {replaced(line, "\"sequence\":7", "\"sequence\":7,\"sequence\":7"), "sequence"},
        {replaced(line, "\"accepted\":\"2026-01-02T03:00:00.000000Z\",", ""), "accepted"},
        {replaced(line, "\"accepted\":\"2026", "\"accepted\":\"x026"), "accepted"},
        {replaced(line, "\"headers\":{", "\"headers\":{\"ce_x\":\"1\","), "headers"},
        {replaced(line, "\"headers\":{", "\"headers\":{\"ce_specversion\":\"1.0\","), "headers"},
        {replaced(line, "\"ce_specversion\":\"1.0\"", "\"ce_specversion\":1.0"), "ce_specversion"},
        {replaced(line, "\"headers\":{", "\"headers\":[],\"rest\":{"), "headers"},
        {replaced(line, ",\"value\":\"{\\\"a\\\":\\\"é\\\\n\\\"}\"", ""), "value"},
        {replaced(line, "\"value\":", "\"value\":\"{}\",\"value\":"), "value"},
        {replaced(line, "\"value\":\"", "\"value\":\"\\ud800"), "value"},
        {replaced(line, "\"value\":\"", "\"value\":\"\xff"), ""},
        {replaced(line, "\"value\":", "\"what\":1,\"value\":"), "what"},
        {replaced(head, "\"link\":\"aaa", "\"link\":\"aa"), "link"},
        {replaced(head, "\"link\":", "\"value\":\"\",\"link\":"), "link"},
        {replaced(head, ",\"link\":\"" + Digest{}.text() + "\"", ""), "headers"}};
    for (const auto& [text, begins] : wrong) {
        CAPTURE(text);
        const auto parsed = parse_line(text);
        REQUIRE(!parsed);
        CHECK(parsed.error().code == ErrorCode::invalid);
        CHECK(parsed.error().message.starts_with(begins));
    }
}
