// SPDX-License-Identifier: Apache-2.0
#include "core/log/proposal.hpp"

#include "core/limits.hpp"
#include "tests/core/log/fixture.hpp"

#include <algorithm>
#include <functional>

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::test;

namespace {

Proposal full() {
    const Entity thread = entity(community(), "thread-status", "t1");
    Proposal p = propose({.reads = {{thread, Version{{7}}}}, .writes = {thread}, .value = "{\"a\":\"é\"}"});
    p.subject = "t1";
    p.actor = "m-1";
    p.correlation = "c";
    p.original_time = Instant{1};
    p.origin = Origin::import;
    p.request = RequestMac{{5}};
    return p;
}

std::string& value_of(std::vector<Header>& headers, std::string_view name) {
    const auto found = std::ranges::find(headers, name, &Header::first);
    REQUIRE(found != headers.end());
    return found->second;
}

/// Distinct entities in ascending order.
std::vector<Entity> entities(std::size_t count) {
    std::vector<Entity> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(entity(community(), "n", std::to_string(i)));
    std::ranges::sort(all);
    return all;
}

Proposal with_sets(std::size_t reads, std::size_t writes) {
    Draft draft;
    for (const Entity& e : entities(reads - 1)) draft.reads[e] = std::nullopt;
    for (const Entity& e : entities(writes - 1)) draft.writes.insert(e);
    return propose(draft);
}

/// Parsed from its own headers.
bool is_proposal(const Proposal& p) {
    const bool parsed = parse(headers(p), p.value).has_value();
    CHECK(parsed == well_formed(p));
    return parsed;
}

} // namespace

TEST_CASE("proposal: headers and back") {
    for (const Proposal& p : {full(), propose({})}) {
        const auto text = headers(p);
        const auto back = parse(text, p.value);
        REQUIRE(back);
        CHECK(*back == p);
        CHECK(digest(*back) == digest(p));
    }
    CHECK(headers(full()).size() == 15);
    CHECK(headers(propose({})).size() == 10);
}

TEST_CASE("proposal: the order of headers, foreign ones and transport ones mean nothing") {
    const Proposal p = full();
    auto text = headers(p);
    std::ranges::reverse(text);
    for (const char* name : {"palabre_seen", "palabre_vault", "traceparent", "X", "", "CE_ID", "ce-id", "cewhat"})
        text.emplace_back(name, "anything \xff");
    text.emplace_back("traceparent", "again");
    CHECK(parse(text, p.value) == p);
}

TEST_CASE("proposal: any field changes the digest") {
    const Proposal p = full();
    const std::vector<std::function<void(Proposal&)>> changes{[](Proposal& q) { q.type += "x"; },
                                                              [](Proposal& q) { q.subject.reset(); },
                                                              [](Proposal& q) { q.subject = ""; },
                                                              [](Proposal& q) { q.time.micros++; },
                                                              [](Proposal& q) { q.actor.reset(); },
                                                              [](Proposal& q) { q.correlation.reset(); },
                                                              [](Proposal& q) { q.original_time = {}; },
                                                              [](Proposal& q) { q.origin = Origin::demo; },
                                                              [](Proposal& q) { q.request.reset(); },
                                                              [](Proposal& q) { q.value += " "; },
                                                              [](Proposal& q) { q.reads.pop_back(); },
                                                              [](Proposal& q) { q.writes.pop_back(); },
                                                              [](Proposal& q) { q.id = {}; },
                                                              [](Proposal& q) { q.community = community("c-other"); }};
    std::set<Digest> seen{digest(p)};
    for (const auto& change : changes) {
        Proposal q = p;
        change(q);
        CHECK(seen.insert(digest(q)).second);
    }
}

TEST_CASE("proposal: a missing or repeated header") {
    const Proposal p = full();
    const std::set<std::string> optional{"ce_subject", "ce_actor", "ce_correlationid", "ce_originaltime",
                                         "palabre_request"};
    for (const auto& [name, value] : headers(p)) {
        CAPTURE(name);
        auto without = headers(p);
        std::erase_if(without, [&](const Header& h) { return h.first == name; });
        CHECK(parse(without, p.value).has_value() == optional.contains(name));
        auto twice = headers(p);
        twice.emplace_back(name, value);
        CHECK(!parse(twice, p.value));
    }
    CHECK(!parse({}, "{}"));
}

TEST_CASE("proposal: an unknown header of ours") {
    const Proposal p = full();
    for (const char* name : {"ce_", "ce_what", "ce_dataschema", "ce_Id", "palabre_", "palabre_what", "palabre_control",
                             "palabre_seen2", "ce_sequence"}) {
        CAPTURE(name);
        auto text = headers(p);
        text.emplace_back(name, "1");
        CHECK(!parse(text, p.value));
    }
}

TEST_CASE("proposal: any other form of a header's value") {
    const Proposal p = full();
    const std::string own = command_entity(p.community, p.id).text();
    const std::string id = p.id.text();
    const std::vector<std::pair<std::string, std::vector<std::string>>> wrong{
        {"ce_specversion", {"", "1", "1.1", "1.0 ", "0.3"}},
        {"ce_id",
         {"", id + "a", id.substr(1), id.substr(0, 25) + "b", "A" + id.substr(1), "1" + id.substr(1), id + "="}},
        {"ce_source", {"", "C", "c test", "c_test", "é", std::string(65, 'c'), "c-other"}},
        {"ce_type", {"", "\xff", "a\xc0\x80"}},
        {"ce_subject", {"", "\xff"}},
        {"ce_time", {"", "2026-01-02T03:04:05Z", "2026-02-30T03:04:05.000006Z", "2026-01-02T03:04:05.000006+"}},
        {"ce_actor", {"", "\xed\xa0\x80"}},
        {"ce_correlationid", {"", "\xf5"}},
        {"ce_originaltime", {"", "yesterday", "2026-01-02T03:04:05.00000Z"}},
        {"palabre_rule", {"", "0", "2", "01", "1 "}},
        {"palabre_origin", {"", "Live", "replay", "live "}},
        {"palabre_request", {"", "0", id + "a", id.substr(0, 25) + "b"}},
        {"content-type", {"", "application/json; charset=utf-8", "text/plain", "Application/JSON"}}};
    CHECK(wrong.size() == 13);
    for (const auto& [name, values] : wrong) {
        for (const std::string& value : values) {
            CAPTURE(name);
            CAPTURE(value);
            auto text = headers(p);
            value_of(text, name) = value;
            CHECK(!parse(text, p.value));
        }
    }
}

TEST_CASE("proposal: any other form of the read and write sets") {
    const Proposal p = full();
    REQUIRE(p.reads.size() == 2);
    const auto text = [](const Read& r) { return r.entity.text() + ":" + (r.version ? r.version->text() : "0"); };
    const std::string a = text(p.reads[0]), b = text(p.reads[1]);
    const std::string v = Version{{7}}.text();
    const std::string own = command_entity(p.community, p.id).text();
    const std::string other = (p.reads[0].entity.text() == own ? p.reads[1] : p.reads[0]).entity.text();
    const std::string wa = p.writes[0].text(), wb = p.writes[1].text();
    const auto spare = [](std::string id) {
        id.back() = id.back() == 'b' ? 'd' : 'b';
        return id;
    };
    const auto with = [&](const char* name, const std::string& value) {
        auto all = headers(p);
        value_of(all, name) = value;
        return parse(all, p.value).has_value();
    };
    REQUIRE(with("palabre_reads", a + " " + b));
    REQUIRE(with("palabre_writes", wa + " " + wb));
    REQUIRE(with("palabre_reads", own + ":0"));
    REQUIRE(with("palabre_writes", own));
    for (const std::string& reads :
         {std::string(), b + " " + a, a + " " + a + " " + b, a + "  " + b, " " + a + " " + b, a + " " + b + " ",
          a + "\t" + b, a + "," + b, other + ":0", own + ":" + v, own, own + ":", own + ":00", own + ":1", own + " :0",
          spare(own) + ":0", a + " " + b + "\n", other + ":" + spare(v) + " " + own + ":0", std::string("0")}) {
        CAPTURE(reads);
        CHECK(!with("palabre_reads", reads));
    }
    for (const std::string& writes :
         {std::string(), wb + " " + wa, wa + " " + wa + " " + wb, wa + "  " + wb, " " + wa + " " + wb,
          wa + " " + wb + " ", wa + "," + wb, other, own + ":0", spare(own), own.substr(1), std::string("0")}) {
        CAPTURE(writes);
        CHECK(!with("palabre_writes", writes));
    }
}

TEST_CASE("proposal: limits, at and one past") {
    CHECK(is_proposal(with_sets(limits::reads, 1)));
    CHECK(!is_proposal(with_sets(limits::reads + 1, 1)));
    CHECK(is_proposal(with_sets(1, limits::writes)));
    CHECK(!is_proposal(with_sets(1, limits::writes + 1)));

    CHECK(is_proposal(propose({.value = std::string(limits::value_bytes, '1')})));
    CHECK(!is_proposal(propose({.value = std::string(limits::value_bytes + 1, '1')})));

    Proposal p = propose({.value = std::string(limits::value_bytes, '1')});
    std::size_t size = p.value.size() + std::string_view("ce_actor").size();
    for (const auto& [name, value] : headers(p)) size += name.size() + value.size();
    p.actor = std::string(limits::record_bytes - size, 'x');
    CHECK(is_proposal(p));
    p.actor->push_back('x');
    CHECK(!is_proposal(p));
}

TEST_CASE("proposal: a value that is not UTF-8") {
    CHECK(is_proposal(propose({.value = "{\"a\":\"😀\"}"})));
    for (const char* bad : {"\xff", "{\"a\":\"\xc3\"}", "\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80"}) {
        CAPTURE(bad);
        CHECK(!is_proposal(propose({.value = bad})));
    }
}

TEST_CASE("proposal: a struct that no text can say is not well formed") {
    CHECK(well_formed(full()));
    const std::vector<std::function<void(Proposal&)>> changes{
        [](Proposal& q) { q.community = CommunityId(); },
        [](Proposal& q) { q.type.clear(); },
        [](Proposal& q) { q.subject = ""; },
        [](Proposal& q) { q.actor = "\xff"; },
        [](Proposal& q) { q.time = Instant{latest_instant.micros + 1}; },
        [](Proposal& q) { q.time = Instant{-62'135'596'800'000'001}; },
        [](Proposal& q) { q.original_time = Instant{INT64_MIN}; },
        [](Proposal& q) { std::swap(q.reads[0], q.reads[1]); },
        [](Proposal& q) { q.reads[0] = q.reads[1]; },
        [](Proposal& q) { std::swap(q.writes[0], q.writes[1]); },
        [](Proposal& q) { q.writes[0] = q.writes[1]; },
        [](Proposal& q) { q.reads.clear(); },
        [](Proposal& q) { q.writes.clear(); },
        [](Proposal& q) { q.id = CommandId{{9}}; },
        [](Proposal& q) { q.community = community("c-other"); },
        [](Proposal& q) { q.origin = static_cast<Origin>(4); }};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        CAPTURE(i);
        Proposal q = full();
        changes[i](q);
        CHECK(!well_formed(q));
    }
}
