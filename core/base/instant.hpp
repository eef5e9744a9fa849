// SPDX-License-Identifier: Apache-2.0
// A point in time: microseconds since 1970-01-01T00:00:00Z, no leap seconds. Text: YYYY-MM-DDThh:mm:ss.ffffffZ.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace palabre {

using Duration = std::chrono::microseconds;

struct Instant {
    std::int64_t micros = 0;

    friend auto operator<=>(const Instant&, const Instant&) = default;
    friend Instant operator+(Instant at, Duration d) { return {at.micros + d.count()}; }
    friend Duration operator-(Instant a, Instant b) { return Duration(a.micros - b.micros); }

    /// 27 characters; years 0001 to 9999.
    [[nodiscard]] std::string text() const;
    /// Exactly the form that text() writes, of a date that exists; else nothing.
    [[nodiscard]] static std::optional<Instant> parse(std::string_view text);
};

} // namespace palabre
