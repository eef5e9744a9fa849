// SPDX-License-Identifier: Apache-2.0
// Against librdkafka's own mock of brokers, which can be told to answer wrongly.
#include "core/log/kafka/consumer.hpp"

#include <doctest/doctest.h>
#include <librdkafka/rdkafka_mock.h>

using namespace palabre;
using namespace palabre::log::kafka;

namespace {

constexpr std::int16_t fetch_request = 1; // Kafka's number of this kind of request

/// One broker with a topic "t" of one partition.
class Mock {
public:
    Mock() {
        rd_kafka_conf_t* conf = rd_kafka_conf_new();
        client_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0));
        cluster_ = rd_kafka_mock_cluster_new(client_.get(), 1);
        rd_kafka_mock_topic_create(cluster_, "t", 1, 1);
        address = *Address::parse(std::string("kafka://") + rd_kafka_mock_cluster_bootstraps(cluster_) + "/t");
        rd_kafka_conf_t* producing = rd_kafka_conf_new();
        rd_kafka_conf_set(producing, "bootstrap.servers", address.brokers.c_str(), nullptr, 0);
        producer_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, producing, nullptr, 0));
    }
    ~Mock() {
        producer_.reset();
        rd_kafka_mock_cluster_destroy(cluster_);
    }
    Mock(const Mock&) = delete;
    Mock& operator=(const Mock&) = delete;

    void append(const char* value) {
        rd_kafka_vu_t fields[3] = {};
        fields[0].vtype = RD_KAFKA_VTYPE_TOPIC;
        fields[0].u.cstr = "t";
        fields[1].vtype = RD_KAFKA_VTYPE_PARTITION;
        fields[2].vtype = RD_KAFKA_VTYPE_VALUE;
        fields[2].u.mem = {const_cast<char*>(value), std::char_traits<char>::length(value)};
        REQUIRE(rd_kafka_produceva(producer_.get(), fields, 3) == nullptr);
        REQUIRE(rd_kafka_flush(producer_.get(), 10'000) == RD_KAFKA_RESP_ERR_NO_ERROR);
    }
    /// The next fetches find nothing where they read.
    void be_behind(std::size_t fetches) {
        const std::vector<rd_kafka_resp_err_t> errors(fetches, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE);
        rd_kafka_mock_push_request_errors_array(cluster_, fetch_request, errors.size(), errors.data());
    }
    Address address;

private:
    Client client_, producer_;
    rd_kafka_mock_cluster_t* cluster_ = nullptr;
};

/// Asks until something comes or fails; how often nothing came is bounded.
Result<Message> patient_next(Consumer& consumer, const Wakeup& wakeup) {
    for (int asked = 0; asked < 400; ++asked) {
        auto message = consumer.next();
        if (!message || *message) return message;
        wakeup.wait(std::chrono::milliseconds(100));
    }
    return error(ErrorCode::io, "nothing came");
}

} // namespace

TEST_CASE("kafka consumer: a broker that is behind for a while is asked again") {
    Mock mock;
    mock.append("one");
    mock.append("two");
    const Wakeup wakeup;
    const auto consumer = Consumer::open(mock.address, wakeup);
    REQUIRE(consumer.has_value());
    mock.be_behind(3);
    REQUIRE((*consumer)->assign({{Partition{0}, Offset{1}}}).has_value());
    const auto message = patient_next(**consumer, wakeup);
    REQUIRE(message.has_value());
    CHECK((*message)->offset == 1);
    CHECK(message->record().value == "two");
}

TEST_CASE("kafka consumer: an offset that stays out of range is refused by its place") {
    Mock mock;
    mock.append("one");
    const Wakeup wakeup;
    const auto consumer = Consumer::open(mock.address, wakeup);
    REQUIRE(consumer.has_value());
    REQUIRE((*consumer)->assign({{Partition{0}, Offset{70}}}).has_value());
    const auto message = patient_next(**consumer, wakeup);
    REQUIRE(!message.has_value());
    CHECK(message.error().code == ErrorCode::corrupt);
    CHECK(message.error().message.find("partition 0: there is nothing at offset 70") != std::string::npos);
}
