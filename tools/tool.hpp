// SPDX-License-Identifier: Apache-2.0
// A subcommand of palabre(1): it adds its options to the command line and gives what is to be run when it was chosen.
#pragma once

#include "core/base/result.hpp"
#include "core/log/kafka/address.hpp"
#include "tools/blob_store.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

namespace CLI {
class App;
}

namespace palabre::tools {

/// Runs the chosen subcommand. An error becomes one line on stderr and exit status 1.
using Run = std::function<Status()>;

/// One row of the table in main.cpp.
struct Tool {
    /// Adds the subcommand to `app`; `chosen` is set when it was named on the command line.
    void (*add)(CLI::App& app, Run& chosen);
};

/// The options that every tool over a data folder has: --data and --master-key, or --config, which names both.
struct DataOptions {
    std::filesystem::path config = {}; ///< or none: a settings file, which fills those that were not said
    std::filesystem::path data = "./data";
    std::filesystem::path master_key = {};       ///< default: beside the data folder, <data>.key
    std::optional<log::kafka::Address> log = {}; ///< nothing: embedded
    BlobSettings blobs = {};                     ///< of add_node_options() alone
    [[nodiscard]] std::filesystem::path key_file() const;
};
void add_data_options(CLI::App& command, DataOptions& options);
/// Those, --log, and of blobs what the server is told too, by flags, environment or file: of the tools that open a
/// whole node.
void add_node_options(CLI::App& command, DataOptions& options);

/// How many threads a tool takes that has the machine to itself.
[[nodiscard]] unsigned processors();

void add_serve(CLI::App& app, Run& chosen);
void add_init(CLI::App& app, Run& chosen);
void add_import(CLI::App& app, Run& chosen);
void add_replay(CLI::App& app, Run& chosen);
void add_rebuild(CLI::App& app, Run& chosen);
void add_verify(CLI::App& app, Run& chosen);
void add_demo(CLI::App& app, Run& chosen);
void add_export(CLI::App& app, Run& chosen);
void add_backup(CLI::App& app, Run& chosen);
void add_erasures_tool(CLI::App& app, Run& chosen);
void add_restore(CLI::App& app, Run& chosen);
void add_admin(CLI::App& app, Run& chosen);
void add_kafka(CLI::App& app, Run& chosen);
void add_upgrade(CLI::App& app, Run& chosen);
void add_mail(CLI::App& app, Run& chosen);
void add_eval(CLI::App& app, Run& chosen);

} // namespace palabre::tools
