// SPDX-License-Identifier: Apache-2.0
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>

namespace palabre::tools {

std::filesystem::path DataOptions::key_file() const {
    if (!master_key.empty()) return master_key;
    auto folder = data.lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    return folder.string() + ".key";
}

void add_data_options(CLI::App& command, DataOptions& options) {
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
