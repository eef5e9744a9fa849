// SPDX-License-Identifier: Apache-2.0
#include "core/log/sim_log.hpp"

#include "core/base/hash.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace palabre::log {
namespace {

// How long things are under way, in calls of anybody.
constexpr std::uint64_t short_delay = 12;
constexpr std::uint64_t long_delay = 400;

} // namespace

// ---- The topic ----

SimTopic::SimTopic(Clock& clock, std::int32_t partitions, std::uint64_t seed)
    : clock_(clock), random_(seed), records_(static_cast<std::size_t>(partitions)) {
    const auto log_id = random_.draw<Digest>();
    for (std::int32_t p = 0; p < partitions; ++p) land(Partition{p}, Opening{log_id, Partition{p}});
}

std::uint64_t SimTopic::draw(std::uint64_t below) {
    return random_.number() % below;
}

Partition SimTopic::partition_of(const CommunityId& community) const {
    const std::lock_guard lock(mutex_);
    if (const auto found = placed_.find(community); found != placed_.end()) return found->second;
    const Digest hash = Hasher().add(community.text()).finish();
    return Partition{static_cast<std::int32_t>(hash.bytes[0] % records_.size())};
}

void SimTopic::place(const CommunityId& community, Partition partition) {
    const std::lock_guard lock(mutex_);
    placed_[community] = partition;
}

Offset SimTopic::put(Partition partition, Body body) {
    const std::lock_guard lock(mutex_);
    land(partition, std::move(body));
    return Offset{size(partition) - 1};
}

void SimTopic::land(Partition partition, Body body) {
    auto& records = records_.at(static_cast<std::size_t>(number(partition)));
    const Offset offset{static_cast<std::int64_t>(records.size())};
    records.push_back({partition, offset, clock_.now(), std::move(body)});
}

std::vector<Partition> SimTopic::targets(const Body& body) const {
    if (const auto* proposal = std::get_if<Proposal>(&body)) return {partition_of(proposal->community)};
    if (const auto* genesis = std::get_if<Genesis>(&body)) return {partition_of(genesis->community)};
    if (const auto* opening = std::get_if<Opening>(&body)) return {opening->partition};
    if (std::holds_alternative<Malformed>(body)) return {Partition{0}};
    std::vector<Partition> all; // barriers and rule changes concern every partition
    for (std::int32_t p = 0; p < partitions(); ++p) all.push_back(Partition{p});
    return all;
}

void SimTopic::hand_over(const Body& body, const SimFaults& faults) {
    for (const Partition partition : targets(body)) {
        if (chance(faults.foreign)) land(partition, Malformed{});
        if (chance(faults.doubled)) floating_.push_back({now_ + 1 + draw(long_delay), partition, body});
        if (chance(faults.lost)) continue;
        if (chance(faults.late))
            floating_.push_back({now_ + long_delay / 2 + draw(long_delay), partition, body});
        else if (chance(faults.delayed))
            floating_.push_back({now_ + 1 + draw(short_delay), partition, body});
        else
            land(partition, body);
    }
}

void SimTopic::step() {
    ++now_;
    const auto due = std::ranges::stable_partition(floating_, [&](const Floating& f) { return f.due > now_; });
    std::vector<Floating> landing(std::make_move_iterator(due.begin()), std::make_move_iterator(due.end()));
    floating_.erase(due.begin(), due.end());
    for (Floating& f : landing) land(f.partition, std::move(f.body));
}

void SimTopic::settle() {
    const std::lock_guard lock(mutex_);
    for (Floating& f : floating_) land(f.partition, std::move(f.body));
    floating_.clear();
}

std::size_t SimTopic::under_way() const {
    const std::lock_guard lock(mutex_);
    return floating_.size();
}

std::int64_t SimTopic::size(Partition partition) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::int64_t>(records_.at(static_cast<std::size_t>(number(partition))).size());
}

Record SimTopic::at(Partition partition, Offset offset) const {
    const std::lock_guard lock(mutex_);
    return records_.at(static_cast<std::size_t>(number(partition))).at(static_cast<std::size_t>(number(offset)));
}

// ---- A node ----

Status SimLog::start(const PositionVector& vector) {
    next_.assign(static_cast<std::size_t>(topic_.partitions()), 0);
    for (const auto& [partition, offset] : vector) {
        if (number(partition) < 0 || number(partition) >= topic_.partitions() || number(offset) < 0 ||
            number(offset) >= topic_.size(partition))
            return error(ErrorCode::invalid,
                         fmt::format("the topic has no offset {} in partition {}", number(offset), number(partition)));
        next_[static_cast<std::size_t>(number(partition))] = number(offset) + 1;
    }
    return {};
}

Status SimLog::append(std::span<const Body> bodies) {
    const std::lock_guard lock(topic_.mutex_);
    topic_.step();
    if (topic_.chance(faults_.refused)) return error(ErrorCode::busy, "the simulated topic takes nothing now");
    for (const Body& body : bodies) topic_.hand_over(body, faults_);
    return {};
}

Result<std::vector<Record>> SimLog::poll(std::size_t most, Duration) {
    const std::lock_guard lock(topic_.mutex_);
    topic_.step();
    std::vector<Record> records;
    if (topic_.chance(faults_.silent_poll)) return records;
    while (records.size() < most) {
        std::vector<std::size_t> ready;
        for (std::size_t p = 0; p < next_.size(); ++p)
            if (next_[p] < topic_.size(Partition{static_cast<std::int32_t>(p)})) ready.push_back(p);
        if (ready.empty()) break;
        const std::size_t p = ready[topic_.draw(ready.size())];
        records.push_back(topic_.at(Partition{static_cast<std::int32_t>(p)}, Offset{next_[p]++}));
    }
    return records;
}

} // namespace palabre::log
