// SPDX-License-Identifier: Apache-2.0
#include "tools/tool.hpp"

#include "core/config/config.hpp"
#include "tools/node.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <thread>

namespace palabre::tools {
namespace {

/// What the server is told of blobs; the words of these settings are its own.
constexpr std::array<std::string_view, 2> of_blobs = {"blobs", "blobs_authorities"};

std::string in_flag(std::string_view setting) {
    std::string flag = "--" + std::string(setting);
    std::ranges::replace(flag, '_', '-');
    return flag;
}

std::string in_environment(std::string_view setting) {
    std::string name = "PALABRE_" + std::string(setting);
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return name;
}

/// What flags, environment and settings file say of blobs, in the order in which the server asks them.
config::Settings load(const CLI::App& command, const DataOptions& options) {
    config::Sources sources;
    if (!options.config.empty()) sources.file = options.config;
    const auto variables = config::environment();
    for (const std::string_view setting : of_blobs) {
        const auto* flag = command.get_option_no_throw(in_flag(setting));
        if (flag == nullptr) continue; // a tool that opens no blobs
        if (flag->count() > 0) sources.flags.emplace_back(setting, flag->as<std::string>());
        if (const auto said = variables.find(in_environment(setting)); said != variables.end())
            sources.environment.insert(*said);
    }
    auto settings = config::load(sources);
    if (settings.has_error()) throw CLI::ValidationError(settings.error().message);
    return std::move(*settings);
}

/// What the settings file says, where no flag does, and what is said of blobs.
void take_config(CLI::App& command, DataOptions& options) {
    const config::Settings settings = load(command, options);
    options.blobs.where = settings.blobs.string();
    options.blobs.authorities = settings.blobs_authorities;
    if (options.config.empty()) return;
    const bool has_data = command.get_option("--data")->count() > 0;
    if (!has_data) options.data = settings.data;
    if (!has_data && options.master_key.empty()) options.master_key = settings.master_key;
    const auto* log = command.get_option_no_throw("--log");
    if (log != nullptr && log->count() == 0) options.log = settings.log;
}

} // namespace

std::filesystem::path DataOptions::key_file() const {
    if (!master_key.empty()) return master_key;
    auto folder = data.lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    return folder.string() + ".key";
}

Node::Options opening(const DataOptions& options) {
    Node::Options how{
        .data = options.data, .master_key = options.key_file(), .blobs = options.blobs, .log = options.log};
    how.blobs.key = bucket_key(options.data); // also of a folder that is only made on the way to that one
    return how;
}

Node::Options existing(const DataOptions& options) {
    Node::Options how = opening(options);
    how.create = false;
    how.threads = processors();
    return how;
}

Node::Options without_lost_blobs(Node::Options how, Random& random, Clock& clock) {
    if (!how.blobs.where.empty() && reach_blobs(how.data, how.blobs, random, clock).has_error()) how.blobs = {};
    return how;
}

unsigned processors() {
    return std::max(1U, std::thread::hardware_concurrency());
}

void add_data_options(CLI::App& command, DataOptions& options) {
    command.add_option("--config", options.config, "A settings file that says them");
    command.parse_complete_callback([&] { take_config(command, options); });
    command.add_option("--data", options.data, "The data folder")->capture_default_str();
    command.add_option("--master-key", options.master_key,
                       "The master key's file (default: <data>.key, beside the folder)");
}

void add_node_options(CLI::App& command, DataOptions& options) {
    add_data_options(command, options);
    command
        .add_option_function<std::string>(
            "--log",
            [&options](const std::string& text) {
                options.log = log::kafka::Address::parse(text);
                if (!options.log && text != "embedded")
                    throw CLI::ValidationError("--log", "\"" + text +
                                                            "\" is not possible; allowed: embedded, or "
                                                            "kafka://host:port,host:port/topic");
            },
            "Where events are ordered and kept: embedded, or kafka://host:port,host:port/topic")
        ->envname("PALABRE_LOG")
        ->default_str("embedded");
    const auto add = [&](std::string_view name, auto& into) {
        const auto& setting = *std::ranges::find(config::table(), name, &config::Setting::name);
        command.add_option(in_flag(name), into,
                           fmt::format("{}\nAllowed: {}. Not said: what {} says, or else --config.", setting.help,
                                       setting.allowed, in_environment(name)));
    };
    add(of_blobs[0], options.blobs.where);
    add(of_blobs[1], options.blobs.authorities);
}

} // namespace palabre::tools
