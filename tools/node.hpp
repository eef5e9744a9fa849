// SPDX-License-Identifier: Apache-2.0
// The parts of one Palabre over one data folder, wired: what the server and every tool stand on.
//
//     data/log  data/vault  data/blobs  data/model  data/views      (design: docs/architecture.md; bytes:
//     docs/formats.md)
#pragma once

#include "commands/accounts/expirer.hpp"
#include "commands/forum/collector.hpp"
#include "commands/keys.hpp"
#include "commands/members/eraser.hpp"
#include "commands/writer.hpp"
#include "core/blobs/blobs.hpp"
#include "core/log/kafka/election.hpp"
#include "core/log/kafka/kafka_log.hpp"
#include "core/log/kafka/vault_topic.hpp"
#include "projections/projector.hpp"
#include "tools/blob_store.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace palabre::tools {

using Progress = std::function<void(Position done, Position end)>;

class Node {
public:
    struct Options {
        std::filesystem::path data;
        std::filesystem::path master_key;
        BlobSettings blobs = {}; ///< the server's, in a tool too: elsewhere stay the files of who was erased
        std::optional<log::kafka::Address> log = {}; ///< nothing: embedded
        bool create = true;                          ///< false: `not_found` where no log is
        bool background = false; ///< projector and eraser on threads of their own; else catch_up() by hand
        std::function<void(std::uint64_t done, std::uint64_t end)> topic_progress = {}; ///< records, of all partitions
        Progress model_progress = {};
        std::size_t events_per_batch = 0; ///< 0: limits::events_per_batch
        unsigned threads = 1;
        std::function<void(const Error&)> on_fatal = {};  ///< default: says it and ends the process with status 3
        std::function<void(const Error&)> on_damage = {}; ///< of model/ or views/, built anew; default: says it
        std::shared_ptr<StoreEnvironment> environment = {};
    };
    /// Opens log, vault, model and views in that order; a new log gets its opening, one over Kafka all that the topic
    /// holds by now. Damaged models and views are built anew, over Kafka a damaged log too. In background mode a node
    /// over Kafka goes on taking what others append. `busy`: another process has the folder. `corrupt`: the log or the
    /// vault is damaged; says the way out. `not_found`: also where the log holds something and its vault is gone.
    /// `unsupported`: a newer Palabre has opened it, or, not in background mode, the log holds what only one knows.
    /// `invalid`: the folder is another user's, or its log of the other kind.
    [[nodiscard]] static Result<std::unique_ptr<Node>> open(const Options& options, Clock& clock, Random& random);
    /// Stops threads, finishes what is under way.
    ~Node();
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    /// Applies departures and projections up to the log's end. Not in background mode.
    [[nodiscard]] Status catch_up(const Progress& progress = {});

    /// Log, vault and blobs as they are at one moment, by hard links in a new folder: every event of the log finds its
    /// keys and blobs, and nothing is destroyed between. Milliseconds; any thread; commands go on. What stands there
    /// keeps what is erased meanwhile, until whoever asked removes it.
    [[nodiscard]] Status snapshot(const std::filesystem::path& folder);

    [[nodiscard]] log::LocalLog& log() { return *log_; }
    [[nodiscard]] const log::Order& order() const { return *order_; }
    /// Whether this node runs what must run once in a cluster. None does that is outdated: it leaves out what it does
    /// not know. Any thread.
    [[nodiscard]] bool is_elected() const;
    /// Up to where nothing is left here of who departed, or soon will be: Eraser::forgotten(). Any thread.
    [[nodiscard]] Position forgotten() const { return eraser_->forgotten(); }
    [[nodiscard]] Vault& vault() { return *vault_; }
    [[nodiscard]] Blobs& blobs() { return *blobs_; }
    [[nodiscard]] commands::Model& model() { return *model_; }
    [[nodiscard]] commands::Writer& writer() { return *writer_; }
    [[nodiscard]] projections::Projector& projector() { return *projector_; }
    [[nodiscard]] KeyRing& keys() { return *keys_; }
    [[nodiscard]] Clock& clock() { return clock_; }
    [[nodiscard]] Random& random() { return random_; }

private:
    Node(Clock& clock, Random& random) : clock_(clock), random_(random) {}
    [[nodiscard]] Status open_log(const Options& options);
    [[nodiscard]] Status open_order(const Options& options);
    [[nodiscard]] Status open_model(const Options& options, const std::function<void(const std::string&)>& built_anew);
    [[nodiscard]] Status open_views(const Options& options, const std::function<void(const std::string&)>& built_anew);
    [[nodiscard]] Status erase();
    [[nodiscard]] Status collect();
    [[nodiscard]] Status expire();
    void run_eraser();

    Clock& clock_;
    Random& random_;
    std::filesystem::path data_;
    std::mutex erasing_; ///< held while keys are destroyed, and while a snapshot is made
    std::unique_ptr<log::LocalLog> log_;
    std::unique_ptr<log::kafka::VaultTopic> vault_topic_; ///< over Kafka; before the vault, which appends to it
    std::unique_ptr<Vault> vault_;
    std::unique_ptr<Blobs> blobs_;
    std::unique_ptr<commands::Model> model_;
    std::unique_ptr<commands::ModelKeyRing> keys_;
    std::unique_ptr<Store> views_;
    std::unique_ptr<projections::Projector> projector_;
    std::optional<commands::members::Eraser> eraser_;
    std::optional<commands::forum::Collector> collector_;
    std::unique_ptr<log::Order> order_;
    std::optional<commands::accounts::Expirer> expirer_;
    std::optional<log::kafka::Election> election_; ///< of a node that serves over Kafka
    std::unique_ptr<commands::Writer> writer_;
    std::function<void(const Error&)> fatal_, damage_;
    std::atomic<bool> stopping_ = false;
    std::thread eraser_thread_;
};

struct DataOptions;
/// How a subcommand opens the data folder that its options name, with what they say of log and blobs.
[[nodiscard]] Node::Options opening(const DataOptions& options);
/// The same of one that must be there, by a tool that has the machine to itself.
[[nodiscard]] Node::Options existing(const DataOptions& options);
/// With the default for blobs elsewhere that cannot be reached now: of a tool that can do without them.
[[nodiscard]] Node::Options without_lost_blobs(Node::Options how, Random& random, Clock& clock);

} // namespace palabre::tools
