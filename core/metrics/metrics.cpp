// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/metrics.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <locale>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sstream>
#include <stdexcept>

namespace palabre::metrics {
namespace {

prometheus::Labels owned(Labels labels) {
    prometheus::Labels copy;
    for (const auto& [name, value] : labels) copy.emplace(name, value);
    return copy;
}

/// [a-z_][a-z0-9_]*: all that our custom uses; the library only asserts.
void check_name(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool ok = !name.empty() && letter(name.front()) &&
                    std::ranges::all_of(name, [&](char c) { return letter(c) || digit(c); });
    if (!ok) throw std::invalid_argument("not a metric's or label's name: " + std::string(name));
}

void check_names(std::string_view name, Labels labels) {
    check_name(name);
    for (const Label& label : labels) check_name(label.first);
}

} // namespace

struct Registry::Impl {
    prometheus::Registry registry;
};

Registry::Registry() : impl_(std::make_unique<Impl>()) {}
Registry::~Registry() = default;

void Counter::add(double amount) const {
    assert(amount >= 0);
    static_cast<prometheus::Counter*>(series_)->Increment(amount);
}

void Counter::raise_to(double total) const {
    auto* const counter = static_cast<prometheus::Counter*>(series_);
    if (const double counted = counter->Value(); total > counted) counter->Increment(total - counted);
}

void Gauge::set(double value) const {
    static_cast<prometheus::Gauge*>(series_)->Set(value);
}

void Gauge::add(double amount) const {
    static_cast<prometheus::Gauge*>(series_)->Increment(amount);
}

void Histogram::raise_to(std::span<const std::uint64_t> counts, double sum) const {
    auto* const histogram = static_cast<prometheus::Histogram*>(series_);
    const auto counted = histogram->Collect().histogram;
    assert(counts.size() == counted.bucket.size());
    std::vector<double> more;
    std::uint64_t below = 0; // the library's buckets count what lies below them, too
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const std::uint64_t before = counted.bucket[i].cumulative_count - below;
        below = counted.bucket[i].cumulative_count;
        more.push_back(counts[i] > before ? static_cast<double>(counts[i] - before) : 0);
    }
    histogram->ObserveMultiple(more, std::max(0.0, sum - counted.sample_sum));
}

Counter Registry::counter(std::string_view name, std::string_view help, Labels labels) {
    check_names(name, labels);
    auto& family = prometheus::BuildCounter().Name(std::string(name)).Help(std::string(help)).Register(impl_->registry);
    return Counter(&family.Add(owned(labels)));
}

Gauge Registry::gauge(std::string_view name, std::string_view help, Labels labels) {
    check_names(name, labels);
    auto& family = prometheus::BuildGauge().Name(std::string(name)).Help(std::string(help)).Register(impl_->registry);
    return Gauge(&family.Add(owned(labels)));
}

Histogram Registry::histogram(std::string_view name, std::string_view help, std::span<const double> bounds,
                              Labels labels) {
    check_names(name, labels);
    if (!std::ranges::is_sorted(bounds, std::less_equal{}))
        throw std::invalid_argument("a histogram's bounds must ascend: " + std::string(name));
    auto& family =
        prometheus::BuildHistogram().Name(std::string(name)).Help(std::string(help)).Register(impl_->registry);
    return Histogram(&family.Add(owned(labels), prometheus::Histogram::BucketBoundaries(bounds.begin(), bounds.end())));
}

std::string Registry::text() const {
    auto families = impl_->registry.Collect();
    std::ranges::sort(families, {}, &prometheus::MetricFamily::name);
    std::ostringstream out;
    out.imbue(std::locale::classic());
    prometheus::TextSerializer().Serialize(out, families);
    return std::move(out).str();
}

} // namespace palabre::metrics
