// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/address.hpp"

#include <doctest/doctest.h>

using palabre::log::kafka::Address;

TEST_CASE("kafka address: brokers and topic, and back") {
    for (const char* text : {"kafka://localhost:9092/palabre.events.v1", "kafka://a-b.example:1,10.0.0.1:65535/x_Y-9",
                             "kafka://[::1]:9092/t"}) {
        CAPTURE(text);
        const auto address = Address::parse(text);
        REQUIRE(address);
        CHECK(address->text() == text);
    }
    CHECK(Address::parse("kafka://a:1,b:2/t") == Address{"a:1,b:2", "t"});
    CHECK(Address::parse("kafka://a:1/" + std::string(249, 't')));
}

TEST_CASE("kafka address: nothing else") {
    for (const char* text : {"",
                             "embedded",
                             "kafka://",
                             "kafka://a:1",
                             "kafka://a:1/",
                             "kafka:///t",
                             "kafka://a/t",
                             "kafka://a:/t",
                             "kafka://a:0/t",
                             "kafka://a:65536/t",
                             "kafka://a:1x/t",
                             "kafka://:1/t",
                             "kafka://a:1,/t",
                             "kafka://,a:1/t",
                             "kafka://a:1;b:2/t",
                             "kafka://a b:1/t",
                             "kafka://a:1/t/u",
                             "kafka://a:1/.",
                             "kafka://a:1/..",
                             "kafka://a:1/é",
                             "http://a:1/t",
                             "KAFKA://a:1/t",
                             "kafka://a:1/t?x",
                             "kafka://user@a:1/t"}) {
        CAPTURE(text);
        CHECK(!Address::parse(text));
    }
    CHECK(!Address::parse("kafka://a:1/" + std::string(250, 't')));
    CHECK(!Address::parse("kafka://" + std::string(254, 'a') + ":1/t"));
}

TEST_CASE("kafka address: the topics beside that of the events") {
    const auto names = [](const char* events) {
        const Address address{"a:1", events};
        return address.vault().topic + ' ' + address.reactors().topic;
    };
    CHECK(names("palabre.events.v1") == "palabre.vault.v1 palabre.reactors.v1");
    CHECK(names("a.events.events.b") == "a.vault.events.b a.reactors.events.b");
    CHECK(names("mine") == "mine.vault mine.reactors");
    CHECK(names("events.v1") == "events.v1.vault events.v1.reactors");
}
