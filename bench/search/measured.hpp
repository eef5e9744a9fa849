// SPDX-License-Identifier: Apache-2.0
// What the programs that search the same ads have in common: reading them, and telling what was measured as one line of
// JSON. Nothing of ours is in it: the other engine's program is built of it as well.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace palabre::bench {

struct Ad {
    std::string title, body;
    std::uint32_t region = 0, kind = 0, price = 0;
};
/// Two words, and what an ad has to be in the measure with a filter.
struct AdQuery {
    std::string words;
    std::uint32_t region = 0, kind = 0, most = 0;
};

/// A line an ad: title, body, region, kind, price, with tabs between.
inline std::vector<Ad> read_ads(const char* path) {
    std::ifstream in(path);
    std::vector<Ad> ads;
    Ad ad;
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        std::getline(fields, ad.title, '\t');
        std::getline(fields, ad.body, '\t');
        fields >> ad.region >> ad.kind >> ad.price;
        ads.push_back(ad);
    }
    if (ads.empty()) throw std::runtime_error(std::string(path) + ": no ads");
    return ads;
}

/// A line a query: words, region, kind, highest price.
inline std::vector<AdQuery> read_queries(const char* path) {
    std::ifstream in(path);
    std::vector<AdQuery> queries;
    AdQuery query;
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        std::getline(fields, query.words, '\t');
        fields >> query.region >> query.kind >> query.most;
        queries.push_back(query);
    }
    if (queries.empty()) throw std::runtime_error(std::string(path) + ": no queries");
    return queries;
}

/// Seconds of processor time that the process has had, background threads included: what others do on the machine
/// meanwhile does not count, and all three measured read from memory.
inline double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

inline std::uintmax_t bytes_below(const std::filesystem::path& folder) {
    std::uintmax_t sum = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) sum += entry.file_size();
    return sum;
}

struct Asking {
    double per_second = 0;
    double p99_ms = 0;
    std::size_t found = 0; ///< hits of all queries together
};

/// Asks each query once to warm up, then again for its time. `ask` gives how many it found.
template <class Ask>
Asking ask_all(const std::vector<AdQuery>& queries, Ask&& ask) {
    Asking out;
    for (const auto& query : queries) out.found += ask(query);
    std::vector<double> times;
    const double begun = processor_seconds();
    for (const auto& query : queries) {
        const double one = processor_seconds();
        ask(query);
        times.push_back((processor_seconds() - one) * 1e3);
    }
    out.per_second = static_cast<double>(queries.size()) / (processor_seconds() - begun);
    std::sort(times.begin(), times.end());
    out.p99_ms = times[times.size() * 99 / 100];
    return out;
}

inline void tell(double build_per_second, std::uintmax_t bytes, const Asking& filtered, const Asking& unfiltered) {
    std::printf(
        "{\"build\": %.0f, \"bytes\": %ju, \"filtered\": %.1f, \"filtered_p99_ms\": %.3f, \"filtered_found\": %zu, "
        "\"unfiltered\": %.1f, \"unfiltered_p99_ms\": %.3f, \"unfiltered_found\": %zu}\n",
        build_per_second, bytes, filtered.per_second, filtered.p99_ms, filtered.found, unfiltered.per_second,
        unfiltered.p99_ms, unfiltered.found);
}

} // namespace palabre::bench
