// SPDX-License-Identifier: Apache-2.0
// palabre kafka: makes the topics that nodes share, and lets the events' one grow.
#include "core/log/kafka/openings.hpp"
#include "core/log/kafka/reactor_topic.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace palabre::tools {
namespace {

using namespace log::kafka;

struct Options {
    std::string log;
    std::int32_t partitions = 1, replicas = 1;
};

Result<Address> address_of(const Options& options) {
    auto address = Address::parse(options.log);
    if (!address)
        return error(ErrorCode::invalid, fmt::format("--log: \"{}\" is not possible; allowed: "
                                                     "kafka://host:port,host:port/topic",
                                                     options.log));
    return *address;
}

/// What both do last; also when an earlier run was cut short.
Status open_all(const Address& address, const Topic& topic) {
    SystemRandom random;
    PALABRE_CHECK(topic.check());
    // Before a partition is used: one that is new is looked through from its beginning on.
    PALABRE_CHECK(begin_reactors(address, topic, false, random));
    PALABRE_TRY(log_id, open_partitions(address, topic, random));
    PALABRE_TRY(count, topic.partitions());
    fmt::print("topic {}: {} partition{} of log {}\n", address.topic, count, count == 1 ? "" : "s", log_id.text());
    return {};
}

Status create_topics(const Options& options) {
    PALABRE_TRY(address, address_of(options));
    // A node that finds the events' topic finds those beside it, too.
    const std::pair<Address, Topic::Kind> beside[] = {{address.vault(), Topic::Kind::vault},
                                                      {address.reactors(), Topic::Kind::reactors}};
    for (const auto& [at, kind] : beside) {
        PALABRE_TRY(other, Topic::open(at, kind));
        PALABRE_CHECK(other.create(1, options.replicas));
        PALABRE_CHECK(other.check());
    }
    PALABRE_TRY(topic, Topic::open(address));
    PALABRE_CHECK(topic.create(options.partitions, options.replicas));
    return open_all(address, topic);
}

Status add_partitions(const Options& options) {
    PALABRE_TRY(address, address_of(options));
    PALABRE_TRY(topic, Topic::open(address));
    PALABRE_TRY(count, topic.partitions());
    // Before the topic grows: one that is no log of ours is left as it is.
    PALABRE_CHECK(read_opening(address, topic, Partition{0}));
    if (options.partitions < count)
        return error(ErrorCode::invalid,
                     fmt::format("--partitions: topic {} has {} and cannot have fewer", address.topic, count));
    if (options.partitions > count) PALABRE_CHECK(topic.grow(options.partitions));
    return open_all(address, topic);
}

} // namespace

void add_kafka(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* kafka = app.add_subcommand("kafka", "The topic that many nodes share: make it, let it grow");
    kafka->require_subcommand(1);
    kafka->footer("Example: palabre kafka create-topics --log kafka://127.0.0.1:9092/palabre.events.v1");
    const auto subcommand = [&](const char* name, const char* help, Status (*run)(const Options&)) {
        auto* command = kafka->add_subcommand(name, help);
        command->add_option("--log", options->log, "kafka://host:port,host:port/topic")
            ->envname("PALABRE_LOG")
            ->required();
        command->callback([options, run, &chosen] { chosen = [options, run] { return run(*options); }; });
        return command;
    };
    auto* create =
        subcommand("create-topics", "Make the topic, unless it is there, and open its partitions", create_topics);
    create->add_option("--partitions", options->partitions, "How many")
        ->capture_default_str()
        ->check(CLI::Range(1, 1'000));
    create->add_option("--replicas", options->replicas, "On how many brokers each partition lies")
        ->capture_default_str()
        ->check(CLI::Range(1, 10));
    create->footer("Example: palabre kafka create-topics --log kafka://127.0.0.1:9092/palabre.events.v1 --replicas 3\n"
                   "Again does what an earlier run has left undone, and nothing else.");
    auto* add = subcommand("add-partitions", "Let the topic have more partitions: new communities are spread over all",
                           add_partitions);
    add->add_option("--partitions", options->partitions, "How many it is to have")
        ->required()
        ->check(CLI::Range(1, 1'000));
    add->footer("Example: palabre kafka add-partitions --log kafka://127.0.0.1:9092/palabre.events.v1 --partitions 3\n"
                "Communities stay where they are. Nodes notice within seconds.");
}

} // namespace palabre::tools
