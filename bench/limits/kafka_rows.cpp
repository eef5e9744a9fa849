// SPDX-License-Identifier: Apache-2.0
// The limit of catching up with a topic: a plain consumer that writes each record of partition 0 to RocksDB as it came,
// headers and value under its offset, a batch for what one poll gave. Nothing is judged; nothing is synced, as the
// topic is the truth. usage: kafka_rows BROKERS TOPIC FOLDER RECORDS Prints one JSON object: events, bytes, seconds
// from the first record to the last one written.
#include "bench/limits/kafka_client.hpp"

#include <rocksdb/db.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

using palabre::bench::fail;
using Clock = std::chrono::steady_clock;

constexpr std::size_t batch_records = 1000;

void require(const rocksdb::Status& status) {
    if (!status.ok()) fail(status.ToString().c_str());
}

void append_sized(std::string& row, const void* bytes, std::size_t size) {
    for (const int shift : {24, 16, 8, 0}) row += static_cast<char>(size >> shift & 0xff);
    row.append(static_cast<const char*>(bytes), size);
}

std::string key_of(std::int64_t offset) {
    std::string key;
    for (int shift = 56; shift >= 0; shift -= 8)
        key += static_cast<char>(static_cast<std::uint64_t>(offset) >> shift & 0xff);
    return key;
}

void make_row(const rd_kafka_message_t& message, std::string& row) {
    row.clear();
    rd_kafka_headers_t* headers = nullptr;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR)
        for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
             ++i) {
            append_sized(row, name, std::char_traits<char>::length(name));
            append_sized(row, value, size);
        }
    append_sized(row, message.payload, message.len);
}

struct Written {
    std::uint64_t records = 0, bytes = 0;
    double seconds = 0;
};

Written copy(rd_kafka_queue_t* queue, rocksdb::DB& db, std::uint64_t most) {
    Written done;
    std::vector<rd_kafka_message_t*> messages(batch_records);
    std::string row;
    Clock::time_point begun;
    while (done.records < most) {
        // It waits until there are as many as it is asked for: at the end, no more than are left.
        const std::size_t wanted = std::min<std::uint64_t>(messages.size(), most - done.records);
        const ssize_t got = rd_kafka_consume_batch_queue(queue, 10'000, messages.data(), wanted);
        if (got <= 0) fail("kafka_rows: nothing more comes");
        if (done.records == 0) begun = Clock::now();
        rocksdb::WriteBatch batch;
        for (ssize_t i = 0; i < got; ++i) {
            rd_kafka_message_t* message = messages[static_cast<std::size_t>(i)];
            if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
                make_row(*message, row);
                require(batch.Put(key_of(message->offset), row));
                ++done.records;
                done.bytes += row.size();
            }
            rd_kafka_message_destroy(message);
        }
        require(db.Write({}, &batch));
        done.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    }
    return done;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: kafka_rows BROKERS TOPIC FOLDER RECORDS\n";
        return 2;
    }
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* raw = nullptr;
    require(rocksdb::DB::Open(options, argv[3], &raw));
    const std::unique_ptr<rocksdb::DB> db(raw);
    rd_kafka_t* consumer =
        palabre::bench::client(RD_KAFKA_CONSUMER, palabre::bench::settings({{"bootstrap.servers", argv[1]},
                                                                            {"group.id", "bare"},
                                                                            {"enable.auto.commit", "false"},
                                                                            {"isolation.level", "read_uncommitted"},
                                                                            {"check.crcs", "true"},
                                                                            {"auto.offset.reset", "error"}}));
    rd_kafka_poll_set_consumer(consumer);
    rd_kafka_topic_partition_list_t* partitions = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(partitions, argv[2], 0)->offset = 0;
    if (rd_kafka_assign(consumer, partitions) != RD_KAFKA_RESP_ERR_NO_ERROR) fail("kafka_rows: cannot read the topic");
    rd_kafka_topic_partition_list_destroy(partitions);
    const Written done = copy(rd_kafka_queue_get_consumer(consumer), *db, std::strtoull(argv[4], nullptr, 10));
    std::printf("{\"seconds\":%.6f,\"events\":%lu,\"bytes\":%lu}\n", done.seconds, done.records, done.bytes);
    std::fflush(stdout);
    require(db->Close());
    std::_Exit(0); // closing a consumer of no group waits for nothing that matters here
}
