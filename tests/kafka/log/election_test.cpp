// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/election.hpp"

#include "tests/core/temp_folder.hpp" // how results are told
#include "tests/kafka/log/broker.hpp"

#include <algorithm>
#include <thread>

using namespace palabre;
using namespace palabre::log::kafka;
using namespace palabre::log::test;

namespace {

using Nodes = std::vector<std::unique_ptr<Election>>;

/// Waits until exactly one is elected, and stays so for a while: which.
std::optional<std::size_t> await_one(const Nodes& nodes) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    std::optional<std::size_t> last;
    for (int steady = 0; steady < 10 && std::chrono::steady_clock::now() < until;) {
        std::vector<std::size_t> elected;
        for (std::size_t i = 0; i < nodes.size(); ++i)
            if (nodes[i]->elected()) elected.push_back(i);
        const bool same = elected.size() == 1 && last == elected.front();
        last = elected.size() == 1 ? std::optional(elected.front()) : std::nullopt;
        steady = same ? steady + 1 : 0;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return last;
}

const Instant noon = *Instant::parse("2026-01-02T12:00:00.000000Z");

} // namespace

TEST_CASE("election: one of three, who stays while others come, and another one when that one goes") {
    if (!have_broker()) return;
    const Address address = fresh_topic(2);
    const auto vault = Topic::open(address.vault(), Topic::Kind::vault);
    REQUIRE(vault);
    REQUIRE(vault->create(1, 1));
    Nodes nodes;
    nodes.push_back(std::make_unique<Election>(address, "node-2", noon));
    REQUIRE(await_one(nodes) == 0);
    for (int later = 1; later <= 2; ++later) // names that come before count for nothing
        nodes.push_back(
            std::make_unique<Election>(address, "node-" + std::to_string(2 - later), noon + Duration(later)));
    CHECK(await_one(nodes) == 0);
    const auto members = Election::members(address);
    REQUIRE(members);
    CHECK(*members == std::vector<std::string>{"node-0", "node-1", "node-2"});

    nodes.erase(nodes.begin());
    const auto next = await_one(nodes);
    REQUIRE(next);
    nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(*next));
    CHECK(await_one(nodes) == 0);
    CHECK(Election::members(address)->size() == 1);
}

TEST_CASE("election: one can leave at any moment of coming in") {
    if (!have_broker()) return;
    const Address address = fresh_topic(1);
    const auto vault = Topic::open(address.vault(), Topic::Kind::vault);
    REQUIRE(vault);
    REQUIRE(vault->create(1, 1));
    Nodes nodes;
    nodes.push_back(std::make_unique<Election>(address, "stays", noon));
    REQUIRE(await_one(nodes) == 0);
    for (int moment = 0; moment < 12; ++moment) {
        const Election comes(address, "comes", noon + Duration(1));
        std::this_thread::sleep_for(std::chrono::milliseconds(20 * moment));
    }
    CHECK(await_one(nodes) == 0);
}

TEST_CASE("election: without brokers nobody is elected, and one can leave") {
    const Address nowhere{"127.0.0.1:1", "test.nowhere"};
    const Election alone(nowhere, "node", noon);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    CHECK_FALSE(alone.elected());
    CHECK(Election::members(nowhere).error().code == ErrorCode::io);
}
