// SPDX-License-Identifier: Apache-2.0
// palabre demo: a believable community to look at.
#include "tools/demo/demo.hpp"

#include "tools/node.hpp"
#include "tools/progress.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace palabre::tools {
namespace {

struct Options {
    DataOptions data;
    std::uint64_t seed = 1;
    std::string start;
    demo::Size size;
};

/// Midnight (UTC) of the day named, or of the day a year before today.
Result<Instant> start_of(const Options& options, Clock& clock) {
    if (options.start.empty()) {
        constexpr std::int64_t day = 86'400'000'000;
        return Instant{(clock.now().micros / day - static_cast<std::int64_t>(demo::Calendar::days)) * day};
    }
    if (auto at = Instant::parse(options.start + "T00:00:00.000000Z")) return *at;
    return error(ErrorCode::invalid, "--start " + options.start + ": not a date such as 2025-09-01");
}

Status run(const Options& options) {
    SystemClock clock;
    SystemRandom random;
    PALABRE_TRY(start, start_of(options, clock));
    PALABRE_TRY(node, Node::open({.data = options.data.data, .master_key = options.data.key_file()}, clock, random));
    ProgressBar bar("demo");
    const auto made = demo::make_demo(node->writer(), node->model(), demo::generate(options.seed, start, options.size),
                                      [&](std::uint64_t done, std::uint64_t total) { bar.show(done, total); });
    bar.finish();
    PALABRE_CHECK(made);
    PALABRE_CHECK(node->catch_up());
    fmt::print("the demo stands in {}: {} members, {} contributions\n", options.data.data.string(),
               options.size.members, options.size.contributions);
    return {};
}

} // namespace

void add_demo(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    options->data.data = "./demo";
    auto* command =
        app.add_subcommand("demo", "Make a demo community: a year of a French professional network, invented");
    command->footer("Example: palabre demo --data ./demo\nThe same seed and start again add nothing.");
    add_data_options(*command, options->data);
    command->add_option("--seed", options->seed, "Another number gives another community")->capture_default_str();
    command->add_option("--start", options->start, "Its first day, such as 2025-09-01 (default: a year ago)");
    command->add_option("--members", options->size.members, "How many join")
        ->capture_default_str()
        ->check(CLI::Range(20, 5'000));
    command->add_option("--contributions", options->size.contributions, "How many messages they write")
        ->capture_default_str()
        ->check(CLI::Range(50, 20'000));
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace palabre::tools
