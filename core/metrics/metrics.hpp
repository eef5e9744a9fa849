// SPDX-License-Identifier: Apache-2.0
// Figures about the process for its operator: counters, gauges and histograms in Prometheus' text format. The library
// behind (prometheus-cpp) shows in metrics.cpp only. Figures about communities are projections, not metrics.
//
// Names follow Prometheus' custom: palabre_<part>_<what>_<unit>, counters end in _total, times are seconds. Labels are
// words of a closed set (a route, a status class, a projection): every value of a label is a series that lives as long
// as the registry, so an id or an address must never be one.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace palabre::metrics {

/// Only grows. A cheap handle: copies count together. Safe from any thread, one atomic addition; lives as the Registry.
class Counter {
public:
    void add(double amount = 1) const; ///< amount ≥ 0
    /// To what somebody else has counted; a smaller total changes nothing. One thread a series.
    void raise_to(double total) const;

private:
    friend class Registry;
    explicit Counter(void* series) : series_(series) {}
    void* series_;
};

/// Goes up and down. As Counter.
class Gauge {
public:
    void set(double value) const;
    void add(double amount) const;

private:
    friend class Registry;
    explicit Gauge(void* series) : series_(series) {}
    void* series_;
};

/// Counts in buckets, and the sum of what was counted. A cheap handle; lives as the Registry.
class Histogram {
public:
    /// To what somebody else has counted: `counts` of each bucket alone, the one above all bounds last, and the sum.
    /// Smaller figures change nothing. One thread a series.
    void raise_to(std::span<const std::uint64_t> counts, double sum) const;

private:
    friend class Registry;
    explicit Histogram(void* series) : series_(series) {}
    void* series_;
};

using Label = std::pair<std::string_view, std::string_view>;
using Labels = std::initializer_list<Label>;

/// Passed to whoever measures. Safe from any thread. Asking for a series that stands gives the same one. A name that
/// Prometheus does not allow, or one that stands for another kind, is a bug: std::invalid_argument.
class Registry {
public:
    Registry();
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    [[nodiscard]] Counter counter(std::string_view name, std::string_view help, Labels labels = {});
    [[nodiscard]] Gauge gauge(std::string_view name, std::string_view help, Labels labels = {});
    /// `bounds`: upper bounds of the buckets, ascending; the one above them all is implied.
    [[nodiscard]] Histogram histogram(std::string_view name, std::string_view help, std::span<const double> bounds,
                                      Labels labels = {});

    /// Every series as /metrics answers it (content type `text/plain; version=0.0.4`), ascending by name.
    [[nodiscard]] std::string text() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace palabre::metrics
