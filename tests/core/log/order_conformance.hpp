// SPDX-License-Identifier: Apache-2.0
// What every Order promises, as one suite: check_order() is run for each implementation. (No SUBCASE here: in a loop
// over seeds doctest would enter it for the first seed only.)
#pragma once

#include "core/log/order.hpp"
#include "tests/core/log/fixture.hpp"

#include <algorithm>
#include <functional>

namespace palabre::log::test {

/// An order to be tried. What it orders is new and empty, but for openings.
struct OrderUnderTest {
    std::unique_ptr<Order> order;
    /// Makes everything land that was handed over and may still land.
    std::function<void()> settle = [] {};
    /// Another reader of the same records; nothing: the order has only one.
    std::function<std::unique_ptr<Order>()> another = {};
    /// Whether records can get lost, come twice, or be refused.
    bool faulty = false;
};

/// Polls until several polls in a row give nothing.
inline std::vector<Record> poll_all(Order& order, std::size_t most = 7) {
    std::vector<Record> all;
    for (int silent = 0; silent < 50;) {
        auto some = order.poll(most, Duration(0));
        REQUIRE(some);
        CHECK(some->size() <= most);
        silent = some->empty() ? silent + 1 : 0;
        for (Record& record : *some) all.push_back(std::move(record));
    }
    return all;
}

inline std::map<Partition, std::vector<Record>> by_partition(const std::vector<Record>& records) {
    std::map<Partition, std::vector<Record>> all;
    for (const Record& record : records) all[record.partition].push_back(record);
    return all;
}

inline bool same(const Record& a, const Record& b) {
    if (a.partition != b.partition || a.offset != b.offset || a.timestamp != b.timestamp) return false;
    if (a.body.index() != b.body.index()) return false;
    return std::visit(
        [&](const auto& body) {
            using T = std::decay_t<decltype(body)>;
            if constexpr (std::is_same_v<T, Malformed>)
                return true;
            else
                return body == std::get<T>(b.body);
        },
        a.body);
}

/// What the suite hands over: two geneses, a rule change, a barrier and forty proposals.
inline std::vector<Body> sample_bodies() {
    std::vector<Body> bodies{Genesis{community()}, Genesis{community("c-2")}, RuleChange{}, Barrier{}};
    for (int i = 0; i < 40; ++i)
        bodies.push_back(propose({.key = std::to_string(i), .of = i % 3 == 0 ? community("c-2") : community()}));
    return bodies;
}

/// What was handed over comes back unchanged, at growing offsets from 0.
inline void check_comes_back(OrderUnderTest tried) {
    const auto bodies = sample_bodies();
    REQUIRE(tried.order->start({}));
    for (const Body& body : bodies) {
        const auto appended = tried.order->append({&body, 1});
        if (!tried.faulty) REQUIRE(appended);
    }
    tried.settle();
    const auto records = poll_all(*tried.order);
    for (const auto& [partition, some] : by_partition(records))
        for (std::size_t i = 0; i < some.size(); ++i) CHECK(number(some[i].offset) == static_cast<std::int64_t>(i));
    std::size_t proposals = 0;
    for (const Record& record : records) {
        const auto* proposal = std::get_if<Proposal>(&record.body);
        if (proposal == nullptr) continue;
        ++proposals;
        const auto handed_over = [&](const Body& body) {
            const auto* p = std::get_if<Proposal>(&body);
            return p != nullptr && *p == *proposal;
        };
        CHECK(std::ranges::any_of(bodies, handed_over));
    }
    CHECK(proposals > 10);
    if (!tried.faulty) CHECK(proposals == 40);
}

/// A refused group does not land.
inline void check_refused_does_not_land(OrderUnderTest tried) {
    REQUIRE(tried.order->start({}));
    std::set<Digest> refused;
    for (int i = 0; i < 200; ++i) {
        const std::vector<Body> group{propose({.key = "a" + std::to_string(i)}),
                                      propose({.key = "b" + std::to_string(i)})};
        if (tried.order->append(group)) continue;
        for (const Body& body : group) refused.insert(digest(std::get<Proposal>(body)));
    }
    if (tried.faulty) CHECK(!refused.empty());
    tried.settle();
    for (const Record& record : poll_all(*tried.order))
        if (const auto* p = std::get_if<Proposal>(&record.body)) CHECK(!refused.contains(digest(*p)));
}

/// Every reader is told the same, at whatever pace it polls.
inline void check_readers_agree(OrderUnderTest tried) {
    const auto bodies = sample_bodies();
    if (!tried.another) return;
    REQUIRE(tried.order->start({}));
    const auto second = tried.another();
    REQUIRE(second->start({}));
    std::vector<Record> first_read, second_read;
    const auto poll = [](Order& order, std::vector<Record>& into, std::size_t most) {
        const auto some = order.poll(most, Duration(0));
        REQUIRE(some);
        into.insert(into.end(), some->begin(), some->end());
    };
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        (void)(i % 2 == 0 ? *tried.order : *second).append({&bodies[i], 1});
        poll(*tried.order, first_read, 1 + i % 3);
        if (i % 4 == 0) poll(*second, second_read, 2);
    }
    tried.settle();
    for (auto& record : poll_all(*tried.order)) first_read.push_back(record);
    for (auto& record : poll_all(*second, 1)) second_read.push_back(record);
    const auto third = tried.another();
    REQUIRE(third->start({}));
    const auto a = by_partition(first_read), b = by_partition(second_read), c = by_partition(poll_all(*third));
    REQUIRE(a.size() == c.size());
    for (const auto& [partition, records] : a) {
        REQUIRE(records.size() == b.at(partition).size());
        REQUIRE(records.size() == c.at(partition).size());
        for (std::size_t i = 0; i < records.size(); ++i) {
            CHECK(same(records[i], b.at(partition)[i]));
            CHECK(same(records[i], c.at(partition)[i]));
        }
    }
}

/// A reader that starts behind a vector is told what follows, no less and no more.
inline void check_resumes(OrderUnderTest tried) {
    const auto bodies = sample_bodies();
    if (!tried.another) return;
    REQUIRE(tried.order->start({}));
    for (const Body& body : bodies) (void)tried.order->append({&body, 1});
    tried.settle();
    const auto all = poll_all(*tried.order);
    PositionVector vector;
    std::map<Partition, std::size_t> taken;
    for (std::size_t i = 0; i < all.size() / 2; ++i) {
        vector[all[i].partition] = all[i].offset;
        ++taken[all[i].partition];
    }
    const auto second = tried.another();
    REQUIRE(second->start(vector));
    const auto rest = by_partition(poll_all(*second));
    for (const auto& [partition, records] : by_partition(all)) {
        const std::size_t skip = taken[partition];
        const auto found = rest.find(partition);
        REQUIRE((found == rest.end() ? 0 : found->second.size()) == records.size() - skip);
        for (std::size_t i = skip; i < records.size(); ++i) CHECK(same(records[i], found->second[i - skip]));
    }
}

/// A poll for nothing gives nothing and loses nothing.
inline void check_empty_poll(OrderUnderTest tried) {
    const auto bodies = sample_bodies();
    REQUIRE(tried.order->start({}));
    const auto before = poll_all(*tried.order).size();
    while (!tried.order->append({bodies.data(), 1})) {
    }
    tried.settle();
    CHECK(tried.order->poll(0, Duration(0))->empty());
    if (!tried.faulty) CHECK(poll_all(*tried.order).size() == 1);
    CHECK(before <= 8);
}

/// `make` gives a fresh order each time.
inline void check_order(const std::function<OrderUnderTest()>& make) {
    check_comes_back(make());
    check_refused_does_not_land(make());
    check_readers_agree(make());
    check_resumes(make());
    check_empty_poll(make());
}

} // namespace palabre::log::test
