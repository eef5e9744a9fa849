// SPDX-License-Identifier: Apache-2.0
#include "tools/tool.hpp"

#include "core/config/config.hpp"
#include "tools/node.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <thread>

namespace palabre::tools {
namespace {

/// What the settings file says, where no flag does.
void take_config(CLI::App& command, DataOptions& options) {
    if (options.config.empty()) return;
    const auto settings = config::load({.file = options.config, .environment = {}, .flags = {}});
    if (settings.has_error()) throw CLI::ValidationError("--config", settings.error().message);
    const bool has_data = command.get_option("--data")->count() > 0;
    if (!has_data) options.data = settings->data;
    if (!has_data && options.master_key.empty()) options.master_key = settings->master_key;
    const auto* log = command.get_option_no_throw("--log");
    if (log != nullptr && log->count() == 0) options.log = settings->log;
}

} // namespace

std::filesystem::path DataOptions::key_file() const {
    if (!master_key.empty()) return master_key;
    auto folder = data.lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    return folder.string() + ".key";
}

Node::Options existing(const DataOptions& options) {
    return {.data = options.data,
            .master_key = options.key_file(),
            .log = options.log,
            .create = false,
            .threads = processors()};
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
}

} // namespace palabre::tools
