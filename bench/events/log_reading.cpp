// SPDX-License-Identifier: Apache-2.0
#include "bench/events/log_reading.hpp"

#include "events/all.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

namespace palabre::bench {
namespace {

using Steady = std::chrono::steady_clock;

struct Value {
    std::string type, bytes;
};

Result<std::vector<Value>> values(const log::LocalLog& log) {
    constexpr std::uint64_t most = 20'000;
    const std::uint64_t every = number(log.end()) / most + 1;
    std::vector<Value> found;
    auto cursor = log.cursor(Position{});
    for (std::uint64_t i = 0;; ++i) {
        PALABRE_TRY(event, cursor.next());
        if (!event) return found;
        if (i % every == 0) found.push_back({std::move(event->proposal.type), std::move(event->proposal.value)});
    }
}

/// Whole passes until the time is over.
template <class Pass>
Result<Measured> passes(double seconds, Pass&& pass) {
    Measured measured;
    for (const auto begun = Steady::now(); measured.seconds < seconds;
         measured.seconds = std::chrono::duration<double>(Steady::now() - begun).count()) {
        PALABRE_TRY(events, pass());
        measured.events += events;
    }
    return measured;
}

Result<std::uint64_t> decode_all(const std::vector<Value>& values) {
    for (const auto& [type, bytes] : values)
        if (const auto event = events::decode(type, bytes); event.has_error()) return event.error();
    return std::uint64_t{values.size()};
}

Result<std::uint64_t> parse_all(const std::vector<Value>& values) {
    for (const auto& [type, bytes] : values)
        if (nlohmann::json::parse(bytes, nullptr, /*allow_exceptions=*/false).is_discarded())
            return error(ErrorCode::corrupt, "a value that is no JSON: " + type);
    return std::uint64_t{values.size()};
}

} // namespace

Result<Measured> scan(const log::LocalLog& log, double seconds) {
    return passes(seconds, [&]() -> Result<std::uint64_t> {
        std::uint64_t events = 0;
        auto cursor = log.cursor(Position{});
        for (;; ++events) {
            PALABRE_TRY(event, cursor.next());
            if (!event) return events;
        }
    });
}

Result<Measured> parse(const log::LocalLog& log, Parse how, double seconds) {
    PALABRE_TRY(all, values(log));
    return passes(seconds, [&] { return how == Parse::ours ? decode_all(all) : parse_all(all); });
}

Result<Payload> payload(const log::LocalLog& log, Position after) {
    Payload sum;
    auto cursor = log.cursor(after);
    for (;; ++sum.events) {
        PALABRE_TRY(event, cursor.next());
        if (!event) return sum;
        sum.bytes += event->proposal.value.size();
        sum.record_bytes += event->proposal.value.size();
        for (const log::Header& header : log::headers(event->proposal))
            sum.record_bytes += header.first.size() + header.second.size();
    }
}

} // namespace palabre::bench
