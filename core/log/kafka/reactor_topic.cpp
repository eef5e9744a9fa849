// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/reactor_topic.hpp"

#include "core/limits.hpp"
#include "core/log/kafka/consumer.hpp"
#include "core/log/kafka/producer.hpp"
#include "core/mail/outbox.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace palabre::log::kafka {
namespace {

constexpr std::string_view append_name = "palabre_append"; ///< of which object, a dash, its how manieth row
constexpr std::chrono::milliseconds pause{200};            ///< between two looks that nothing rang for
constexpr std::chrono::seconds stop_patience{2};           ///< that a mail is gone is to be told, also at the end
constexpr std::chrono::seconds refused_pause{5};           ///< between two looks for a topic that is not as it must be

/// The number of a row that `self` has appended.
std::optional<std::uint64_t> own_number(const RawRecord& record, std::string_view self) {
    for (const auto& [name, value] : record.headers) {
        if (name != append_name || !value || !value->starts_with(self)) continue;
        const std::string_view digits = value->substr(self.size());
        std::uint64_t found = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), found);
        if (read.ec == std::errc() && read.ptr == digits.data() + digits.size()) return found;
    }
    return std::nullopt;
}

} // namespace

ReactorTopic::ReactorTopic(Address address, const RecordId& self)
    : address_(std::move(address)), self_(self.text() + '-') {}
ReactorTopic::~ReactorTopic() = default;

void ReactorTopic::stop() {
    stopping_ = true;
    wakeup_.ring();
}

Status ReactorTopic::connect() {
    if (consumer_) return {};
    const auto now = std::chrono::steady_clock::now();
    if (refused_.has_error() && now < ask_again_) return refused_;
    refused_ = open();
    ask_again_ = now + refused_pause;
    return refused_;
}

Status ReactorTopic::open() {
    PALABRE_TRY(topic, Topic::open(address_, Topic::Kind::reactors));
    PALABRE_TRY(count, topic.partitions());
    PALABRE_CHECK(topic.check());
    if (count != 1)
        return error(ErrorCode::invalid,
                     fmt::format("topic {}: has {} partitions and must have one", address_.topic, count));
    PALABRE_TRY(made, Consumer::open(address_, wakeup_));
    PALABRE_CHECK(made->assign({{Partition{0}, Offset{0}}}));
    producer_ = std::make_unique<Producer>(address_, Partition{0}, wakeup_);
    consumer_ = std::move(made);
    return {};
}

Status ReactorTopic::read(const Take& take) {
    PALABRE_CHECK(connect());
    producer_->serve();
    for (;;) {
        PALABRE_TRY(message, consumer_->next());
        if (!message) return {};
        const RawRecord record = message.record();
        const auto own = own_number(record, self_);
        if (own) awaited_.erase(*own);
        if (!record.key || record.key->empty()) continue; // none of ours
        mail::SharedRow row{std::string(*record.key), std::nullopt, own.has_value()};
        if (record.value) row.value.emplace(*record.value);
        PALABRE_CHECK(take(row));
    }
}

Status ReactorTopic::append(const std::vector<mail::SharedRow>& rows, const Take& take) {
    PALABRE_CHECK(connect());
    auto until = std::chrono::steady_clock::now() + limits::command_life;
    bool hurried = false;
    awaited_.clear(); // what was given up before is appended again by whoever needs it
    for (const mail::SharedRow& row : rows) {
        awaited_.insert(++appended_);
        const std::string mark = self_ + std::to_string(appended_);
        PALABRE_CHECK(producer_->send({row.key, {{std::string(append_name), mark}}, row.value}));
    }
    for (;;) {
        PALABRE_CHECK(read(take));
        if (awaited_.empty()) return {};
        const auto now = std::chrono::steady_clock::now();
        if (stopping_ && !std::exchange(hurried, true)) until = std::min<decltype(until)>(until, now + stop_patience);
        if (now > until) return error(ErrorCode::busy, fmt::format("topic {} takes nothing now", address_.topic));
        wakeup_.wait(pause);
    }
}

Status begin_reactors(const Address& address, const Topic& events, bool in_all, Random& random) {
    PALABRE_TRY(count, events.partitions());
    PositionVector ends;
    for (std::int32_t p = 0; p < count; ++p) {
        PALABRE_TRY(marks, events.watermarks(Partition{p}));
        ends.emplace(Partition{p}, Offset{std::max<std::int64_t>(marks.high - 1, 0)});
    }
    ReactorTopic share(address.reactors(), random.draw<RecordId>());
    return mail::begin_at(share, ends, in_all);
}

} // namespace palabre::log::kafka
