// SPDX-License-Identifier: Apache-2.0
// Our own code over the events of a data folder that nobody has open; prints one JSON object.
//     events scan|decode|dom --data DATA --seconds S    {"seconds","events"} (log_reading.hpp)
//     events payload --data DATA --after POSITION       {"events","bytes","record_bytes"}
//     events projections --data DATA                    {"reading": µs an event, "<projection>": …} (projecting.hpp)
//     events catch-up --data NEW --log kafka://…        {"seconds","events"}: a topic into a new log (catching_up.hpp)
//     events count --data DATA --out FILE               {"seconds","events"}: one aggregation (counting.hpp)
#include "bench/events/catching_up.hpp"
#include "bench/events/counting.hpp"
#include "bench/events/log_reading.hpp"
#include "bench/events/projecting.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sodium.h>

namespace {

using namespace palabre;

struct Options {
    tools::DataOptions data;
    std::filesystem::path out;
    double seconds = 1;
    std::uint64_t after = 0;
};

std::string told(const bench::Measured& measured) {
    return fmt::format(R"({{"seconds":{:.6f},"events":{}}})", measured.seconds, measured.events);
}

Result<std::string> read(const std::string& what, const Options& options) {
    PALABRE_TRY(log, log::LocalLog::open(options.data.data / "log", {.read_only = true}));
    if (what == "payload") {
        PALABRE_TRY(sum, bench::payload(*log, Position{options.after}));
        return fmt::format(R"({{"events":{},"bytes":{},"record_bytes":{}}})", sum.events, sum.bytes, sum.record_bytes);
    }
    if (what == "count") {
        PALABRE_TRY(counted, bench::count_replies(*log, options.data.data / "counts", options.out));
        return told(counted);
    }
    PALABRE_TRY(measured, what == "scan" ? bench::scan(*log, options.seconds)
                                         : bench::parse(*log, what == "dom" ? bench::Parse::dom : bench::Parse::ours,
                                                        options.seconds));
    return told(measured);
}

Result<std::string> catch_up(const Options& options) {
    if (!options.data.log) return error(ErrorCode::invalid, "no topic is named");
    PALABRE_TRY(measured, bench::catch_up(*options.data.log, options.data.data / "log"));
    return told(measured);
}

Result<std::string> project(const Options& options) {
    SystemClock clock;
    SystemRandom random;
    PALABRE_TRY(node,
                tools::Node::open({.data = options.data.data, .master_key = options.data.key_file(), .create = false},
                                  clock, random));
    PALABRE_CHECK(node->catch_up());
    PALABRE_TRY(costs, bench::projection_costs(*node));
    std::string text;
    for (const auto& [name, micros] : costs)
        text += fmt::format(R"({}"{}":{:.3f})", text.empty() ? "{" : ",", name, micros);
    return text + "}";
}

} // namespace

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    Options options;
    std::string what;
    CLI::App app("Measures what is done with the events of a data folder");
    app.add_option("what", what)
        ->check(CLI::IsMember({"scan", "decode", "dom", "payload", "projections", "catch-up", "count"}))
        ->required();
    tools::add_node_options(app, options.data);
    app.add_option("--out", options.out, "Where counts go");
    app.add_option("--seconds", options.seconds)->capture_default_str();
    app.add_option("--after", options.after, "A position")->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    const auto done = what == "projections" ? project(options)
                      : what == "catch-up"  ? catch_up(options)
                                            : read(what, options);
    if (done.has_error()) {
        fmt::print(stderr, "events: {}\n", done.error().message);
        return 1;
    }
    fmt::print("{}\n", *done);
}
