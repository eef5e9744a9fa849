// SPDX-License-Identifier: Apache-2.0
// palabre serve: a node with its HTTP face, until SIGTERM or SIGINT.
#include "commands/accounts/link.hpp"
#include "core/config/config.hpp"
#include "core/limits.hpp"
#include "core/log/kafka/reactor_topic.hpp"
#include "core/logging/logging.hpp"
#include "core/metrics/metrics.hpp"
#include "http/api/node/node.hpp"
#include "http/api/node/readiness.hpp"
#include "http/keeper/keeper.hpp"
#include "http/mails/postman.hpp"
#include "http/pages/pages.hpp"
#include "http/projected_directory.hpp"
#include "http/router.hpp"
#include "http/routes.hpp"
#include "http/server/server.hpp"
#include "http/session/book.hpp"
#include "http/session/session.hpp"
#include "http/static_files.hpp"
#include "http/uploads.hpp"
#include "tools/bounced.hpp"
#include "tools/control.hpp"
#include "tools/mailing.hpp"
#include "tools/node.hpp"
#include "tools/replied.hpp"
#include "tools/settings.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <fmt/format.h>
#include <unistd.h>

namespace palabre::tools {
namespace {

constexpr std::chrono::seconds progress_pause{2};

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
    Facade(Node& node, const config::Settings& settings, const SecretKey& cookie_key, std::optional<Instant> restored,
           const logging::Logger& logger)
        : settings_(settings), node_(node), directory_(node.projector()), links_(cookie_key),
          sessions_(cookie_key, node.clock(), node.random(), settings, restored), messages_(http::Messages::embedded()),
          pages_(http::pages::Pages::embedded(messages_, http::route_table())), rates_(http::rates(settings)),
          book_(node.clock().now(), limits::book_accounts),
          readiness_(node.log(), node.vault(), node.model(), node.projector(), node.clock(), &node.order()),
          uploads_(node.blobs()), services_{.settings = settings_,
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
                                            .book = &book_,
                                            .files = &files_,
                                            .blobs = &node.blobs(),
                                            .uploads = &uploads_,
                                            .pages = &pages_,
                                            .problem_page = http::pages::problem_page,
                                            .mails = &mail_counts_},
          router_(http::route_table(), services_) {}

    Status start() {
        PALABRE_TRY(
            server,
            http::Server::start(
                {.address = settings_.listen.host,
                 .port = settings_.listen.port,
                 .threads = settings_.io_threads,
                 .search_workers = std::max(2U, settings_.io_threads),
                 .trusted_proxies = settings_.trusted_proxies,
                 .strict_transport = settings_.public_url && settings_.public_url->starts_with("https://")},
                {.handle = [this](const http::Request& r) { return router_.answer(r); },
                 .body_limit = [this](http::Method m, std::string_view path) { return router_.body_limit(m, path); },
                 .receive = [this](const http::Request& r) { return router_.receive(r); },
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
    /// Begins to write mails: their links lead to where the face listens.
    Status start_mails(mail::Transport& transport, const logging::Logger& logger,
                       const std::function<void(const Error&)>& on_fatal) {
        if (node_.order().shared()) {
            const auto self = node_.random().draw<RecordId>();
            share_.emplace(settings_.log->reactors(), self);
            PALABRE_TRY(outbox, mail::Outbox::open(node_.log(), *share_, self));
            outbox_ = std::move(outbox);
        } else {
            PALABRE_TRY(outbox, mail::Outbox::open(node_.log()));
            outbox_ = std::move(outbox);
        }
        PALABRE_TRY(cookie_key, node_.vault().cookie_key());
        const std::string site = site_address(settings_, port());
        const http::mails::Aliases aliases(cookie_key);
        replied_ = std::make_unique<Replied>(Replied::Parts{.node = node_,
                                                            .settings = settings_,
                                                            .directory = directory_,
                                                            .outbox = *outbox_,
                                                            .duty = duty_,
                                                            .logger = logger,
                                                            .aliases = aliases,
                                                            .folder = settings_.data / "mail"});
        postman_ = std::make_unique<http::mails::Postman>(http::mails::Postman::Parts{
            .log = node_.log(),
            .outbox = *outbox_,
            .transport = transport,
            .duty = duty_,
            .desk = http::mails::Desk({.log = node_.log(),
                                       .keys = node_.keys(),
                                       .projector = node_.projector(),
                                       .clock = node_.clock(),
                                       .unsubscriptions = http::mails::Links(cookie_key),
                                       .base = site,
                                       .links = links_,
                                       .random = node_.random(),
                                       .answers = reply_address(aliases)}),
            .composer = http::mails::Composer(messages_, mail_sender(settings_), site),
            .clock = node_.clock(),
            .counts = mail_counts_,
            .logger = logger,
            .forgotten = [this] { return node_.forgotten(); },
            .bounced = [this](const AccountId& account, const NameHash& address,
                              int code) { return report_bounce(node_, account, address, code); },
            .reports = [this] { return take_reports(node_, *outbox_, settings_.data / "mail"); },
            .replies = [this] { replied_->take(); },
            .on_fatal = on_fatal});
        return {};
    }
    /// Begins to do what time asks for.
    void start_keeper() { keeper_.start(); }
    void stop() {
        server_->stop();
        if (metrics_server_) metrics_server_->stop();
    }
    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    [[nodiscard]] std::uint16_t metrics_port() const { return metrics_server_ ? metrics_server_->port() : 0; }

private:
    using Answers = std::optional<std::pair<mail::ReplyAddress, http::mails::Aliases>>;
    [[nodiscard]] Answers reply_address(const http::mails::Aliases& aliases) const {
        return settings_.reply_address ? Answers({*settings_.reply_address, aliases}) : std::nullopt;
    }

    const config::Settings& settings_;
    Node& node_;
    metrics::Registry registry_;
    http::mails::Counts mail_counts_;
    http::ProjectedDirectory directory_;
    commands::accounts::LinkSeal links_;
    http::Sessions sessions_;
    http::Messages messages_;
    http::pages::Pages pages_;
    http::Rates rates_;
    http::SessionBook book_;
    http::Readiness readiness_;
    http::StaticFiles files_;
    http::Uploads uploads_;
    http::Services services_;
    http::Router router_;
    const http::mails::ToldDuty duty_{[this] {
        using config::WriteMails;
        return settings_.write_mails == WriteMails::automatic ? node_.is_elected()
                                                              : settings_.write_mails == WriteMails::always;
    }};
    http::Keeper keeper_{
        {.projector = node_.projector(), .writer = node_.writer(), .clock = node_.clock(), .mine = [this] {
             return node_.is_elected();
         }}};
    std::optional<log::kafka::ReactorTopic> share_;
    std::unique_ptr<mail::Outbox> outbox_;
    std::unique_ptr<Replied> replied_;
    std::unique_ptr<http::mails::Postman> postman_;
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

/// What a node has met and goes on with.
void tell(const logging::Logger& logger, const Error& error) {
    if (error.code == ErrorCode::unsupported)
        logger.warn("a newer version was here", {{"error", error}});
    else if (error.code == ErrorCode::busy)
        logger.warn("not there, and may come", {{"error", error}});
    else
        logger.warn("damage found", {{"error", error}});
}

Status run(const SettingsOptions& options) {
    const Signals signals;
    PALABRE_TRY(settings, options.load());
    PALABRE_CHECK(config::check_exposure(settings));
    PALABRE_TRY(transport, mail_transport(settings));

    SystemClock clock;
    SystemRandom random;
    logging::StandardError sink;
    const logging::Logger logger(clock, sink, settings.log_level);
    logger.info("starting", {{"data", settings.data}});
    if (settings.public_url && settings.public_url->starts_with("https://") && settings.trusted_proxies.empty())
        logger.warn("no trusted proxy: all visitors count as one address", {});
    const auto on_fatal = [&](const Error& error) {
        logger.error("cannot go on", {{"error", error}});
        std::_Exit(3);
    };
    PALABRE_TRY(node, Node::open({.data = settings.data,
                                  .master_key = settings.master_key,
                                  .blobs = {settings.blobs.string(), settings.blobs_authorities},
                                  .log = settings.log,
                                  .background = true,
                                  .topic_progress = topic_progress(logger, clock),
                                  .on_fatal = on_fatal,
                                  .on_damage = [&](const Error& error) { tell(logger, error); }},
                                 clock, random));
    PALABRE_TRY(cookie_key, node->vault().cookie_key());
    PALABRE_TRY(restored, node->vault().restored());
    Facade facade(*node, settings, cookie_key, restored, logger);
    PALABRE_CHECK(facade.start());
    PALABRE_CHECK(facade.start_mails(*transport, logger, on_fatal));
    facade.start_keeper();
    PALABRE_TRY(control, Control::open(
                             settings.data,
                             [&](const std::filesystem::path& folder) {
                                 const Status made = node->snapshot(folder);
                                 if (made) logger.info("snapshot made", {});
                                 return made;
                             },
                             settings.blobs.string()));
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
    auto options = std::make_shared<SettingsOptions>();
    auto* command = app.add_subcommand("serve", "Serve the communities of a data folder over HTTP");
    command->footer(
        "Example: palabre serve --data ./data --listen 127.0.0.1:8080\n\n"
        "Every setting but the file may stand in that file, as `io_threads = 4`, or in the environment, as\n"
        "PALABRE_IO_THREADS; a flag wins over the environment, that over the file.");
    add_settings_options(*command, *options);
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
