// SPDX-License-Identifier: Apache-2.0
// palabre_simulation --seed N --seeds COUNT: histories N … N + COUNT − 1. Stops at the first that fails, names its seed
// and what broke, and ends with 1.
#include "tests/simulation/world.hpp"

#include <charconv>
#include <chrono>
#include <fmt/format.h>
#include <sodium.h>
#include <string_view>

namespace {

struct Arguments {
    std::uint64_t seed = 1;
    std::uint64_t seeds = 100;
};

bool read(Arguments& arguments, int count, char** words) {
    if (count % 2 == 0) return false;
    for (int i = 1; i < count; i += 2) {
        const std::string_view name = words[i], value = words[i + 1];
        std::uint64_t* const into = name == "--seed" ? &arguments.seed : name == "--seeds" ? &arguments.seeds : nullptr;
        if (into == nullptr) return false;
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), *into);
        if (failed != std::errc() || end != value.data() + value.size()) return false;
    }
    return arguments.seeds > 0;
}

} // namespace

int main(int count, char** words) {
    Arguments arguments;
    if (!read(arguments, count, words)) {
        fmt::print(stderr, "palabre_simulation [--seed N] [--seeds COUNT]\n");
        return 2;
    }
    if (sodium_init() < 0) return 2;
    using Clock = std::chrono::steady_clock;
    const auto begun = Clock::now();
    palabre::sim::World::Counts all;
    for (std::uint64_t seed = arguments.seed; seed < arguments.seed + arguments.seeds; ++seed) {
        std::string broken;
        try {
            palabre::sim::World world(seed);
            world.run();
            all += world.counts();
        } catch (const palabre::sim::Broken& found) {
            broken = found.check + ": " + found.what;
        } catch (const std::exception& found) {
            broken = std::string("no node stops: ") + found.what();
        }
        if (broken.empty()) continue;
        fmt::print("seed {}: {}\nagain: palabre_simulation --seed {} --seeds 1\n", seed, broken, seed);
        return 1;
    }
    const std::chrono::duration<double, std::milli> took = Clock::now() - begun;
    fmt::print("{} seeds hold, {:.1f} ms each: {} events, {} acknowledged, {} refused, {} no-ops, {} answers of the "
               "engine, {} steps dead, {} views read\n",
               arguments.seeds, took.count() / static_cast<double>(arguments.seeds), all.events, all.acknowledged,
               all.refused, all.unchanged, all.engine, all.deaths, all.reads);
    return 0;
}
