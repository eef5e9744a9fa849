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
    bool asked = false; ///< for some seed, start or size
};

/// Midnight (UTC) of the day a year before today.
Instant usual_start(Clock& clock) {
    constexpr std::int64_t day = 86'400'000'000;
    return Instant{(clock.now().micros / day - static_cast<std::int64_t>(demo::Calendar::days)) * day};
}

/// Midnight (UTC) of the day named; nothing: none is.
Result<std::optional<Instant>> start_of(const Options& options) {
    if (options.start.empty()) return std::optional<Instant>{};
    if (auto at = Instant::parse(options.start + "T00:00:00.000000Z")) return at;
    return error(ErrorCode::invalid, "--start " + options.start + ": not a date such as 2025-09-01");
}

/// What is to be made here: the demo that was asked for, from the day on which one stands already. Nothing: the one
/// that stands is another one, and none was asked for in particular.
Result<std::optional<demo::Demo>> wanted(const Options& options, std::optional<Instant> start, const log::LocalLog& log,
                                         Clock& clock) {
    PALABRE_TRY(standing, demo::standing(log));
    const Instant standard = standing ? standing->start : usual_start(clock);
    std::optional demo(demo::generate(options.seed, start.value_or(standard), options.size));
    if (!standing) return demo;
    PALABRE_TRY(same, demo::stems_from(log, *standing, *demo));
    if (same) return demo;
    if (!options.asked) return std::optional<demo::Demo>{};
    return error(ErrorCode::invalid,
                 fmt::format("{} holds a demo of another --seed, --start ({}), --members or --contributions: name "
                             "another folder",
                             options.data.data.string(), standing->start.text().substr(0, 10)));
}

/// Whether the demo that was asked for stands in the folder now; false: another one, which was left as it is.
Result<bool> fill(const Options& options, const std::filesystem::path& folder, std::optional<Instant> start) {
    SystemClock clock;
    SystemRandom random;
    Node::Options how = opening(options.data);
    how.data = folder;
    PALABRE_TRY(node, Node::open(how, clock, random));
    PALABRE_TRY(demo, wanted(options, start, node->log(), clock));
    if (!demo) return false;
    ProgressBar bar("demo");
    const auto made = demo::make_demo(node->writer(), node->model(), std::move(*demo),
                                      [&](std::uint64_t done, std::uint64_t total) { bar.show(done, total); });
    bar.finish();
    PALABRE_CHECK(made);
    PALABRE_CHECK(node->catch_up());
    return true;
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
    PALABRE_TRY(start, start_of(options));
    std::filesystem::path folder = options.data.data.lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    // Over Kafka it is the topic that holds it, whole or not; there too, again goes on where it stands.
    if (options.data.log || std::filesystem::exists(folder / "log")) {
        PALABRE_TRY(made, fill(options, folder, start));
        if (!made) {
            fmt::print("another demo stands in {} and is left as it is\n", options.data.data.string());
            return {};
        }
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
    command->footer("Example: palabre demo --data ./demo\nA folder that has a demo keeps it as it is: again adds "
                    "nothing, on any day.");
    add_node_options(*command, options->data);
    command->add_option("--seed", options->seed, "Another number gives another community")->capture_default_str();
    command->add_option("--start", options->start, "Its first day, such as 2025-09-01 (default: a year ago)");
    command->add_option("--members", options->size.members, "How many join")
        ->capture_default_str()
        ->check(CLI::Range(20, 5'000));
    command->add_option("--contributions", options->size.contributions, "How many messages they write")
        ->capture_default_str()
        ->check(CLI::Range(50, 20'000));
    command->callback([options, command, &chosen] {
        for (const char* option : {"--seed", "--start", "--members", "--contributions"})
            options->asked = options->asked || command->count(option) > 0;
        chosen = [options] { return run(*options); };
    });
}

} // namespace palabre::tools
