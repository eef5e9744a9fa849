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

} // namespace palabre::tools
