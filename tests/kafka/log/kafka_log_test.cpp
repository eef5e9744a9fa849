// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/kafka_log.hpp"

#include "core/log/kafka/producer.hpp"
#include "tests/core/log/order_conformance.hpp"
#include "tests/kafka/log/broker.hpp"

#include <thread>

using namespace palabre;
using namespace palabre::log;
using namespace palabre::log::kafka;
using namespace palabre::log::test;

namespace {

/// What polls without waiting is given what is on its way: the suite asks again and again, and Kafka is elsewhere.
class Patient final : public Order {
public:
    explicit Patient(std::unique_ptr<KafkaLog> order) : order_(std::move(order)) {}
    Status start(const PositionVector& vector) override { return order_->start(vector); }
    Status append(std::span<const Body> bodies) override { return order_->append(bodies); }
    Result<std::vector<Record>> poll(std::size_t most, Duration wait) override {
        return order_->poll(most, std::max<Duration>(wait, std::chrono::milliseconds(20)));
    }
    [[nodiscard]] bool shared() const override { return order_->shared(); }
    [[nodiscard]] std::size_t partitions() const override { return order_->partitions(); }
    [[nodiscard]] bool settled() {
        (void)order_->poll(0, {});
        return order_->state().under_way == 0;
    }

private:
    std::unique_ptr<KafkaLog> order_;
};

OrderUnderTest make(std::int32_t partitions) {
    const Address address = fresh_topic(partitions);
    const auto all = std::make_shared<std::vector<Patient*>>(); // each lives until its test has settled
    const auto reader = [address, all]() -> std::unique_ptr<Order> {
        static SystemClock clock;
        auto log = std::make_unique<KafkaLog>(KafkaLog::Options{.address = address, .clock = clock});
        log->place(community("c-2"), Partition{1});
        auto patient = std::make_unique<Patient>(std::move(log));
        all->push_back(patient.get());
        return patient;
    };
    const auto settle = [all] {
        for (Patient* each : *all)
            while (!each->settled()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    };
    return {.order = reader(), .settle = settle, .another = reader};
}

} // namespace

TEST_CASE("kafka log: keeps what every order promises") {
    if (!have_broker()) return;
    check_order([] { return make(2); });
}

namespace {

SystemClock system_clock;

KafkaLog::Options at(const Address& address, std::map<Partition, History> read = {}) {
    return {.address = address, .clock = system_clock, .read = std::move(read)};
}

/// Puts a record there as anybody could, and waits until it stands.
void put(const Address& address, const Outgoing& record, Partition partition = Partition{0}) {
    const Wakeup wakeup;
    Producer producer(address, partition, wakeup);
    REQUIRE(producer.send(record));
    for (int waits = 0; producer.reported().records > 0 && waits < 1'000; ++waits) {
        wakeup.wait(std::chrono::milliseconds(20));
        producer.serve();
    }
    REQUIRE(producer.reported().trouble == "");
    REQUIRE(producer.reported().records == 0);
}

/// Polls until so many have come.
std::vector<Record> poll_for(Order& order, std::size_t count) {
    std::vector<Record> all;
    for (int polls = 0; all.size() < count && polls < 300; ++polls) {
        auto some = order.poll(count - all.size(), std::chrono::milliseconds(100));
        REQUIRE_MESSAGE(some, (some ? std::string() : some.error().message));
        for (auto& record : *some) all.push_back(std::move(record));
    }
    REQUIRE(all.size() == count);
    return all;
}

/// What the rule makes of everything that is in the topic, read by a node of its own.
std::vector<Fate> judged(const Address& address, std::size_t count) {
    const TempFolder folder;
    const auto local = open_log(folder.path(), {.durability = Durability::unsynced});
    KafkaLog log(at(address));
    REQUIRE(log.start({}));
    auto fates = local->take(poll_for(log, count));
    REQUIRE(fates);
    return std::move(*fates);
}

} // namespace

TEST_CASE("kafka log: foreign and malformed records, duplicates and late copies are judged where they stand") {
    if (!have_broker()) return;
    const Address address = fresh_topic(1);
    const Proposal first = propose({.key = "1"}), second = propose({.key = "2"});
    Outgoing spoiled = encode(propose({.key = "3"}));
    spoiled.headers.emplace_back("palabre_unknown", "x");
    Outgoing adorned = encode(second);
    adorned.headers.emplace_back("traceparent", "00-1");
    const Proposal early = propose({.key = "4", .time = system_clock.now() + std::chrono::minutes(5)});
    put(address, encode(Genesis{community()}));
    put(address, {"", {}, "not ours"});
    put(address, encode(first));
    put(address, encode(first));
    put(address, spoiled);
    put(address, adorned);
    put(address, encode(first));
    put(address, encode(early));
    put(address, encode(propose({.key = "5", .of = community("elsewhere")})));
    const auto fates = judged(address, 11);
    CHECK(std::holds_alternative<Acceptance>(fates[2].judgement));
    CHECK(ignored(fates[3]) == Ignored::malformed);
    REQUIRE(accepted(fates[4]));
    CHECK(accepted(fates[4])->digest == digest(first));
    CHECK(ignored(fates[5]) == Ignored::duplicate);
    CHECK(ignored(fates[6]) == Ignored::malformed);
    REQUIRE(accepted(fates[7]));
    CHECK(accepted(fates[7])->digest == digest(second));
    CHECK(ignored(fates[8]) == Ignored::duplicate);
    CHECK(ignored(fates[9]) == Ignored::ahead_of_time);
    CHECK(ignored(fates[10]) == Ignored::no_genesis);
}

TEST_CASE("kafka log: two readers keep the same history, and go on behind it") {
    if (!have_broker()) return;
    const Address address = fresh_topic(2);
    KafkaLog writer(at(address));
    REQUIRE(writer.start({}));
    (void)poll_for(writer, 3);
    const std::vector<Body> bodies{Barrier{Digest{{1}}}, propose({.key = "1"}), Barrier{Digest{{2}}}};
    REQUIRE(writer.append(bodies)); // barriers in both partitions
    PositionVector first_three{{Partition{0}, Offset{1}}, {Partition{1}, Offset{0}}};
    std::map<Partition, std::vector<History>> histories;
    for (const Record& record : poll_for(writer, 5)) histories[record.partition].push_back(record.history.value());
    REQUIRE(histories[Partition{0}].size() == 3);
    REQUIRE(histories[Partition{1}].size() == 2);

    KafkaLog whole(at(address));
    REQUIRE(whole.start({}));
    std::map<Partition, History> read;
    for (const Record& record : poll_for(whole, 8))
        if (holds(first_three, record.partition, record.offset)) read[record.partition] = record.history.value();
    KafkaLog again(at(address, read));
    REQUIRE(again.start(first_three));
    std::map<Partition, std::vector<History>> rest;
    for (const Record& record : poll_for(again, 5)) rest[record.partition].push_back(record.history.value());
    CHECK(rest == histories);
    CHECK(again.state().alarms == 0);

    // Where it stands is not known without the history: nothing is kept then, and nothing compared.
    KafkaLog forgetful(at(address));
    REQUIRE(forgetful.start(first_three));
    for (const Record& record : poll_for(forgetful, 5)) CHECK(!record.history);
}

TEST_CASE("kafka log: refuses to go on behind another history") {
    if (!have_broker()) return;
    const Address address = fresh_topic(1);
    KafkaLog reader(at(address));
    REQUIRE(reader.start({}));
    History read = *poll_for(reader, 2).back().history;
    CHECK(KafkaLog(at(address, {{Partition{0}, read}})).start({{Partition{0}, Offset{1}}}));
    read.after = Digest{{1}};
    const Status edited = KafkaLog(at(address, {{Partition{0}, read}})).start({{Partition{0}, Offset{1}}});
    REQUIRE(!edited);
    CHECK(edited.error().code == ErrorCode::corrupt);
    CHECK(edited.error().message.find("partition 0: the record at offset 1 is not the one") != std::string::npos);
    const Status truncated = KafkaLog(at(address)).start({{Partition{0}, Offset{2}}});
    REQUIRE(!truncated);
    CHECK(truncated.error().message.find("partition 0: ends before offset 2") != std::string::npos);
    const Status fewer = KafkaLog(at(address)).start({{Partition{1}, Offset{0}}});
    REQUIRE(!fewer);
    CHECK(fewer.error().message.find("has 1 partitions, and this node has read partition 1") != std::string::npos);
}

TEST_CASE("kafka log: says when another node has read another history, reads its own again, and goes on") {
    if (!have_broker()) return;
    const Address address = fresh_topic(1);
    Outgoing strange = encode(Barrier{Digest{{1}}});
    strange.headers.push_back(seen_header({Offset{1}, Digest{{9}}}));
    Outgoing impossible = encode(Barrier{Digest{{2}}});
    impossible.headers.push_back(seen_header({Offset{1'000}, Digest{{9}}}));
    put(address, strange);
    put(address, impossible);
    KafkaLog reader(at(address));
    REQUIRE(reader.start({}));
    (void)poll_for(reader, 4);
    CHECK(reader.state().alarms == 2);
    CHECK(reader.state().faults.empty());
}

TEST_CASE("kafka log: wake() ends a poll that waits") {
    if (!have_broker()) return;
    KafkaLog log(at(fresh_topic(1)));
    REQUIRE(log.start({}));
    (void)poll_for(log, 2);
    log.wake();
    const auto none = log.poll(1, std::chrono::hours(1)); // hangs otherwise
    REQUIRE(none);
    CHECK(none->empty());
    CHECK(!log.stale());
    CHECK(log.state().lag == 0);
    CHECK(log.state().under_way == 0);
}

TEST_CASE("kafka log: what a topic must be") {
    if (!have_broker()) return;
    const auto refusal = [](const Address& address) {
        const Status started = KafkaLog(at(address)).start({});
        REQUIRE(!started);
        return started.error();
    };
    const Address missing = fresh_address();
    CHECK(refusal(missing).code == ErrorCode::not_found);
    const auto topic = Topic::open(missing);
    REQUIRE(topic);
    REQUIRE(topic->create(1, 1));
    CHECK(refusal(missing).message.find("partition 0: has no opening") != std::string::npos);
    put(missing, encode(Barrier{}));
    CHECK(refusal(missing).message.find("the record at offset 0 is not its opening") != std::string::npos);
}

TEST_CASE("kafka log: of two who open a topic at once the first one's log stands") {
    if (!have_broker()) return;
    const Address address = fresh_address();
    const auto topic = Topic::open(address);
    REQUIRE(topic);
    REQUIRE(topic->create(2, 1));
    SystemRandom random;
    const Digest other{{4}};
    put(address, encode(Opening{other, Partition{0}}));
    const auto opened = open_partitions(address, *topic, random);
    REQUIRE(opened);
    CHECK(*opened == other);
    CHECK(*open_partitions(address, *topic, random) == other);
    CHECK(read_opening(address, *topic, Partition{1})->log_id == other);
    CHECK(topic->watermarks(Partition{0})->high == 2);
    CHECK(topic->watermarks(Partition{1})->high == 1);
    REQUIRE(topic->grow(4));
    REQUIRE(open_partitions(address, *topic, random));
    CHECK(read_opening(address, *topic, Partition{3})->log_id == other);
    const auto fewer = topic->grow(2);
    CHECK(!fewer);

    // A partition that somebody has spoiled can never be used.
    REQUIRE(topic->grow(5));
    put(address, encode(Opening{Digest{{5}}, Partition{4}}), Partition{4});
    const auto spoiled = open_partitions(address, *topic, random);
    REQUIRE(!spoiled);
    CHECK(spoiled.error().message.find("partition 4: was opened for log") != std::string::npos);
}
