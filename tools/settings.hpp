// SPDX-License-Identifier: Apache-2.0
// The settings of the table as options of a subcommand.
#pragma once

#include "core/config/config.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace palabre::tools {

struct SettingsOptions {
    std::filesystem::path config;
    std::vector<std::pair<std::string, std::string>> flags;
    /// Of flags, environment, file and defaults, in this order.
    [[nodiscard]] Result<config::Settings> load() const;
};
/// --config and a flag a setting. `options` outlives the parsing.
void add_settings_options(CLI::App& command, SettingsOptions& options);

} // namespace palabre::tools
