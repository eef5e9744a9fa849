// SPDX-License-Identifier: Apache-2.0
// palabre rebuild: makes projections anew from the log, beside the ones in use, and switches.
#include "tools/node.hpp"
#include "tools/progress.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace palabre::tools {
namespace {

struct Options {
    DataOptions data;
    std::vector<std::string> names;
};

Status run(const Options& options) {
    SystemClock clock;
    SystemRandom random;
    PALABRE_TRY(node, Node::open(existing(options.data), clock, random));
    PALABRE_CHECK(node->catch_up());
    // All at once: one reading of the log serves them all. Named ones one by one: fewer rows lie there twice.
    std::vector<std::string> names = options.names;
    if (names.empty()) names.emplace_back("");
    for (const auto& name : names) {
        ProgressBar bar(name.empty() ? "rebuild" : "rebuild " + name);
        PALABRE_CHECK(
            node->projector().rebuild(name, [&](Position done, Position end) { bar.show(number(done), number(end)); }));
        bar.finish();
        fmt::print("{}: rebuilt\n", name.empty() ? "all" : name);
    }
    return {};
}

} // namespace

void add_rebuild(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* command =
        app.add_subcommand("rebuild", "Make projections anew from the log, beside the ones in use, and switch");
    command->footer("Example: palabre rebuild --data ./data posts");
    add_node_options(*command, options->data);
    command->add_option("projection", options->names, "Only these, by name (default: all)");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
