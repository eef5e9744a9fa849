// SPDX-License-Identifier: Apache-2.0
// Fills partition 0 of an empty topic with a log as nodes write it: opening, genesis of a community, threads, and
// replies to them by Zipf(1). Every proposal counts. Seeded: the same arguments, the same records but for their times.
// usage: kafka_fill BROKERS TOPIC EVENTS THREADS MEMBERS
// Prints one JSON object: records (all that were appended), events, community.
#include "bench/limits/kafka_client.hpp"
#include "bench/load/zipf.hpp"
#include "core/base/hash.hpp"
#include "core/log/proposal.hpp"

#include <chrono>
#include <fmt/format.h>
#include <random>

namespace {

using namespace palabre;

class Filler {
public:
    Filler(const char* brokers, const char* topic)
        : topic_(topic),
          producer_(bench::client(RD_KAFKA_PRODUCER, bench::settings({{"bootstrap.servers", brokers},
                                                                      {"acks", "all"},
                                                                      {"enable.idempotence", "true"},
                                                                      {"compression.type", "zstd"},
                                                                      {"linger.ms", "5"},
                                                                      {"allow.auto.create.topics", "false"}}))) {}

    void append(const std::string& key, const std::vector<log::Header>& headers, const std::string& value) {
        rd_kafka_headers_t* made = rd_kafka_headers_new(headers.size());
        for (const auto& [name, text] : headers)
            rd_kafka_header_add(made, name.data(), static_cast<ssize_t>(name.size()), text.data(),
                                static_cast<ssize_t>(text.size()));
        for (;;) {
            const auto taken = bench::append(producer_, topic_, key, value, made, nullptr);
            if (taken == RD_KAFKA_RESP_ERR_NO_ERROR) break;
            if (taken != RD_KAFKA_RESP_ERR__QUEUE_FULL) bench::fail(rd_kafka_err2str(taken));
            rd_kafka_poll(producer_, 10);
        }
        ++records;
        rd_kafka_poll(producer_, 0);
    }
    void append(const log::Proposal& proposal) {
        append(proposal.community.text(), log::headers(proposal), proposal.value);
    }
    void control(const char* kind, const std::string& value) {
        append("", {{"palabre_control", kind}, {"palabre_rule", "1"}}, value);
    }
    void finish() {
        if (rd_kafka_flush(producer_, 120'000) != RD_KAFKA_RESP_ERR_NO_ERROR)
            bench::fail("kafka_fill: not all was appended");
    }
    std::uint64_t records = 0;

private:
    const char* topic_;
    rd_kafka_t* producer_;
};

/// Makes proposals that read and write as the forum's do.
class Forum {
public:
    Forum(std::size_t threads, std::size_t members) : members_(members), popular_(threads, 1), status_(threads) {}

    log::Proposal open(std::size_t thread) {
        log::Proposal made = begin("forum.thread-opened.v1", thread);
        const Entity status = log::entity(community(), "thread-status", id(thread));
        made.reads.push_back({status, std::nullopt});
        made.writes.push_back(status);
        finish(made);
        status_[thread] = log::version(log::digest(made));
        return made;
    }
    log::Proposal reply() {
        const std::size_t thread = popular_(random_);
        log::Proposal made = begin("forum.post-published.v1", thread);
        made.reads.push_back({log::entity(community(), "thread-status", id(thread)), status_[thread]});
        const Entity post = log::entity(community(), "post", made.id.text());
        made.reads.push_back({post, std::nullopt});
        made.writes.push_back(post);
        for (const char* never : {"level", "ban", "space", "alias"})
            made.reads.push_back({log::entity(community(), never, id(thread)), std::nullopt});
        finish(made);
        return made;
    }
    static CommunityId community() { return *CommunityId::parse("aaaaaaaaaaaaa"); }

private:
    static std::string id(std::size_t number) { return fmt::format("{:0>13}", number); }

    log::Proposal begin(const char* type, std::size_t thread) {
        log::Proposal made;
        made.id = log::command_id(community(), "fill", std::to_string(++count_));
        made.community = community();
        made.type = type;
        made.subject = id(thread);
        made.actor = id(std::uniform_int_distribution<std::size_t>(0, members_ - 1)(random_));
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        made.time = Instant{std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
        const Entity own = log::command_entity(community(), made.id);
        made.reads.push_back({own, std::nullopt});
        made.writes.push_back(own);
        made.value =
            fmt::format(R"({{"thread":"{}","post":"{:0>13}","author":"{}","parent":null,"language":"fr","length":181,)"
                        R"("source_id":null,"body":null,"sealed":[{{"of":"{}","class":"content","box":"{:0>320}"}}]}})",
                        *made.subject, count_, *made.actor, *made.actor, count_);
        return made;
    }
    static void finish(log::Proposal& made) {
        std::ranges::sort(made.reads, {}, &log::Read::entity);
        std::ranges::sort(made.writes);
    }

    std::mt19937_64 random_{1};
    std::size_t members_;
    bench::Zipf popular_;
    std::vector<Version> status_;
    std::uint64_t count_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 6) bench::fail("usage: kafka_fill BROKERS TOPIC EVENTS THREADS MEMBERS");
    const std::size_t events = std::strtoull(argv[3], nullptr, 10), threads = std::strtoull(argv[4], nullptr, 10);
    Filler filler(argv[1], argv[2]);
    Forum forum(threads, std::strtoull(argv[5], nullptr, 10));
    filler.control("opening",
                   fmt::format(R"({{"log":"{}","partition":0}})", Hasher().add("a log of kafka_fill").finish().text()));
    filler.control("genesis", fmt::format(R"({{"community":"{}"}})", Forum::community().text()));
    for (std::size_t i = 0; i < events; ++i) filler.append(i < threads ? forum.open(i) : forum.reply());
    filler.finish();
    fmt::print("{{\"records\":{},\"events\":{},\"community\":\"{}\"}}\n", filler.records, events,
               Forum::community().text());
}
