// SPDX-License-Identifier: Apache-2.0
#include "tools/node.hpp"

#include "core/limits.hpp"
#include "core/store/rebuildable.hpp"
#include "projections/registry.hpp"
#include "tools/owner.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

namespace palabre::tools {
namespace {

constexpr std::chrono::milliseconds eraser_wait{500};  ///< how soon views that have caught up are purged
constexpr std::chrono::milliseconds eraser_pause{100}; ///< between two looks at the log: many groups at once

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
    fs::create_directories(options.data, failed);
    if (failed)
        return error(ErrorCode::io, "cannot make the folder " + options.data.string() + ": " + failed.message());

    std::unique_ptr<Node> node(new Node(clock, random));
    PALABRE_TRY(log, log::LocalLog::open(options.data / "log", {.environment = options.environment}));
    node->log_ = std::move(log);
    // The vault is made before anything is taken into the log: beside a log that holds something it was there.
    PALABRE_TRY(vault, Vault::open(options.data / "vault", random,
                                   {.master_key_file = options.master_key,
                                    .create = node->log_->end() == Position{},
                                    .environment = options.environment}));
    node->vault_ = std::move(vault);
    const auto built_anew = [&](const std::string& damage) {
        (options.on_damage ? options.on_damage : tell_damage)(error(ErrorCode::corrupt, damage));
    };
    PALABRE_TRY(model,
                commands::Model::open(
                    options.data / "model", *node->log_,
                    {.progress = options.model_progress, .on_damage = built_anew, .environment = options.environment}));
    node->model_ = std::move(model);
    node->keys_ = std::make_unique<commands::ModelKeyRing>(*node->model_, *node->log_, *node->vault_);

    node->eraser_.emplace(*node->log_, *node->model_, *node->vault_);
    PALABRE_CHECK(node->eraser_->destroy_keys());
    node->fatal_ = options.on_fatal ? options.on_fatal : end_process;
    node->writer_ = std::make_unique<commands::Writer>(commands::Writer::Parts{
        node->order_, *node->log_, *node->model_, *node->vault_, clock, random, options.data, node->fatal_});
    Status views = node->open_views(options, built_anew);
    // Met only after opening: it is noted now, so the next opening begins from nothing.
    if (views.has_error() && is_noted_damaged(options.data / "views")) views = node->open_views(options, built_anew);
    PALABRE_CHECK(views);
    if (options.background) node->eraser_thread_ = std::thread([raw = node.get()] { raw->run_eraser(); });
    return node;
}

Status Node::open_views(const Options& options, const std::function<void(const std::string&)>& built_anew) {
    projector_.reset();
    views_.reset();
    PALABRE_TRY(views, open_rebuildable(options.data / "views", {.use = Store::Use::views,
                                                                 .row_cache_bytes = limits::view_rows_bytes,
                                                                 .unordered = projections::unordered,
                                                                 .environment = options.environment}));
    if (views.damage) built_anew(*views.damage);
    views_ = std::move(views.store);
    projector_ = std::make_unique<projections::Projector>(
        *views_, *log_, *keys_, projections::registry(),
        projections::Projector::Options{.events_per_batch = options.events_per_batch == 0 ? limits::events_per_batch
                                                                                          : options.events_per_batch,
                                        .decode_threads = options.decode_threads,
                                        .background = options.background,
                                        .warn = options.on_damage ? options.on_damage : tell_damage});
    return projector_->open();
}

Status Node::catch_up(const Progress& progress) {
    PALABRE_CHECK(eraser_->destroy_keys());
    PALABRE_CHECK(projector_->run(progress));
    return eraser_->purge_views(projector_->applied_everywhere(), [this] { return views_->purge(); });
}

Status Node::erase() {
    try {
        PALABRE_CHECK(eraser_->destroy_keys());
        return eraser_->purge_views(projector_->applied_everywhere(), [this] { return views_->purge(); });
    } catch (const std::runtime_error& unreadable) { // the model's and the vault's way to say so
        return error(ErrorCode::io, unreadable.what());
    }
}

void Node::run_eraser() {
    for (Position seen{}; !stopping_;) {
        seen = log_->wait(seen, eraser_wait);
        const Status done = erase();
        // `busy` passes by itself; anything else is a disk that failed under the vault.
        if (!done && done.error().code != ErrorCode::busy) fatal_(done.error());
        std::this_thread::sleep_for(eraser_pause);
    }
}

Node::~Node() {
    stopping_ = true;
    writer_.reset();
    if (log_) log_->close_waits();
    if (eraser_thread_.joinable()) eraser_thread_.join();
    projector_.reset();
}

} // namespace palabre::tools
