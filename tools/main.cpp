// SPDX-License-Identifier: Apache-2.0
// palabre(1). What every subcommand is, and its options: its own file beside this one.
#include "core/store/store.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <sodium.h>

namespace {

using namespace palabre::tools;

constexpr Tool tools[] = {{add_serve},  {add_demo},    {add_import}, {add_export},
                          {add_replay}, {add_rebuild}, {add_verify}, {add_admin}};

int run(int argc, char** argv) {
    CLI::App app("Palabre: a self-hosted engine for professional communities");
    app.name("palabre");
    app.set_version_flag("--version",
                         fmt::format("palabre {} on RocksDB {}", PALABRE_VERSION, palabre::Store::build()));
    app.require_subcommand(1);
    app.footer("Example: palabre serve --data ./data\nHelp of one: palabre serve --help");
    Run chosen;
    for (const Tool& tool : tools) tool.add(app, chosen);
    CLI11_PARSE(app, argc, argv);

    if (const auto done = chosen(); done.has_error()) {
        fmt::print(stderr, "palabre: {}\n", done.error().message);
        return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (sodium_init() < 0) {
        std::fputs("palabre: the cryptographic library does not start\n", stderr);
        return 1;
    }
    try {
        return run(argc, argv);
    } catch (const std::exception& e) {
        fmt::print(stderr, "palabre: {}\n", e.what());
        return 1;
    }
}
