// SPDX-License-Identifier: Apache-2.0
// What Store and Scan share. Only store.cpp, writing.cpp and scan.cpp include this.
#pragma once

#include "core/store/gathered.hpp"
#include "core/store/row_cache.hpp"
#include "core/store/store.hpp"

#include <mutex>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

namespace palabre {
namespace detail {

[[nodiscard]] inline rocksdb::Slice slice(std::string_view bytes) {
    return {bytes.data(), bytes.size()};
}
[[nodiscard]] inline std::string_view view(const rocksdb::Slice& bytes) {
    return {bytes.data(), bytes.size()};
}

/// What a Family names.
struct OpenFamily {
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    Gathered gathered = {};
};
[[nodiscard]] inline OpenFamily* open_family(void* handle) {
    return static_cast<OpenFamily*>(handle);
}

} // namespace detail

struct Batch::Impl {
    rocksdb::WriteBatch writes;
};

struct Store::Impl {
    using Families = std::map<std::string, std::unique_ptr<detail::OpenFamily>, std::less<>>;

    std::filesystem::path folder;
    Options options;
    std::unique_ptr<rocksdb::DB> db;
    rocksdb::ColumnFamilyHandle* unnamed = nullptr; // RocksDB's "default", which we leave empty
    mutable std::mutex mutex;                       // guards `families`
    Families families;
    std::atomic<bool> poisoned = false;
    std::optional<RowCache> rows;
    mutable std::mutex damage_mutex; // guards `damage`
    mutable std::optional<Damage> damage;
    std::mutex writing; // where batches are gathered: one changes or hands over what is gathered

    ~Impl();

    [[nodiscard]] rocksdb::Status open_rocksdb();
    /// What a call on the open store failed with. Damage is kept in mind.
    [[nodiscard]] Error fail(const rocksdb::Status& status, rocksdb::ColumnFamilyHandle* family = nullptr) const;
    [[nodiscard]] rocksdb::Status flush() const;
    [[nodiscard]] std::vector<rocksdb::ColumnFamilyHandle*> handles() const;

    // writing.cpp
    [[nodiscard]] bool gathers() const { return options.gathered_bytes != 0; }
    /// To the engine, and then to the row cache.
    [[nodiscard]] Status write(rocksdb::WriteBatch& writes, bool sync);
    /// Under `writing`, as are the next two: into the families' maps.
    void gather(const rocksdb::WriteBatch& writes);
    [[nodiscard]] std::size_t gathered() const;
    /// What is gathered goes to the engine as one batch.
    [[nodiscard]] Status hand_over();
    /// The same for whoever is about to do something with the engine's own bytes.
    [[nodiscard]] Status settle();
};

} // namespace palabre
