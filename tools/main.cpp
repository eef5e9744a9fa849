// SPDX-License-Identifier: Apache-2.0
// palabre(1). What every subcommand is, and its options: its own file beside this one.
#include "core/store/store.hpp"
#include "core/text/unicode.hpp"
#include "tools/release.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>

namespace {

using namespace palabre::tools;

constexpr Tool tools[] = {{add_serve},         {add_init},    {add_demo},   {add_import},  {add_export}, {add_backup},
                          {add_erasures_tool}, {add_restore}, {add_replay}, {add_rebuild}, {add_verify}, {add_admin},
                          {add_kafka},         {add_upgrade}, {add_mail},   {add_eval}};

/// The first word that should name a subcommand and does not; empty: all do.
std::string unknown_subcommand(CLI::App& app, int argc, char** argv) {
    CLI::App* at = &app;
    for (int i = 1; i < argc && argv[i][0] != '-'; ++i) {
        const auto all = at->get_subcommands([](CLI::App*) { return true; });
        if (all.empty()) break; // what follows are its own arguments
        const auto named = std::ranges::find_if(all, [&](const CLI::App* each) { return each->get_name() == argv[i]; });
        if (named == all.end()) return argv[i];
        at = *named;
    }
    return {};
}

int run(int argc, char** argv) {
    CLI::App app("Palabre: a self-hosted engine for professional communities");
    app.name("palabre");
    app.set_version_flag("--version", fmt::format("palabre {} on RocksDB {}", this_version(), palabre::Store::build()));
    app.require_subcommand(1);
    app.footer("Example: palabre serve --data ./data\nHelp of one: palabre serve --help");
    Run chosen;
    for (const Tool& tool : tools) tool.add(app, chosen);
    if (const auto unknown = unknown_subcommand(app, argc, argv); !unknown.empty()) {
        fmt::print(stderr, "palabre: there is no subcommand \"{}\"; palabre --help names them all\n", unknown);
        return 1;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() == 0) return app.exit(e); // help, version
        fmt::print(stderr, "palabre: {}; --help names what may stand here\n", palabre::text::clean_line(e.what()));
        return 1;
    }

    if (const auto done = chosen(); done.has_error()) {
        fmt::print(stderr, "palabre: {}\n", done.error().message);
        return 1;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    ::umask(077); // what any tool writes is the operator's: others may read what is given to them
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
