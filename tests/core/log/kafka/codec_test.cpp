// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/codec.hpp"

#include "core/limits.hpp"
#include "tests/core/log/fixture.hpp"

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::kafka;
using namespace palabre::log::test;

namespace {

const Digest some_id{{7, 8, 9}};

/// As a consumer is given it. `from` must outlive the record.
RawRecord raw(const Outgoing& from) {
    RawRecord record{.key = from.key, .headers = {}, .value = from.value};
    for (const auto& [name, value] : from.headers) record.headers.push_back({name, value});
    return record;
}

bool is_malformed(const RawRecord& record) {
    return std::holds_alternative<Malformed>(decode(record));
}

} // namespace

TEST_CASE("kafka codec: every body comes back") {
    const Proposal proposal = propose({.key = "a", .value = R"({"é":1})"});
    const Outgoing sent = encode(proposal);
    CHECK(sent.key == "c-test");
    CHECK(std::get<Proposal>(decode(raw(sent))) == proposal);
    const Opening opening{some_id, Partition{3}, RuleNumber{2}};
    const Outgoing opened = encode(opening);
    CHECK(std::get<Opening>(decode(raw(opened))) == opening);
    const Outgoing founded = encode(Genesis{community()});
    CHECK(founded.key == "c-test");
    CHECK(std::get<Genesis>(decode(raw(founded))) == Genesis{community()});
    const Outgoing changed = encode(RuleChange{RuleNumber{7}});
    CHECK(std::get<RuleChange>(decode(raw(changed))) == RuleChange{RuleNumber{7}});
    const Outgoing barrier = encode(Barrier{some_id});
    CHECK(std::get<Barrier>(decode(raw(barrier))) == Barrier{some_id});
}

TEST_CASE("kafka codec: the bytes of control records") {
    const auto text = [](const Outgoing& o) {
        std::string all;
        for (const auto& [name, value] : o.headers) all += name + "=" + value + " ";
        return all + o.value.value_or("null");
    };
    CHECK(text(encode(Opening{Digest{}, Partition{1}})) ==
          R"(palabre_control=opening palabre_rule=1 {"log":")" + std::string(52, 'a') + R"(","partition":1})");
    CHECK(text(encode(Genesis{community()})) == R"(palabre_control=genesis palabre_rule=1 {"community":"c-test"})");
    CHECK(text(encode(RuleChange{RuleNumber{2}})) == "palabre_control=rule palabre_rule=2 {}");
    CHECK(text(encode(Barrier{Digest{}})) ==
          R"(palabre_control=barrier palabre_rule=1 {"id":")" + std::string(52, 'a') + R"("})");
}

TEST_CASE("kafka codec: control records with anything else are malformed") {
    const std::vector<Outgoing> good{encode(Opening{some_id, Partition{0}}), encode(Genesis{community()}),
                                     encode(RuleChange{}), encode(Barrier{some_id})};
    for (const Outgoing& control : good) {
        CAPTURE(control.value.value_or("null"));
        const auto with = [&](auto&& change) {
            Outgoing changed = control;
            change(changed);
            return changed;
        };
        for (const Outgoing& bad :
             {with([](auto& o) { o.headers.emplace_back("ce_id", "x"); }),
              with([](auto& o) { o.headers.emplace_back("palabre_other", "x"); }),
              with([](auto& o) { o.headers.push_back(o.headers.front()); }),
              with([](auto& o) { o.headers.pop_back(); }), with([](auto& o) { o.headers[0].second = "other"; }),
              with([](auto& o) { o.headers[1].second = "01"; }), with([](auto& o) { o.headers[1].second = ""; }),
              with([](auto& o) { o.headers[1].second = "-1"; }), with([](auto& o) { o.value = ""; }),
              with([](auto& o) { o.value = "[]"; }), with([](auto& o) { o.value = R"({"x":1})"; }),
              with([](auto& o) { *o.value += "}"; }),
              with([](auto& o) { *o.value += std::string(limits::control_bytes, ' '); })})
            CHECK(is_malformed(raw(bad)));
        RawRecord record = raw(control);
        record.value = std::nullopt;
        CHECK(is_malformed(record));
        record = raw(control);
        record.headers[1].value = std::nullopt;
        CHECK(is_malformed(record));
        // What means nothing to the rule changes nothing.
        record = raw(control);
        record.headers.push_back({"palabre_seen", "0:x"});
        record.headers.push_back({"trace", std::nullopt});
        CHECK(!is_malformed(record));
    }
    Outgoing negative = encode(Opening{some_id, Partition{0}});
    negative.value->replace(negative.value->find(":0}"), 3, ":-1}");
    CHECK(is_malformed(raw(negative)));
}

TEST_CASE("kafka codec: proposals with null where text must be are malformed") {
    const Outgoing sent = encode(propose({}));
    for (std::size_t i = 0; i < sent.headers.size(); ++i) {
        CAPTURE(sent.headers[i].first);
        RawRecord record = raw(sent);
        record.headers[i].value = std::nullopt;
        CHECK(is_malformed(record));
    }
    RawRecord record = raw(sent);
    record.value = std::nullopt;
    CHECK(is_malformed(record));
    record = raw(sent);
    record.headers.push_back({"trace", std::nullopt});
    CHECK(!is_malformed(record));
    CHECK(is_malformed({}));
}

TEST_CASE("kafka codec: what a node has seen") {
    const Seen seen{Offset{12}, some_id};
    const Header header = seen_header(seen);
    RawRecord record;
    CHECK(!find_seen(record));
    record.headers = {{"other", "x"}, {header.first, header.second}};
    CHECK(find_seen(record) == seen);
    for (const std::string& bad : {std::string(), std::string("12"), ":" + some_id.text(), "-1:" + some_id.text(),
                                   "012:" + some_id.text(), std::string("12:abc"), "12:" + some_id.text() + "a"}) {
        CAPTURE(bad);
        record.headers = {{"palabre_seen", bad}};
        CHECK(!find_seen(record));
    }
    record.headers = {{"palabre_seen", std::nullopt}};
    CHECK(!find_seen(record));
}
