// SPDX-License-Identifier: Apache-2.0
#include "http/server/loop.hpp"

#include "http/server/connection.hpp"
#include "http/server/message.hpp"

namespace palabre::http {
namespace {

/// Deadlines are seconds: nobody sees a tenth more.
constexpr std::chrono::milliseconds tick_interval{100};

} // namespace

Loop::Loop(Shared& shared)
    : shared_(shared), mailbox_(std::make_shared<Mailbox>(io_)), timer_(io_), now_(std::chrono::steady_clock::now()) {
    write_date();
    schedule_tick();
}

Loop::~Loop() {
    mailbox_->close();
    abort();
}

void Loop::adopt(boost::asio::ip::tcp::socket socket) {
    if (shared_.stopping) {
        const std::lock_guard lock(shared_.drained_mutex);
        --shared_.open;
        shared_.drained.notify_all();
        return;
    }
    const auto connection = *connections_.insert(std::make_shared<Connection>(*this, std::move(socket))).first;
    connection->start();
}

void Loop::remove(const std::shared_ptr<Connection>& connection) {
    connections_.erase(connection);
    const std::lock_guard lock(shared_.drained_mutex);
    if (--shared_.open == 0) shared_.drained.notify_all();
}

/// Each may remove itself meanwhile.
template <class Act>
void Loop::each(Act act) {
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all) act(*connection);
}

void Loop::grown() {
    std::vector<std::shared_ptr<Connection>> all;
    all.reserve(streams_.size());
    for (Connection* const stream : streams_) all.push_back(stream->shared_from_this());
    for (const auto& stream : all) stream->pump();
}

void Loop::shed_answers() {
    const std::size_t share = shared_.options.answers_bytes / shared_.options.threads;
    while (shared_.answer_bytes > shared_.options.answers_bytes) {
        std::size_t own = 0;
        std::shared_ptr<Connection> slowest;
        for (const auto& connection : connections_) {
            own += connection->answer_held();
            if (connection->answer_held() > 0 && (!slowest || connection->read_last() < slowest->read_last()))
                slowest = connection;
        }
        // Within its share it is another loop that holds too much: who reads here must not pay for those who do not
        // read there.
        if (own <= share) return;
        slowest->close();
    }
}

void Loop::begin_stop() {
    each([](Connection& connection) { connection.begin_stop(); });
}

void Loop::abort() {
    each([](Connection& connection) { connection.close(); });
}

void Loop::schedule_tick() {
    timer_.expires_after(tick_interval);
    timer_.async_wait([this](const boost::system::error_code& failed) {
        if (!failed) tick();
    });
}

void Loop::tick() {
    now_ = std::chrono::steady_clock::now();
    write_date();
    // Almost none has something to do: look without copying the set.
    std::vector<std::shared_ptr<Connection>> due;
    for (const auto& connection : connections_)
        if (connection->due(now_)) due.push_back(connection);
    for (const auto& connection : due) connection->on_due();
    schedule_tick();
}

void Loop::write_date() {
    const std::int64_t second =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    if (second == date_second_) return;
    date_second_ = second;
    date_ = http_date(second);
}

} // namespace palabre::http
