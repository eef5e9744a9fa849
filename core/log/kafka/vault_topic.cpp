// SPDX-License-Identifier: Apache-2.0
#include "core/log/kafka/vault_topic.hpp"

#include "core/limits.hpp"
#include "core/log/kafka/consumer.hpp"
#include "core/log/kafka/ground.hpp"
#include "core/log/kafka/producer.hpp"

#include <condition_variable>
#include <fmt/format.h>
#include <list>
#include <thread>

namespace palabre::log::kafka {
namespace {

constexpr std::string_view rank_name = "palabre_rank";
constexpr std::string_view append_name = "palabre_append";
constexpr std::size_t rows_at_once = 512;
constexpr std::chrono::milliseconds pause{500}; // between two looks that nothing rang for

Outgoing encode(const VaultRow& row, const std::string& mark) {
    Outgoing out{std::string(1, static_cast<char>(row.family)) + row.key, {}, row.value};
    if (row.rank > 0) out.headers.emplace_back(rank_name, std::to_string(row.rank));
    if (!mark.empty()) out.headers.emplace_back(append_name, mark);
    return out;
}

std::string_view header(const RawRecord& record, std::string_view name) {
    for (const auto& [found, value] : record.headers)
        if (found == name && value) return *value;
    return {};
}

/// Nothing: no row of a vault.
std::optional<VaultRow> decode_row(const RawRecord& record) {
    if (!record.key || record.key->empty() || !record.value) return std::nullopt;
    const auto family = static_cast<std::uint8_t>(record.key->front());
    if (family < 1 || family > 3) return std::nullopt;
    std::uint8_t rank = 0;
    for (const char digit : header(record, rank_name)) {
        if (digit < '0' || digit > '9') return std::nullopt;
        rank = static_cast<std::uint8_t>(rank * 10 + (digit - '0'));
    }
    return VaultRow{VaultRow::Family{family}, std::string(record.key->substr(1)), std::string(*record.value), rank};
}

/// Brokers that take nothing now may do so later.
bool passes(const Status& status) {
    return status.has_error() && status.error().code == ErrorCode::busy;
}

} // namespace

struct VaultTopic::Impl {
    Impl(Address at, Vault& of, std::function<void(const Error&)> fatal)
        : address(std::move(at)), vault(of), on_fatal(std::move(fatal)), producer(address, Partition{0}, wakeup) {}

    /// What somebody waits for: rows that carry this mark.
    struct Appended {
        std::string mark;
        std::vector<VaultRow> rows;
        std::size_t to_come;
        std::size_t sent = 0;
    };
    /// What was read and has not been taken yet: kept while the repairs that it needs find no broker.
    struct Read {
        std::vector<VaultRow> rows;
        std::vector<std::string> marks; ///< of this node, that came with these rows
        std::int64_t last = -1;
    };

    [[nodiscard]] Status open();
    [[nodiscard]] Status step();
    [[nodiscard]] Status read();
    [[nodiscard]] Status send();
    [[nodiscard]] Status append_repairs(const std::vector<VaultRow>& rows);
    void note_taken();
    void run();

    const Address address;
    Vault& vault;
    const std::function<void(const Error&)> on_fatal;
    const Wakeup wakeup;
    Producer producer;
    std::unique_ptr<Consumer> consumer;
    std::string prefix; ///< of this node's marks
    Read held;

    mutable std::mutex mutex;
    mutable std::condition_variable moved;
    std::list<Appended> appended;
    std::uint64_t marks = 0;
    std::int64_t taken = -1;
    bool stopping = false;
    Status failed;
    std::thread thread;
};

// ---- The thread ----

Status VaultTopic::Impl::open() {
    PALABRE_TRY(topic, Topic::open(address, Topic::Kind::vault));
    PALABRE_TRY(count, topic.partitions());
    PALABRE_CHECK(topic.check());
    if (count != 1)
        return error(ErrorCode::invalid,
                     fmt::format("topic {}: has {} partitions and must have one", address.topic, count));
    PALABRE_TRY(before, vault.taken());
    taken = before;
    PALABRE_CHECK(check_reach(address, topic, Partition{0}, taken < 0 ? std::nullopt : std::optional(Offset{taken})));
    PALABRE_TRY(made, Consumer::open(address, wakeup, true));
    consumer = std::move(made);
    PALABRE_CHECK(consumer->assign({{Partition{0}, Offset{taken + 1}}}));
    const auto until = std::chrono::steady_clock::now() + limits::reach_brokers;
    while (!consumer->at_end()) {
        const std::int64_t stood_at = taken;
        PALABRE_CHECK(step());
        if (taken == stood_at && !consumer->at_end() && std::chrono::steady_clock::now() > until)
            return error(ErrorCode::io, fmt::format("topic {}: no broker gives its records", address.topic));
    }
    return {};
}

Status VaultTopic::Impl::step() {
    producer.serve();
    PALABRE_CHECK(send());
    if (held.last < 0) PALABRE_CHECK(read());
    if (held.last < 0) {
        wakeup.wait(pause);
        return {};
    }
    const Status taken_over =
        vault.take(held.rows, held.last, [this](const auto& repairs) { return append_repairs(repairs); });
    if (passes(taken_over)) {
        wakeup.wait(pause);
        return {};
    }
    PALABRE_CHECK(taken_over);
    note_taken();
    held = {};
    return {};
}

Status VaultTopic::Impl::read() {
    while (held.rows.size() < rows_at_once) {
        PALABRE_TRY(message, consumer->next());
        if (!message) break;
        const RawRecord record = message.record();
        held.last = number(record.offset);
        if (auto row = decode_row(record)) held.rows.push_back(std::move(*row));
        if (const auto mark = header(record, append_name); mark.starts_with(prefix)) held.marks.emplace_back(mark);
    }
    return {};
}

Status VaultTopic::Impl::send() {
    const std::lock_guard lock(mutex);
    for (Appended& each : appended)
        for (; each.sent < each.rows.size(); ++each.sent) {
            const Status handed_over = producer.send(encode(each.rows[each.sent], each.mark));
            if (passes(handed_over)) return {}; // what waits goes out in its order
            PALABRE_CHECK(handed_over);
        }
    return {};
}

/// They stand in the topic before what made them necessary counts as taken. `busy`: another try may append them twice.
Status VaultTopic::Impl::append_repairs(const std::vector<VaultRow>& rows) {
    for (const VaultRow& row : rows) PALABRE_CHECK(producer.send(encode(row, "")));
    const auto until = std::chrono::steady_clock::now() + limits::reach_brokers;
    while (producer.reported().records > 0 && std::chrono::steady_clock::now() < until) {
        wakeup.wait(pause);
        producer.serve();
    }
    if (producer.reported().records == 0 && producer.reported().trouble.empty()) return {};
    return error(ErrorCode::busy, fmt::format("topic {} takes no records", address.topic));
}

void VaultTopic::Impl::note_taken() {
    {
        const std::lock_guard lock(mutex);
        taken = held.last;
        for (const std::string& mark : held.marks)
            for (Appended& each : appended)
                if (each.mark == mark && each.to_come > 0) --each.to_come;
    }
    moved.notify_all();
}

void VaultTopic::Impl::run() {
    Status alive;
    while (alive) {
        {
            const std::lock_guard lock(mutex);
            if (stopping) return;
        }
        try {
            alive = step();
        } catch (const std::runtime_error& unreadable) { // the vault's way to say so
            alive = error(ErrorCode::io, unreadable.what());
        }
    }
    {
        const std::lock_guard lock(mutex);
        failed = alive;
    }
    moved.notify_all();
    on_fatal(alive.error());
}

// ---- The share ----

VaultTopic::VaultTopic(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

VaultTopic::~VaultTopic() {
    stop();
}

void VaultTopic::stop() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->moved.notify_all();
    impl_->wakeup.ring();
    if (impl_->thread.joinable()) impl_->thread.join();
}

Result<std::unique_ptr<VaultTopic>> VaultTopic::open(const Address& address, Vault& vault, Random& random,
                                                     std::function<void(const Error&)> on_fatal) {
    std::unique_ptr<VaultTopic> share(new VaultTopic(std::make_unique<Impl>(address, vault, std::move(on_fatal))));
    share->impl_->prefix = random.draw<RecordId>().text() + '-';
    PALABRE_TRY(brought, vault.share_by(*share));
    PALABRE_CHECK(share->impl_->open());
    share->impl_->thread = std::thread([impl = share->impl_.get()] { impl->run(); });
    if (!brought.empty()) {
        PALABRE_CHECK(share->append(brought));
        PALABRE_CHECK(vault.joined());
    }
    return share;
}

Status VaultTopic::append(const std::vector<VaultRow>& rows) {
    Impl& self = *impl_;
    std::unique_lock lock(self.mutex);
    self.appended.push_back({self.prefix + std::to_string(++self.marks), rows, rows.size()});
    const auto mine = std::prev(self.appended.end());
    self.wakeup.ring();
    const bool told = self.moved.wait_for(
        lock, limits::command_life, [&] { return mine->to_come == 0 || self.stopping || self.failed.has_error(); });
    const bool taken = mine->to_come == 0;
    self.appended.erase(mine);
    if (taken) return {};
    if (self.failed.has_error()) return self.failed.error();
    return error(ErrorCode::busy, told ? "the node is stopping" : "the vault's topic takes nothing now");
}

std::int64_t VaultTopic::taken() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->taken;
}

Status VaultTopic::await(std::int64_t offset) const {
    std::unique_lock lock(impl_->mutex);
    const bool told = impl_->moved.wait_for(lock, limits::reach_brokers, [&] {
        return impl_->taken >= offset || impl_->stopping || impl_->failed.has_error();
    });
    if (impl_->taken >= offset) return {};
    if (impl_->failed.has_error()) return impl_->failed.error();
    return error(ErrorCode::io, told ? "the node is stopping"
                                     : fmt::format("topic {}: offset {}, which an event rests on, does not come",
                                                   impl_->address.topic, offset));
}

} // namespace palabre::log::kafka
