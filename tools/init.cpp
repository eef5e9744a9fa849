// SPDX-License-Identifier: Apache-2.0
// palabre init: sets a server up once, from the settings to the first space.
#include "core/config/config.hpp"
#include "core/vault/master_key.hpp"
#include "http/session/passwords.hpp"
#include "tools/init/founding.hpp"
#include "tools/init/user.hpp"
#include "tools/init/wishes.hpp"
#include "tools/password.hpp"
#include "tools/site.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace palabre::tools {
namespace {

namespace fs = std::filesystem;

struct Options {
    fs::path config = "./palabre.conf";
    fs::path data = "./data";
    fs::path master_key;
    std::string listen = "127.0.0.1:8080";
    std::optional<std::string> trusted_proxy;
    std::string user;
    bool system = false;
    fs::path password_file;
    init::Wishes said;
};

/// Where Debian's package has things.
void choose_system(Options& options) {
    options.config = "/etc/palabre/palabre.conf";
    options.data = "/var/lib/palabre/data";
    options.master_key = "/etc/palabre/master.key";
    options.user = "palabre";
}

/// The settings that differ from their defaults, by name.
std::vector<std::pair<std::string, std::string>> settings_of(const Options& options) {
    const auto& said = options.said;
    std::string proxy =
        options.trusted_proxy.value_or(said.public_url->starts_with("https://") ? "127.0.0.1, ::1" : "");
    std::vector<std::pair<std::string, std::string>> settings = {
        {"data", fs::absolute(options.data).lexically_normal().string()},
        {"listen", options.listen},
        {"public_url", *said.public_url},
        {"operator", *said.operated_by},
        {"contact", *said.contact},
    };
    if (!options.master_key.empty())
        settings.insert(settings.begin() + 1, {"master_key", fs::absolute(options.master_key).string()});
    if (!proxy.empty()) settings.emplace_back("trusted_proxy", std::move(proxy));
    return settings;
}

std::string file_of(const std::vector<std::pair<std::string, std::string>>& settings) {
    std::string text = "# Palabre's settings. `palabre serve --help` names all of them with what they allow.\n";
    for (const auto& [name, value] : settings) text += fmt::format("{} = {}\n", name, value);
    return text;
}

Status check_new(const Options& options, const config::Settings& settings) {
    std::error_code failed;
    const std::pair<fs::path, std::string_view> made[] = {
        {options.config, "--config"}, {settings.data / "log", "--data"}, {settings.data / "vault", "--data"}};
    for (const auto& [path, flag] : made)
        if (fs::exists(path, failed))
            return error(ErrorCode::invalid, fmt::format("{}: {} is there already: this server is set up, and nothing "
                                                         "was changed",
                                                         flag, path.string()));
    return {};
}

/// As fs::create_directories, for others to pass through: what comes into it has a mode of its own.
void make_folder(const fs::path& folder, std::error_code& failed) {
    if (folder.empty() || fs::exists(folder, failed)) return;
    make_folder(folder.parent_path(), failed);
    if (!failed) fs::create_directory(folder, failed);
    if (!failed) fs::permissions(folder, fs::perms(0755), failed);
}

/// Durable under its own name: a server that finds it finds all of it.
Status write_settings(const fs::path& file, const std::string& text) {
    const fs::path fresh = file.string() + ".new";
    std::error_code failed;
    make_folder(file.parent_path(), failed);
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    out.close();
    if (!out) failed = std::make_error_code(std::errc::io_error);
    if (!failed) fs::permissions(fresh, fs::perms(0644), failed); // no secret stands in it, and any tool reads it
    if (!failed) fs::rename(fresh, file, failed);
    if (failed) return error(ErrorCode::io, fmt::format("--config: {} cannot be written", file.string()));
    return {};
}

Status make_data(const config::Settings& settings, const init::Founding& founding) {
    SystemClock clock;
    SystemRandom random;
    Site site(settings.data, settings.master_key, "setting-up");
    PALABRE_CHECK(site.open());
    {
        PALABRE_TRY(node, Node::open({.data = site.folder(), .master_key = settings.master_key}, clock, random));
        PALABRE_CHECK(init::found(*node, founding));
        PALABRE_CHECK(node->catch_up());
    }
    return site.finish();
}

/// What another user could not make: the folder, and the key beside it.
Status prepare(const config::Settings& settings, const init::User& user) {
    std::error_code failed;
    make_folder(settings.data, failed);
    if (failed)
        return error(ErrorCode::io,
                     fmt::format("--data: {} cannot be made: {}", settings.data.string(), failed.message()));
    fs::permissions(settings.data, fs::perms::owner_all, failed);
    PALABRE_CHECK(init::give_to(user, settings.data));
    if (fs::exists(settings.master_key, failed)) return {};
    make_folder(settings.master_key.parent_path(), failed);
    SystemRandom random;
    PALABRE_TRY(key, make_master_key(settings.master_key, random));
    return init::give_to(user, settings.master_key);
}

void tell_next(const Options& options, const config::Settings& settings) {
    const auto& said = options.said;
    fmt::print("{} is set up.\n"
               "  settings    {}\n"
               "  data        {}\n"
               "  master key  {}\n"
               "              Copy it now to a safe place, away from backups: without it nothing can be read again.\n",
               *said.name, options.config.string(), settings.data.string(), settings.master_key.string());
    const std::string serve = options.system
                                  ? "sudo systemctl enable --now palabre palabre-backup.timer palabre-erasures.timer"
                                  : fmt::format("palabre serve --config {}", options.config.string());
    fmt::print("Next: {}\nThen sign in as {} at {}/sign-in\n", serve, *said.admin_email, *said.public_url);
}

Status run(Options options) {
    if (options.system) choose_system(options);
    std::optional<init::User> user;
    if (!options.user.empty()) {
        PALABRE_TRY(found, init::find_user(options.user));
        user = found;
    }
    std::error_code failed;
    if (fs::exists(options.config, failed)) PALABRE_CHECK(check_new(options, {}));
    PALABRE_CHECK(init::complete(options.said, init::terminal()));
    const auto values = settings_of(options);
    PALABRE_TRY(settings, config::load({.file = {}, .environment = {}, .flags = values}));
    PALABRE_CHECK(config::check_exposure(settings));
    PALABRE_CHECK(check_new(options, settings));
    PALABRE_TRY(password, read_password(options.password_file));

    const auto& said = options.said;
    const init::Founding founding{.name = *said.name,
                                  .slug = *said.slug,
                                  .time_zone = *said.time_zone,
                                  .language = events::parse<events::Language>(*said.language).value(),
                                  .admin_name = *said.admin_name,
                                  .admin_email = *said.admin_email,
                                  .password_hash = http::hash_password(password)};
    const auto make = [&] { return make_data(settings, founding); };
    if (user) {
        PALABRE_CHECK(prepare(settings, *user));
        PALABRE_CHECK(init::run_as(*user, make));
    } else {
        PALABRE_CHECK(make());
    }
    PALABRE_CHECK(write_settings(options.config, file_of(values)));
    tell_next(options, settings);
    return {};
}

} // namespace

void add_init(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("init", "Set a server up: settings, keys, a community and its administrator");
    command->footer("Example: palabre init --public-url https://forum.example.org --name \"Soins de ville\" --operator "
                    "\"Ada L., Nantes\"\n"
                    "             --contact ada@example.org --admin-name Ada --password-file secret\n"
                    "What is not said is asked for, on a terminal. A server that is set up already is left as it is.");
    for (const auto& wish : init::wishes())
        command
            ->add_option_function<std::string>(
                std::string(wish.flag),
                [options, place = wish.place](const std::string& value) { options->said.*place = value; },
                std::string(wish.question))
            ->option_text("TEXT: " + std::string(wish.allowed));
    command->add_option("--password-file", options->password_file,
                        "A file whose first line is your password (default: standard input)");
    command->add_option("--listen", options->listen, "Where it is served: host:port")->capture_default_str();
    command->add_option("--trusted-proxy", options->trusted_proxy,
                        "Addresses of the proxy in front (default: this machine, where the public address is https)");
    auto* config =
        command->add_option("--config", options->config, "The settings file to write")->capture_default_str();
    auto* data = command->add_option("--data", options->data, "The data folder to make")->capture_default_str();
    auto* key = command->add_option("--master-key", options->master_key,
                                    "The master key's file (default: <data>.key, beside the folder)");
    auto* user = command->add_option("--user", options->user, "As root: the user whose the data is to be");
    auto* system = command->add_flag("--system", options->system,
                                     "As root, with Debian's package: /etc/palabre, /var/lib/palabre, user palabre");
    for (auto* option : {config, data, key, user}) system->excludes(option);
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
