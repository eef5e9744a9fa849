// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/election.hpp"

#include "core/limits.hpp"
#include "core/log/kafka/client.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <thread>

namespace palabre::log::kafka {
namespace {

constexpr std::chrono::milliseconds pause{200}; // between two looks whether to stop

std::string group_of(const Address& address) {
    return address.topic + ".reactors";
}

/// "0006500dfc9e1a40@palabre/level-1". The brokers make a member's id of it, and whose id is the least gets the first
/// partition. librdkafka's assignor that lets everybody keep what they have ("cooperative-sticky") would need no such
/// name, but before 2.3.0 it ends the process where a client is closed between joining and its first assignment
/// (#4312).
std::string client_id(const std::string& name, Instant since) {
    return fmt::format("{:016x}@{}", static_cast<std::uint64_t>(since.micros), name);
}

std::string name_of(std::string_view id) {
    return std::string(id.substr(id.find('@') + 1)); // all of it where it is no node's
}

/// The group hands out the partition of the vaults' topic, which has one: whoever has it is elected.
bool has_first(const rd_kafka_topic_partition_list_t& partitions) {
    return std::any_of(partitions.elems, partitions.elems + partitions.cnt,
                       [](const rd_kafka_topic_partition_t& each) { return each.partition == 0; });
}

struct GroupList {
    const rd_kafka_group_list* list = nullptr;
    ~GroupList() {
        if (list != nullptr) rd_kafka_group_list_destroy(list);
    }
};

} // namespace

struct Election::Impl {
    Impl(Address at, std::string as, std::atomic<bool>& into)
        : address(std::move(at)), id(std::move(as)), elected(into), thread([this] { run(); }) {}
    ~Impl() {
        stopping = true;
        thread.join();
    }

    [[nodiscard]] Result<Client> join();
    static void on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* partitions,
                             void* self);
    void run();

    const Address address;
    const std::string id;
    std::atomic<bool>& elected;
    std::atomic<bool> stopping = false;
    std::thread thread; ///< last: it uses the others
};

Result<Client> Election::Impl::join() {
    Configuration settings(address);
    settings.set("client.id", id)
        .set("group.id", group_of(address))
        .set("enable.auto.commit", "false")
        .set("enable.auto.offset.store", "false")
        .set("auto.offset.reset", "latest")
        .set("partition.assignment.strategy", "range")
        .set("session.timeout.ms", std::to_string(limits::election_session.count()))
        .set("heartbeat.interval.ms", std::to_string(limits::election_session.count() / 6));
    rd_kafka_conf_set_rebalance_cb(settings.get(), on_rebalance);
    rd_kafka_conf_set_opaque(settings.get(), this);
    PALABRE_TRY(client, std::move(settings).make(RD_KAFKA_CONSUMER));
    rd_kafka_poll_set_consumer(client.get());
    const PartitionList topics(rd_kafka_topic_partition_list_new(1));
    const std::string topic = address.vault().topic;
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    if (const auto failed = rd_kafka_subscribe(client.get(), topics.get()); failed != RD_KAFKA_RESP_ERR_NO_ERROR)
        return error(ErrorCode::io, fmt::format("topic {}: cannot be subscribed: {}", topic, words(failed)));
    return client;
}

void Election::Impl::on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t what,
                                  rd_kafka_topic_partition_list_t* partitions, void* self) {
    auto& impl = *static_cast<Impl*>(self);
    if (what != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        impl.elected = false;
        rd_kafka_assign(client, nullptr);
        return;
    }
    const bool done = rd_kafka_assign(client, partitions) == RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_pause_partitions(client, partitions); // nothing is read by this client
    impl.elected = done && has_first(*partitions);
}

void Election::Impl::run() {
    while (!stopping) {
        auto client = join();
        if (client.has_error()) {
            std::this_thread::sleep_for(pause);
            continue;
        }
        while (!stopping && rd_kafka_fatal_error(client->get(), nullptr, 0) == RD_KAFKA_RESP_ERR_NO_ERROR)
            Message(rd_kafka_consumer_poll(client->get(), static_cast<int>(pause.count())));
        elected = false;
        rd_kafka_consumer_close(client->get()); // leaves the group: the next one is elected at once
    }
}

Election::Election(const Address& address, const std::string& name, Instant since)
    : impl_(std::make_unique<Impl>(address, client_id(name, since), elected_)) {}
Election::~Election() = default;

Result<std::vector<std::string>> Election::members(const Address& address) {
    PALABRE_TRY(client, Configuration(address).make(RD_KAFKA_PRODUCER));
    GroupList groups;
    const std::string group = group_of(address);
    const auto patience = static_cast<int>(std::chrono::milliseconds(limits::reach_brokers).count());
    const auto failed = rd_kafka_list_groups(client.get(), group.c_str(), &groups.list, patience);
    if (failed != RD_KAFKA_RESP_ERR_NO_ERROR)
        return error(ErrorCode::io,
                     fmt::format("topic {}: no broker tells which nodes there are: {}", address.topic, words(failed)));
    std::vector<std::string> names;
    for (int i = 0; i < groups.list->group_cnt; ++i) {
        const rd_kafka_group_info& each = groups.list->groups[i];
        if (each.group != group) continue;
        for (int k = 0; k < each.member_cnt; ++k) names.push_back(name_of(each.members[k].client_id));
    }
    std::ranges::sort(names);
    return names;
}

} // namespace palabre::log::kafka
