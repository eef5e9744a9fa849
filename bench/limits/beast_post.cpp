// SPDX-License-Identifier: Apache-2.0
// The limit of a durable write: bare Boost.Beast that reads a JSON body, checks that it is JSON, has it written to
// RocksDB (an event row and a page row) by one thread that syncs once for all that wait, and answers 201.
// usage: beast_post PORT THREADS FOLDER
#include "bench/limits/bare_post.hpp"

#include <rocksdb/db.h>

#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>

namespace {

namespace http = boost::beast::http;
using palabre::bench::BarePost;
using palabre::bench::BareServer;
using palabre::bench::Socket;

class Session;

/// Gathers while it writes: what comes meanwhile makes the next group.
class Committer {
public:
    explicit Committer(const std::string& folder) {
        rocksdb::Options options;
        options.create_if_missing = true;
        rocksdb::DB* raw = nullptr;
        if (const auto opened = rocksdb::DB::Open(options, folder, &raw); !opened.ok()) {
            std::cerr << "beast_post: " << opened.ToString() << '\n';
            std::exit(1);
        }
        db_.reset(raw);
        thread_ = std::thread([this] { run(); });
    }
    ~Committer() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        arrived_.notify_one();
        thread_.join();
    }
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    void commit(std::shared_ptr<Session> session) {
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(session));
        }
        arrived_.notify_one();
    }

private:
    void run();

    std::unique_ptr<rocksdb::DB> db_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<std::shared_ptr<Session>> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

class Session : public BarePost<Session> {
public:
    Session(Socket socket, Committer& committer) : BarePost(std::move(socket)), committer_(committer) {}

    void submit() { committer_.commit(shared_from_this()); }
    /// Any thread.
    void committed() { report(shared_from_this(), http::status::created); }

private:
    friend BarePost;
    Committer& committer_;
};

std::string key(char kind, std::uint64_t number) {
    std::string bytes(1, kind);
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
    return bytes;
}

void Committer::run() {
    rocksdb::WriteOptions durable;
    durable.sync = true;
    std::uint64_t number = 0;
    std::vector<std::shared_ptr<Session>> group;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_) return;
            group.swap(waiting_);
        }
        rocksdb::WriteBatch batch;
        for (const auto& session : group) {
            ++number;
            (void)batch.Put(key('e', number), session->body());
            (void)batch.Put(key('p', number), session->body());
        }
        if (const auto written = db_->Write(durable, &batch); !written.ok()) {
            std::cerr << "beast_post: " << written.ToString() << '\n';
            std::_Exit(1);
        }
        for (const auto& session : group) session->committed();
        group.clear();
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: beast_post PORT THREADS FOLDER\n";
        return 2;
    }
    Committer committer(argv[3]);
    BareServer(static_cast<std::uint16_t>(std::atoi(argv[1])), static_cast<unsigned>(std::atoi(argv[2])),
               [&committer](Socket socket) { std::make_shared<Session>(std::move(socket), committer)->read(); })
        .run();
}
