// SPDX-License-Identifier: Apache-2.0
// The limit of a rebuild: a bare loop that writes rows in batches into RocksDB and does nothing else.
// usage: rows_loop FOLDER recorded FILE      the rows that the projections write, in their batches (`fixture record`)
//        rows_loop FOLDER made SECONDS       400-byte rows in batches of 100
// Prints one JSON object: seconds, events, rows, bytes. FOLDER must be new. Reading FILE is not counted; closing, with
// its flush, is, as it is where the rebuild is measured.
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

[[noreturn]] void fail(const std::string& why) {
    std::cerr << "rows_loop: " << why << '\n';
    std::exit(1);
}

void require(const rocksdb::Status& status) {
    if (!status.ok()) fail(status.ToString());
}

struct Change {
    std::uint32_t family;
    std::string key, value;
    bool removed;
};
struct RecordedBatch {
    std::uint32_t events;
    std::vector<Change> changes;
};

/// Takes a recorded batch apart again, so that the loop has to make it anew.
class Changes : public rocksdb::WriteBatch::Handler {
public:
    explicit Changes(std::vector<Change>& into) : into_(into) {}
    rocksdb::Status PutCF(std::uint32_t family, const rocksdb::Slice& key, const rocksdb::Slice& value) override {
        into_.push_back({family, key.ToString(), value.ToString(), false});
        return rocksdb::Status::OK();
    }
    rocksdb::Status DeleteCF(std::uint32_t family, const rocksdb::Slice& key) override {
        into_.push_back({family, key.ToString(), {}, true});
        return rocksdb::Status::OK();
    }

private:
    std::vector<Change>& into_;
};

std::uint32_t read_number(std::istream& in) {
    unsigned char bytes[4] = {};
    in.read(reinterpret_cast<char*>(bytes), sizeof bytes);
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

std::vector<RecordedBatch> read_batches(const char* file) {
    std::ifstream in(file, std::ios::binary);
    std::vector<RecordedBatch> batches;
    while (in && in.peek() != std::ifstream::traits_type::eof()) {
        RecordedBatch batch{read_number(in), {}};
        std::string bytes(read_number(in), '\0');
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        Changes changes(batch.changes);
        require(rocksdb::WriteBatch(bytes).Iterate(&changes));
        batches.push_back(std::move(batch));
    }
    if (batches.empty()) fail(std::string("no batches in ") + file);
    return batches;
}

struct Database {
    std::unique_ptr<rocksdb::DB> db;
    std::vector<rocksdb::ColumnFamilyHandle*> families; ///< by their number

    Database(const std::string& folder, std::uint32_t last_family) {
        rocksdb::Options options;
        options.create_if_missing = true;
        options.error_if_exists = true;
        options.IncreaseParallelism(2);
        options.compression = rocksdb::kLZ4Compression;
        rocksdb::BlockBasedTableOptions table;
        table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
        options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
        rocksdb::DB* raw = nullptr;
        require(rocksdb::DB::Open(options, folder, &raw));
        db.reset(raw);
        families.push_back(db->DefaultColumnFamily());
        while (families.size() <= last_family) {
            rocksdb::ColumnFamilyHandle* made = nullptr;
            require(db->CreateColumnFamily(options, std::to_string(families.size()), &made));
            families.push_back(made);
        }
    }
    /// Flushes: what was written must lie in files, as it does after a rebuild.
    void close() {
        require(db->Flush({}, families));
        for (std::size_t i = 1; i < families.size(); ++i) require(db->DestroyColumnFamilyHandle(families[i]));
        require(db->Close());
    }
};

struct Written {
    double seconds = 0;
    std::uint64_t events = 0, rows = 0, bytes = 0;
};

Written write_recorded(const std::string& folder, const std::vector<RecordedBatch>& batches) {
    std::uint32_t last_family = 0;
    for (const auto& batch : batches)
        for (const auto& change : batch.changes) last_family = std::max(last_family, change.family);
    Written written;
    const auto begun = Clock::now();
    Database database(folder, last_family);
    for (const auto& recorded : batches) {
        rocksdb::WriteBatch batch;
        for (const auto& change : recorded.changes) {
            auto* family = database.families[change.family];
            require(change.removed ? batch.Delete(family, change.key) : batch.Put(family, change.key, change.value));
            written.bytes += change.key.size() + change.value.size();
        }
        require(database.db->Write({}, &batch));
        written.events += recorded.events;
        written.rows += recorded.changes.size();
    }
    database.close();
    written.seconds = seconds_since(begun);
    return written;
}

Written write_made(const std::string& folder, double seconds) {
    constexpr std::size_t row_bytes = 400, rows_a_batch = 100;
    std::mt19937_64 random(1);
    std::string text(1 << 20, '\0'); // letters only, so that it packs about as well as words
    for (auto& c : text) c = "esaitnrulodcmpevqfbghjxyzw ,.0123456"[random() % 36];
    Database database(folder, 0);
    Written written;
    const auto begun = Clock::now();
    while (written.seconds < seconds) {
        rocksdb::WriteBatch batch;
        for (std::size_t i = 0; i < rows_a_batch; ++i, ++written.rows) {
            std::string key(16, '\0');
            for (std::size_t at = 0; at < 8; ++at) key[15 - at] = static_cast<char>(written.rows >> 8 * at & 0xff);
            require(batch.Put(
                key, rocksdb::Slice(text.data() + written.rows * 7919 % (text.size() - row_bytes), row_bytes)));
            written.bytes += key.size() + row_bytes;
        }
        require(database.db->Write({}, &batch));
        written.seconds = seconds_since(begun);
    }
    database.close();
    return written;
}

} // namespace

int main(int argc, char** argv) {
    const std::string mode = argc == 4 ? argv[2] : "";
    if (mode != "recorded" && mode != "made") {
        std::cerr << "usage: rows_loop FOLDER recorded FILE | rows_loop FOLDER made SECONDS\n";
        return 2;
    }
    const Written written =
        mode == "recorded" ? write_recorded(argv[1], read_batches(argv[3])) : write_made(argv[1], std::atof(argv[3]));
    std::printf("{\"seconds\":%.6f,\"events\":%lu,\"rows\":%lu,\"bytes\":%lu}\n", written.seconds, written.events,
                written.rows, written.bytes);
}
