// SPDX-License-Identifier: Apache-2.0
#include "tools/node.hpp"

#include "core/limits.hpp"
#include "core/log/direct.hpp"
#include "core/mail/folder.hpp"
#include "core/store/rebuildable.hpp"
#include "projections/registry.hpp"
#include "tools/backup/files.hpp"
#include "tools/control.hpp"
#include "tools/owner.hpp"
#include "tools/release.hpp"
#include "tools/topic.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

namespace palabre::tools {
namespace {

constexpr std::chrono::milliseconds eraser_wait{500};  ///< how soon views that have caught up are purged
constexpr std::chrono::milliseconds eraser_pause{100}; ///< between two looks at the log: many groups at once
constexpr int eraser_pauses_most = 20; ///< doubling up to so many while a bucket is away: each try writes the vault
constexpr int catch_up_tries = 5;      ///< a model ahead of the log waits so often for records

[[noreturn]] void end_process(const Error& error) {
    // Never go on from memory after a failed write; what was acknowledged is on the disk.
    fmt::print(stderr, "palabre: {}\n", error.message);
    std::_Exit(3);
}

void tell_damage(const Error& error) {
    fmt::print(stderr, "palabre: {}\n", error.message);
}

} // namespace

Result<std::unique_ptr<Node>> Node::open(const Options& options, Clock& clock, Random& random) {
    namespace fs = std::filesystem;
    std::error_code failed;
    if (!options.create && !fs::exists(options.data / "log"))
        return error(ErrorCode::not_found, "no Palabre data in " + options.data.string());
    PALABRE_CHECK(check_owner(options.data, ::geteuid()));
    PALABRE_CHECK(check_release(options.data));
    fs::create_directories(options.data, failed);
    if (failed)
        return error(ErrorCode::io, "cannot make the folder " + options.data.string() + ": " + failed.message());

    std::unique_ptr<Node> node(new Node(clock, random));
    node->data_ = options.data;
    PALABRE_CHECK(node->open_log(options));
    fs::remove_all(options.data / snapshot_folder, failed); // of a server that was killed: it keeps what is erased
    // The vault is made before anything is taken into the log: beside a log that holds something it was there.
    PALABRE_TRY(vault, Vault::open(options.data / "vault", random,
                                   {.master_key_file = options.master_key,
                                    .create = node->log_->end() == Position{},
                                    .environment = options.environment}));
    node->vault_ = std::move(vault);
    node->fatal_ = options.on_fatal ? options.on_fatal : end_process;
    node->damage_ = options.on_damage ? options.on_damage : tell_damage;
    PALABRE_CHECK(node->open_order(options));
    const auto built_anew = [&](const std::string& damage) {
        (options.on_damage ? options.on_damage : tell_damage)(error(ErrorCode::corrupt, damage));
    };
    PALABRE_CHECK(node->open_model(options, built_anew));
    // A node shows the other communities; a tool must not give out what lacks events.
    for (const auto& [community, halt] : node->model_->halts())
        if (!options.background) return error(ErrorCode::unsupported, events::text(community, halt));
    if (options.background && options.log && !commands::is_outdated(*node->model_))
        node->election_.emplace(*options.log, commands::node_name(), clock.now());
    node->keys_ = std::make_unique<commands::ModelKeyRing>(*node->model_, *node->log_, *node->vault_);

    PALABRE_TRY(blobs, open_blobs(options.data, options.blobs, random, clock, node->damage_));
    node->blobs_ = std::move(blobs);
    node->collector_.emplace(*node->model_, *node->blobs_, clock);
    node->eraser_.emplace(*node->log_, *node->model_, *node->vault_, node->blobs_.get(),
                          [mails = options.data / "mail"](const auto& ids) { return mail::forget(mails, ids); });
    // A bucket that is away keeps nobody from starting; the eraser goes on asking it.
    const Status destroyed = node->eraser_->destroy_keys();
    if (destroyed.has_error() && !(options.background && destroyed.error().code == ErrorCode::busy))
        return destroyed.error();
    node->writer_ = std::make_unique<commands::Writer>(
        commands::Writer::Parts{*node->order_, *node->log_, *node->model_, *node->vault_, clock, random, options.data,
                                node->fatal_, options.background && node->order_->shared()});
    node->expirer_.emplace(*node->log_, *node->model_, *node->writer_, clock);
    Status views = node->open_views(options, built_anew);
    // Met only after opening: it is noted now, so the next opening begins from nothing.
    if (views.has_error() && is_noted_damaged(options.data / "views")) views = node->open_views(options, built_anew);
    PALABRE_CHECK(views);
    PALABRE_CHECK(note_release(options.data));
    if (options.background) node->eraser_thread_ = std::thread([raw = node.get()] { raw->run_eraser(); });
    return node;
}

Status Node::open_log(const Options& options) {
    log::LocalLog::Options how{.environment = options.environment};
    if (options.log) {
        how.durability = log::Durability::unsynced;
        how.refill = [&](const std::string& damage) {
            (options.on_damage ? options.on_damage : tell_damage)(
                error(ErrorCode::corrupt, damage + "; the log is read from the topic again"));
        };
    }
    PALABRE_TRY(opened, log::LocalLog::open(options.data / "log", how));
    log_ = std::move(opened);
    const bool of_a_topic = !log_->histories().empty();
    if (options.log && !of_a_topic && log_->end() != Position{})
        return error(ErrorCode::invalid,
                     fmt::format("log: {} holds an embedded log: a node over Kafka begins with an empty folder",
                                 options.data.string()));
    if (!options.log && of_a_topic)
        return error(ErrorCode::invalid, fmt::format("log: the one in {} was read from Kafka: name the topic by --log "
                                                     "kafka://…",
                                                     options.data.string()));
    return {};
}

Status Node::open_order(const Options& options) {
    if (!options.log) {
        order_ = std::make_unique<log::Direct>();
        return {};
    }
    auto topic = std::make_unique<log::KafkaLog>(
        log::KafkaLog::Options{.address = *options.log,
                               .clock = clock_,
                               .read = log_->histories(),
                               .vault_taken = [this] { return vault_topic_->taken(); },
                               .await_vault = [this](std::int64_t offset) { return vault_topic_->await(offset); },
                               .probes = options.background});
    PALABRE_CHECK(topic->start(log_->vector()));
    // Before the first record is read: some rest on what stands in the vaults' topic.
    PALABRE_TRY(shared, log::kafka::VaultTopic::open(options.log->vault(), *vault_, random_, fatal_));
    vault_topic_ = std::move(shared);
    PALABRE_CHECK(read_topic(*topic, *log_, *options.log, clock_, options.topic_progress));
    if (!log_->head(CommunityId::platform()))
        return error(ErrorCode::invalid,
                     fmt::format("{} holds no genesis of the platform: palabre kafka create-topics writes it",
                                 options.log->text()));
    order_ = std::move(topic);
    return {};
}

Status Node::open_model(const Options& options, const std::function<void(const std::string&)>& built_anew) {
    for (int tries = 0;; ++tries) {
        auto model = commands::Model::open(
            options.data / "model", *log_,
            {.progress = options.model_progress, .on_damage = built_anew, .environment = options.environment});
        if (model) {
            model_ = std::move(*model);
            return {};
        }
        // A new leader may not know yet how far the topic reaches that this node has read before.
        if (!order_->shared() || model.error().code != ErrorCode::corrupt || tries == catch_up_tries)
            return model.error();
        PALABRE_TRY(records, order_->poll(limits::tail_records, limits::poll_wait));
        PALABRE_CHECK(log_->take(records));
    }
}

Status Node::open_views(const Options& options, const std::function<void(const std::string&)>& built_anew) {
    projector_.reset();
    views_.reset();
    Store::Options how = projections::store_options();
    how.environment = options.environment;
    PALABRE_TRY(views, open_rebuildable(options.data / "views", how));
    if (views.damage) built_anew(*views.damage);
    views_ = std::move(views.store);
    projector_ = std::make_unique<projections::Projector>(
        *views_, *log_, *keys_, projections::registry(),
        projections::Projector::Options{.events_per_batch = options.events_per_batch == 0 ? limits::events_per_batch
                                                                                          : options.events_per_batch,
                                        .threads = options.threads,
                                        .background = options.background,
                                        .warn = options.on_damage ? options.on_damage : tell_damage});
    return projector_->open();
}

Status Node::snapshot(const std::filesystem::path& folder) {
    const std::lock_guard nothing_goes(erasing_);
    // The log first: a key is in the vault, and a blob in its folder, before the event that names it is in the log.
    PALABRE_CHECK(log_->store().checkpoint(folder / "log"));
    PALABRE_CHECK(vault_->checkpoint(folder / "vault"));
    std::error_code failed;
    std::filesystem::create_hard_link(data_ / release_name, folder / release_name, failed);
    if (failed)
        return error(ErrorCode::io,
                     fmt::format("{}: cannot be linked: {}", (data_ / release_name).string(), failed.message()));
    return link_tree(data_ / "blobs", folder / "blobs");
}

Status Node::catch_up(const Progress& progress) {
    const std::lock_guard lock(erasing_);
    PALABRE_CHECK(eraser_->destroy_keys());
    PALABRE_CHECK(projector_->run(progress));
    return eraser_->purge_views(projector_->applied_everywhere(), [this] { return views_->purge(); });
}

bool Node::is_elected() const {
    return !order_->shared() || (election_ && election_->elected() && !commands::is_outdated(*model_));
}

Status Node::erase() {
    const std::lock_guard lock(erasing_);
    try {
        PALABRE_CHECK(eraser_->destroy_keys());
        return eraser_->purge_views(projector_->applied_everywhere(), [this] { return views_->purge(); });
    } catch (const std::runtime_error& unreadable) { // the model's and the vault's way to say so
        return error(ErrorCode::io, unreadable.what());
    }
}

/// While others' events are known, too: what this node has not heard of yet may have been attached long ago.
Status Node::collect() {
    if (order_->stale() || model_->position() != log_->end()) return {};
    if (commands::is_outdated(*model_)) return {}; // what attaches a file may be among what it does not know
    const std::lock_guard lock(erasing_);          // what a snapshot's log names stays until it is linked
    try {
        return collector_->collect();
    } catch (const std::runtime_error& unreadable) { // the model's way to say so
        return error(ErrorCode::io, unreadable.what());
    }
}

Status Node::expire() {
    if (!is_elected() || order_->stale() || model_->position() != log_->end()) return {};
    try {
        return expirer_->expire();
    } catch (const std::runtime_error& unreadable) { // the model's way to say so
        return error(ErrorCode::io, unreadable.what());
    }
}

void Node::run_eraser() {
    int pauses = 1;
    for (Position seen{}; !stopping_;) {
        seen = log_->wait(seen, eraser_wait);
        const Status done = erase();
        // `busy` passes by itself; anything else is a disk that failed under the vault.
        if (!done && done.error().code != ErrorCode::busy) fatal_(done.error());
        // A folder of blobs that cannot be read is told, and looked at again: nothing rests on it.
        if (const Status collected = collect(); !collected) damage_(collected.error());
        // What cannot be ended now, since the disk is full or others' events are on their way, is tried again.
        if (const Status ended = expire(); !ended && ended.error().code != ErrorCode::busy) damage_(ended.error());
        pauses = done ? 1 : std::min(2 * pauses, eraser_pauses_most);
        for (int pause = 0; pause < pauses && !stopping_; ++pause) std::this_thread::sleep_for(eraser_pause);
    }
}

Node::~Node() {
    stopping_ = true;
    if (log_) log_->close_waits();
    if (eraser_thread_.joinable()) eraser_thread_.join(); // it uses writer and election
    election_.reset();                                    // another one is elected meanwhile
    writer_.reset();
    projector_.reset();
    if (vault_topic_) vault_topic_->stop();
}

} // namespace palabre::tools
