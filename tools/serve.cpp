// SPDX-License-Identifier: Apache-2.0
// palabre serve: a node with its HTTP face, until SIGTERM or SIGINT.
#include "core/config/config.hpp"
#include "core/limits.hpp"
#include "core/logging/logging.hpp"
#include "core/metrics/metrics.hpp"
#include "http/api/node/node.hpp"
#include "http/api/node/readiness.hpp"
#include "http/pages/pages.hpp"
#include "http/projected_directory.hpp"
#include "http/router.hpp"
#include "http/routes.hpp"
#include "http/server/server.hpp"
#include "http/session/session.hpp"
#include "http/static_files.hpp"
#include "tools/control.hpp"
#include "tools/node.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <unistd.h>

namespace palabre::tools {
namespace {

constexpr std::chrono::seconds progress_pause{2};

struct Options {
    std::filesystem::path config;
    std::vector<std::pair<std::string, std::string>> flags;
};

/// Signals that end the server are waited for by the main thread only; a second one ends the process at once.
class Signals {
public:
    Signals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr); // inherited by every thread made from here on
        std::signal(SIGPIPE, SIG_IGN);
    }
    void wait() const {
        int received = 0;
        sigwait(&set_, &received);
        std::signal(SIGTERM, [](int) { _exit(1); });
        std::signal(SIGINT, [](int) { _exit(1); });
        pthread_sigmask(SIG_UNBLOCK, &set_, nullptr);
    }

private:
    sigset_t set_{};
};

/// The HTTP face over a node. Members are in the order in which they need each other.
class Facade {
public:
    Facade(Node& node, const config::Settings& settings, const SecretKey& cookie_key, const logging::Logger& logger)
        : settings_(settings), node_(node), directory_(node.projector()),
          sessions_(cookie_key, node.clock(), node.random(), settings), messages_(http::Messages::embedded()),
          pages_(http::pages::Pages::embedded(messages_, http::route_table())), rates_(http::rates(settings)),
          readiness_(node.log(), node.vault(), node.model(), node.projector(), node.clock(), &node.order()),
          services_{.settings = settings_,
                    .clock = node.clock(),
                    .random = node.random(),
                    .directory = directory_,
                    .sessions = sessions_,
                    .messages = messages_,
                    .rates = rates_,
                    .log = &node.log(),
                    .order = &node.order(),
                    .vault = &node.vault(),
                    .keys = &node.keys(),
                    .model = &node.model(),
                    .writer = &node.writer(),
                    .projector = &node.projector(),
                    .metrics = &registry_,
                    .logger = &logger,
                    .readiness = &readiness_,
                    .files = &files_,
                    .pages = &pages_,
                    .problem_page = http::pages::problem_page},
          router_(http::route_table(), services_) {}

    Status start() {
        PALABRE_TRY(
            server,
            http::Server::start(
                {.address = settings_.listen.host,
                 .port = settings_.listen.port,
                 .threads = settings_.io_threads,
                 .trusted_proxies = settings_.trusted_proxies},
                {.handle = [this](const http::Request& r) { return router_.answer(r); },
                 .body_limit = [this](http::Method m, std::string_view path) { return router_.body_limit(m, path); },
                 .writer = &node_.writer(),
                 .when_applied =
                     [&projector = node_.projector()](Position position, Duration limit, auto done) {
                         projector.when_applied(position, limit, std::move(done)); // also when this face is gone
                     },
                 .log = &node_.log(),
                 .refuse = [this](int status, const http::Request& r) { return router_.refuse(status, r); }}));
        server_ = std::move(server);
        if (!settings_.metrics_listen) return {};
        PALABRE_TRY(
            metrics,
            http::Server::start(
                {.address = settings_.metrics_listen->host, .port = settings_.metrics_listen->port, .threads = 1},
                {.handle = [this](const http::Request& r) -> http::Answer {
                     return http::node::metrics(r, services_, server_->counts());
                 },
                 .body_limit = [](http::Method, std::string_view) { return std::size_t{0}; },
                 .when_applied = {}}));
        metrics_server_ = std::move(metrics);
        return {};
    }
    void stop() {
        server_->stop();
        if (metrics_server_) metrics_server_->stop();
    }
    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    [[nodiscard]] std::uint16_t metrics_port() const { return metrics_server_ ? metrics_server_->port() : 0; }

private:
    const config::Settings& settings_;
    Node& node_;
    metrics::Registry registry_;
    http::ProjectedDirectory directory_;
    http::Sessions sessions_;
    http::Messages messages_;
    http::pages::Pages pages_;
    http::Rates rates_;
    http::Readiness readiness_;
    http::StaticFiles files_;
    http::Services services_;
    http::Router router_;
    std::unique_ptr<http::Server> server_, metrics_server_;
};

/// Says how far the topic is read, every few seconds.
std::function<void(std::uint64_t, std::uint64_t)> topic_progress(const logging::Logger& logger, Clock& clock) {
    return [&, next = Instant{}](std::uint64_t done, std::uint64_t end) mutable {
        if (clock.now() < next) return;
        next = clock.now() + progress_pause;
        logger.info("reading the topic", {{"records", done}, {"of", end}});
    };
}

Status run(const Options& options) {
    const Signals signals;
    config::Sources sources{.file = {}, .environment = config::environment(), .flags = options.flags};
    if (!options.config.empty()) sources.file = options.config;
    PALABRE_TRY(settings, config::load(sources));
    PALABRE_CHECK(config::check_exposure(settings));

    SystemClock clock;
    SystemRandom random;
    logging::StandardError sink;
    const logging::Logger logger(clock, sink, settings.log_level);
    logger.info("starting", {{"data", settings.data}});
    if (settings.public_url && settings.public_url->starts_with("https://") && settings.trusted_proxies.empty())
        logger.warn("no trusted proxy: all visitors count as one address", {});
    PALABRE_TRY(node, Node::open({.data = settings.data,
                                  .master_key = settings.master_key,
                                  .log = settings.log,
                                  .background = true,
                                  .topic_progress = topic_progress(logger, clock),
                                  .on_fatal =
                                      [&](const Error& error) {
                                          logger.error("cannot go on", {{"error", error}});
                                          std::_Exit(3);
                                      },
                                  .on_damage =
                                      [&](const Error& error) {
                                          logger.warn("damage found", {{"error", error}});
                                      }},
                                 clock, random));
    PALABRE_TRY(cookie_key, node->vault().cookie_key());
    Facade facade(*node, settings, cookie_key, logger);
    PALABRE_CHECK(facade.start());
    PALABRE_TRY(control, Control::open(settings.data, [&](const std::filesystem::path& folder) {
                    const Status made = node->snapshot(folder);
                    if (made) logger.info("snapshot made", {});
                    return made;
                }));
    logger.info("listening", {{"port", facade.port()}, {"metrics_port", facade.metrics_port()}});
    fmt::print("Palabre listens on http://{}:{}\n", settings.listen.host, facade.port());
    std::fflush(stdout);

    signals.wait();
    logger.info("stopping", {});
    facade.stop();
    return {};
}

} // namespace

void add_serve(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("serve", "Serve the communities of a data folder over HTTP");
    command->footer(
        "Example: palabre serve --data ./data --listen 127.0.0.1:8080\n\n"
        "Every setting but the file may stand in that file, as `io_threads = 4`, or in the environment, as\n"
        "PALABRE_IO_THREADS; a flag wins over the environment, that over the file.");
    command->add_option("--config", options->config, "A file of settings")->envname("PALABRE_CONFIG");
    for (const auto& setting : config::table()) {
        std::string flag = "--" + std::string(setting.name);
        std::ranges::replace(flag, '_', '-');
        command
            ->add_option_function<std::string>(
                flag,
                [options, name = std::string(setting.name)](const std::string& value) {
                    options->flags.emplace_back(name, value);
                },
                fmt::format("{}\nAllowed: {}.", setting.help, setting.allowed))
            ->default_str(std::string(setting.standard));
    }
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
