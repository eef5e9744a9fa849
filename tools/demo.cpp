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

Status fill(const Options& options, const std::filesystem::path& folder, Instant start) {
    SystemClock clock;
    SystemRandom random;
    PALABRE_TRY(node, Node::open({.data = folder, .master_key = options.data.key_file()}, clock, random));
    ProgressBar bar("demo");
    const auto made = demo::make_demo(node->writer(), node->model(), demo::generate(options.seed, start, options.size),
                                      [&](std::uint64_t done, std::uint64_t total) { bar.show(done, total); });
    bar.finish();
    PALABRE_CHECK(made);
    return node->catch_up();
}

/// Where a demo is built that is not there yet: moved to its place when it is whole, so that one which was interrupted
/// never passes for it. What an earlier run left there is removed, unless that run is still at it.
Result<std::filesystem::path> building_place(const std::filesystem::path& folder) {
    std::filesystem::path place = folder;
    place += ".partial";
    if (std::filesystem::exists(place / "log")) {
        const auto left = log::LocalLog::open(place / "log", {});
        if (left.has_error() && left.error().code == ErrorCode::busy) return left.error();
    }
    std::error_code failed;
    std::filesystem::remove_all(place, failed);
    if (failed) return error(ErrorCode::io, place.string() + ": " + failed.message());
    return place;
}

Status run(const Options& options) {
    SystemClock clock;
    PALABRE_TRY(start, start_of(options, clock));
    std::filesystem::path folder = options.data.data.lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    if (std::filesystem::exists(folder / "log")) {
        PALABRE_CHECK(fill(options, folder, start));
    } else {
        PALABRE_TRY(place, building_place(folder));
        PALABRE_CHECK(fill(options, place, start));
        std::error_code failed;
        std::filesystem::rename(place, folder, failed);
        if (failed)
            return error(ErrorCode::io, fmt::format("the demo stands in {} and cannot be moved to {}: {}",
                                                    place.string(), folder.string(), failed.message()));
    }
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
