// SPDX-License-Identifier: Apache-2.0
#include "tools/settings.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>

namespace palabre::tools {

Result<config::Settings> SettingsOptions::load() const {
    config::Sources sources{.file = {}, .environment = config::environment(), .flags = flags};
    if (!config.empty()) sources.file = config;
    return config::load(sources);
}

void add_settings_options(CLI::App& command, SettingsOptions& options) {
    command.add_option("--config", options.config, "A file of settings")->envname("PALABRE_CONFIG");
    for (const auto& setting : config::table()) {
        std::string flag = "--" + std::string(setting.name);
        std::ranges::replace(flag, '_', '-');
        command
            .add_option_function<std::string>(
                flag,
                [&options, name = std::string(setting.name)](const std::string& value) {
                    options.flags.emplace_back(name, value);
                },
                fmt::format("{}\nAllowed: {}.", setting.help, setting.allowed))
            ->default_str(std::string(setting.standard));
    }
}

} // namespace palabre::tools
