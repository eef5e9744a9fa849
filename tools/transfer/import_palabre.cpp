// SPDX-License-Identifier: Apache-2.0
// palabre import palabre: fills an empty log from an export. Every proposal is judged again by rule 1; the import stops
// at the first line that comes out differently, so the new log's chains are those of the old one.
#include "tools/transfer/import_palabre.hpp"

#include "core/limits.hpp"
#include "core/log/direct.hpp"
#include "core/log/kafka/kafka_log.hpp"
#include "core/log/kafka/reactor_topic.hpp"
#include "core/log/kafka/vault_topic.hpp"
#include "core/log/local_log.hpp"
#include "tools/site.hpp"
#include "tools/topic.hpp"
#include "tools/transfer/keys_file.hpp"
#include "tools/transfer/loader.hpp"

#include <fmt/format.h>
#include <fstream>
#include <iostream>

namespace palabre::tools {
namespace {

Status load_keys(const ImportPalabre& options, Vault& vault) {
    PALABRE_TRY(passphrase, read_passphrase(options.passphrase_file));
    std::vector<Vault::Put> group;
    const auto put = [&] {
        Status done = group.empty() ? Status{} : vault.put(group);
        group.clear();
        return done;
    };
    PALABRE_CHECK(read_keys_file(options.keys, passphrase, [&](const KeyLine& line) -> Status {
        if (!line.record && line.secret.size() != SecretKey::size)
            return error(ErrorCode::corrupt, "the keys file holds a naming key of another size");
        if (!line.record) return vault.set_naming_key(line.community, SecretKey::from(line.secret));
        if (line.state == RecordState::destroyed) return {}; // the eraser finds the departure in the log
        group.push_back({{line.community, line.owner}, *line.record, line.secret});
        return group.size() >= limits::events_per_batch ? put() : Status{};
    }));
    return put();
}

/// Log, order and vault of the new house, in the folder where it is built. Goes in this order's reverse.
struct House {
    std::unique_ptr<log::LocalLog> log;
    std::unique_ptr<log::kafka::VaultTopic> shared;
    std::unique_ptr<Vault> vault;
    std::unique_ptr<log::Order> order;

    House() = default;
    House(const House&) = delete;
    House& operator=(const House&) = delete;
    ~House() {
        if (shared) shared->stop();
    }
};

/// An empty embedded log.
Status begin_embedded(House& house, Random& random) {
    house.order = std::make_unique<log::Direct>();
    PALABRE_CHECK(house.order->start({}));
    const std::vector<log::Body> first{log::Opening{random.draw<Digest>(), Partition{}},
                                       log::Genesis{CommunityId::platform()}};
    PALABRE_CHECK(house.order->append(first));
    PALABRE_TRY(records, house.order->poll(first.size(), {}));
    PALABRE_TRY(fates, house.log->take(records));
    return {};
}

/// A topic that holds what `palabre kafka create-topics` has written, and nothing else.
Status begin_topic(House& house, const log::kafka::Address& address, Clock& clock, Random& random) {
    auto* shared = &house.shared;
    auto topic = std::make_unique<log::KafkaLog>(log::KafkaLog::Options{
        .address = address,
        .clock = clock,
        .vault_taken = [shared] { return (*shared)->taken(); },
        .await_vault = [shared](std::int64_t offset) { return (*shared)->await(offset); },
    });
    PALABRE_CHECK(topic->start({}));
    const auto tell = [](const Error& fault) { fmt::print(stderr, "palabre: {}\n", fault.message); };
    PALABRE_TRY(vaults, log::kafka::VaultTopic::open(address.vault(), *house.vault, random, tell));
    house.shared = std::move(vaults);
    PALABRE_CHECK(read_topic(*topic, *house.log, address, clock));
    house.order = std::move(topic);
    PALABRE_TRY(heads, house.log->heads());
    const auto& [community, head] = heads.empty() ? std::pair<CommunityId, log::Head>() : heads.front();
    if (heads.size() == 1 && community.is_platform() && head.sequence == Sequence{}) return {};
    return error(ErrorCode::invalid,
                 fmt::format("{} is not empty: import into a new topic, as palabre kafka create-topics makes it",
                             address.text()));
}

Status begin(House& house, const Site& site, const DataOptions& data, Clock& clock, Random& random) {
    const auto durability = data.log ? log::Durability::unsynced : log::Durability::synced;
    PALABRE_TRY(log, log::LocalLog::open(site.folder() / "log", {.durability = durability}));
    house.log = std::move(log);
    PALABRE_TRY(vault, Vault::open(site.folder() / "vault", random, {.master_key_file = data.key_file()}));
    house.vault = std::move(vault);
    return data.log ? begin_topic(house, *data.log, clock, random) : begin_embedded(house, random);
}

Status load(House& house, const ImportPalabre& options, std::istream& in, Random& random, std::uint64_t& events) {
    if (!options.keys.empty()) PALABRE_CHECK(load_keys(options, *house.vault));
    Loader loader(*house.order, *house.log, options.file == "-" ? "standard input" : options.file);
    for (std::string line; std::getline(in, line);) PALABRE_CHECK(loader.line(line));
    if (in.bad()) return error(ErrorCode::io, "reading " + options.file + " failed");
    PALABRE_CHECK(loader.finish());
    events = loader.events();
    if (options.data.log) {
        PALABRE_TRY(topic, log::kafka::Topic::open(*options.data.log));
        // Nobody is written to about what was moved here.
        PALABRE_CHECK(log::kafka::begin_reactors(*options.data.log, topic, true, random));
    }
    if (!options.keys.empty()) return {};
    PALABRE_TRY(communities, house.log->heads());
    for (const auto& [community, head] : communities) PALABRE_CHECK(house.vault->leave_sealed(community));
    return {};
}

} // namespace

Status import_palabre(const ImportPalabre& options) {
    SystemClock clock;
    SystemRandom random;
    std::ifstream file;
    if (options.file != "-") {
        file.open(options.file, std::ios::binary);
        if (!file) return error(ErrorCode::not_found, "cannot read " + options.file);
    }
    std::istream& in = options.file == "-" ? std::cin : file;

    Site site(options.data.data, options.data.key_file(), "importing");
    PALABRE_CHECK(site.open());
    std::uint64_t events = 0;
    {
        House house;
        PALABRE_CHECK(begin(house, site, options.data, clock, random));
        const Status loaded = load(house, options, in, random, events);
        // What stands in a topic stays there.
        if (loaded.has_error() && options.data.log)
            return error(loaded.error().code,
                         loaded.error().message + "; the topics hold a part of it now: make new ones for another try");
        PALABRE_CHECK(loaded);
    }
    PALABRE_CHECK(site.finish());
    fmt::print("imported {} events; every chain comes out as exported\n", events);
    return {};
}

} // namespace palabre::tools
