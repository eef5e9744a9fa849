// SPDX-License-Identifier: Apache-2.0
// The limit of reading the log: a bare walk over its events as bytes, without taking them apart.
// usage: log_scan LOG_FOLDER SECONDS
// Prints one JSON object: seconds, events, bytes of all whole passes. Opens the folder for reading only.
#include <rocksdb/db.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

void require(const rocksdb::Status& status) {
    if (status.ok()) return;
    std::cerr << "log_scan: " << status.ToString() << '\n';
    std::exit(1);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: log_scan LOG_FOLDER SECONDS\n";
        return 2;
    }
    const std::string folder = argv[1];
    std::vector<std::string> names;
    require(rocksdb::DB::ListColumnFamilies({}, folder, &names));
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const auto& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* raw = nullptr;
    require(rocksdb::DB::OpenForReadOnly({}, folder, families, &handles, &raw));
    const std::unique_ptr<rocksdb::DB> db(raw);
    rocksdb::ColumnFamilyHandle* events = nullptr;
    for (auto* handle : handles)
        if (handle->GetName() == "events") events = handle;
    if (events == nullptr) {
        std::cerr << "log_scan: no events in " << folder << '\n';
        return 1;
    }

    using Clock = std::chrono::steady_clock;
    std::uint64_t count = 0, bytes = 0;
    double seconds = 0;
    for (const auto begun = Clock::now(); seconds < std::atof(argv[2]);
         seconds = std::chrono::duration<double>(Clock::now() - begun).count()) {
        rocksdb::ReadOptions read;
        read.readahead_size = 2 << 20;
        const std::unique_ptr<rocksdb::Iterator> at(db->NewIterator(read, events));
        for (at->SeekToFirst(); at->Valid(); at->Next(), ++count) bytes += at->key().size() + at->value().size();
        require(at->status());
    }
    std::printf("{\"seconds\":%.6f,\"events\":%lu,\"bytes\":%lu}\n", seconds, count, bytes);
    for (auto* handle : handles) require(db->DestroyColumnFamilyHandle(handle));
}
