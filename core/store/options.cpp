// SPDX-License-Identifier: Apache-2.0
#include "core/store/options.hpp"

#include "core/limits.hpp"
#include "core/store/memtable.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

namespace palabre::detail {
namespace {

/// One cache for all stores of the process: the memory bound is the process's, not the store's.
std::shared_ptr<rocksdb::Cache> block_cache() {
    static const auto cache =
        rocksdb::NewLRUCache(limits::block_cache_bytes, /*num_shard_bits=*/4, /*strict_capacity_limit=*/false,
                             /*high_pri_pool_ratio=*/0.5);
    return cache;
}

/// Of a hashed memtable: about as many as it holds keys.
constexpr std::size_t hash_buckets = 64 << 10;

/// A reader beside a running server must not write a log file into its folder.
class SilentLogger final : public rocksdb::Logger {
public:
    using rocksdb::Logger::Logv;
    void Logv(const char*, va_list) override {}
};

/// What the rows of one thing share, see row_prefix().
class RowPrefix final : public rocksdb::SliceTransform {
public:
    [[nodiscard]] const char* Name() const override { return "palabre.row-prefix.1"; }
    [[nodiscard]] rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
        return {key.data(), row_prefix({key.data(), key.size()}).size()};
    }
    [[nodiscard]] bool InDomain(const rocksdb::Slice& key) const override {
        return !row_prefix({key.data(), key.size()}).empty();
    }
};

bool is_by_key_alone(const Store::Options& options, std::string_view family) {
    return options.by_key_alone != nullptr && options.by_key_alone(family);
}

std::size_t memtable_bytes(Store::Use use) {
    return use == Store::Use::vault ? limits::vault_memtable_bytes : limits::memtable_bytes;
}

} // namespace

std::string_view row_prefix(std::string_view key) {
    constexpr std::size_t behind_community = 1 + 8; // what kind of row, and of what thing
    const std::size_t zero = key.find('\0');
    if (zero == std::string_view::npos || key.size() - zero - 1 < behind_community) return {};
    return key.substr(0, zero + 1 + behind_community);
}

bool has_row_prefixes(const Store::Options& options, std::string_view family) {
    return options.use == Store::Use::views && !is_by_key_alone(options, family);
}

rocksdb::DBOptions db_options(const Store::Options& options) {
    rocksdb::DBOptions db;
    if (options.environment) db.env = options.environment->env();
    db.create_if_missing = options.create && !options.read_only;
    db.create_missing_column_families = false;
    db.paranoid_checks = true;
    db.wal_recovery_mode = options.precious() ? rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords
                                              : rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    // The newest WAL may end early, by a torn write; an older one that ends early or is gone is a hole, which recovery
    // by itself passes over. RocksDB notes each closed WAL with its size; a secondary instance does not know the notes.
    db.track_and_verify_wals_in_manifest = options.precious() && !options.read_only;
    db.db_write_buffer_size = options.use == Store::Use::vault ? 0 : limits::write_buffers_bytes;
    db.max_total_wal_size = limits::wal_bytes;

    // Nothing that was deleted may live on in a file that is kept for another reason.
    db.recycle_log_file_num = 0;
    db.WAL_ttl_seconds = 0;
    db.WAL_size_limit_MB = 0;
    db.avoid_unnecessary_blocking_io = false;
    // Before 7.10.2 a packed log whose record begins at a block's start may not be read back (facebook/rocksdb#11198).
    db.wal_compression = rocksdb::kNoCompression;

    // A write that failed stays failed: the process ends and starts again from what is on the disk.
    db.max_bgerror_resume_count = 0;
    db.atomic_flush = false;
    db.unordered_write = false;
    db.enable_pipelined_write = false;
    db.allow_concurrent_memtable_write = false; // one thread writes; hashed memtables take no other way
    db.manual_wal_flush = false;
    db.best_efforts_recovery = false;
    db.avoid_flush_during_recovery = false;
    db.avoid_flush_during_shutdown = false;

    // A reader beside a running server keeps every file open, since the server may delete it at any time.
    db.max_open_files = options.read_only ? -1 : limits::store_open_files;
    db.max_background_jobs = 2;
    db.max_manifest_file_size = 16 << 20;
    db.bytes_per_sync = 1 << 20;
    db.skip_stats_update_on_db_open = true;
    db.stats_dump_period_sec = 0;
    db.stats_persist_period_sec = 0;
    db.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
    db.keep_log_file_num = 2;
    db.max_log_file_size = 1 << 20;
    if (options.read_only) db.info_log = std::make_shared<SilentLogger>();
    return db;
}

rocksdb::ColumnFamilyOptions family_options(const Store::Options& options, std::string_view name) {
    const Store::Use use = options.use;
    rocksdb::BlockBasedTableOptions table;
    table.block_cache = block_cache();
    table.block_size = use == Store::Use::log ? 16 << 10 : 8 << 10;
    table.cache_index_and_filter_blocks = true;
    table.cache_index_and_filter_blocks_with_high_priority = true;
    table.pin_l0_filter_and_index_blocks_in_cache = true;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    table.whole_key_filtering = true;
    table.checksum = rocksdb::kXXH3;
    table.format_version = 5;

    rocksdb::ColumnFamilyOptions family;
    family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    family.write_buffer_size = memtable_bytes(use);
    family.max_write_buffer_number = 2;
    if (use == Store::Use::log) {
        // Most look-ups of a log ask for what was never written: a command's id. Elsewhere a filter costs each insert.
        family.memtable_whole_key_filtering = true;
        family.memtable_prefix_bloom_size_ratio = 0.02;
    }
    family.compaction_style = rocksdb::kCompactionStyleLevel;
    // Memtables are small beside what lies below: twice as many at once rewrite it half as often. Filters say which of
    // the files on top need not be looked into, for single keys and for the pages of one thing.
    family.level0_file_num_compaction_trigger = 8;
    family.level_compaction_dynamic_level_bytes = true;
    family.target_file_size_base = 32 << 20;
    family.compression = rocksdb::kLZ4Compression;
    // Views are read far more than kept: what comes back from the log need not be small, it must be quick to take
    // apart.
    family.bottommost_compression = use == Store::Use::views ? rocksdb::kLZ4Compression : rocksdb::kZSTD;
    family.optimize_filters_for_hits = false;
    family.paranoid_file_checks = false;
    family.force_consistency_checks = true;
    family.ttl = 0;
    family.periodic_compaction_seconds = 0;
    if (is_by_key_alone(options, name)) {
        // A skip list finds the place of a random key by some fifteen cache misses; a hash table needs one or two.
        // What lies below is rewritten seldom: a filter says which few files to look into.
        family.compaction_style = rocksdb::kCompactionStyleUniversal;
        family.prefix_extractor.reset(rocksdb::NewNoopTransform());
        family.memtable_factory = hashed_memtable(hash_buckets);
    } else if (has_row_prefixes(options, name)) {
        family.prefix_extractor = std::make_shared<const RowPrefix>();
        // What is gathered comes as sorted runs: each row goes near the one before.
        family.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(1));
    } else if (use == Store::Use::log) {
        // Positions, sequences and offsets grow: each kind of key goes behind the last one of its kind.
        family.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(1));
    }
    return family;
}

rocksdb::ReadOptions read_options() {
    rocksdb::ReadOptions read;
    read.verify_checksums = true;
    read.fill_cache = true;
    read.total_order_seek = true;
    return read;
}

} // namespace palabre::detail
