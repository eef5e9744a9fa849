// SPDX-License-Identifier: Apache-2.0
// The broker that ctest has brought up (tests/kafka/CMakeLists.txt), and topics on it that nobody else has.
#pragma once

#include "core/base/effects.hpp"
#include "core/log/kafka/openings.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <iostream>

namespace palabre::log::test {

/// host:port; empty: there is none.
inline std::string bootstrap() {
    const char* folder = std::getenv("PALABRE_KAFKA_DIR");
    std::ifstream in(std::string(folder == nullptr ? "" : folder) + "/bootstrap");
    std::string address;
    std::getline(in, address);
    return address;
}

/// A test without a broker says so and is told as skipped.
inline bool have_broker() {
    if (!bootstrap().empty()) return true;
    std::cout << "skipped: no broker\n";
    return false;
}

inline kafka::Address fresh_address() {
    SystemRandom random;
    return {bootstrap(), "test." + random.draw<CommandId>().text()};
}

/// A topic of log rule §10, opened.
inline kafka::Address fresh_topic(std::int32_t partitions) {
    SystemRandom random;
    const kafka::Address address = fresh_address();
    const auto topic = kafka::Topic::open(address);
    REQUIRE(topic);
    const Status made = topic->create(partitions, 1);
    REQUIRE_MESSAGE(made, (made ? std::string() : made.error().message));
    const auto opened = kafka::open_partitions(address, *topic, random);
    REQUIRE_MESSAGE(opened, (opened ? std::string() : opened.error().message));
    return address;
}

} // namespace palabre::log::test
