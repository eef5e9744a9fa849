// SPDX-License-Identifier: Apache-2.0
// The memtable of families that are asked for by key alone. Only core/store includes this.
#pragma once

#include <cstddef>
#include <memory>
#include <rocksdb/memtablerep.h>

namespace palabre::detail {

/// RocksDB's hashed memtable finds a random key by one or two cache misses, and to be flushed builds a skip list of all
/// it holds, at some fifteen misses a row. This one keeps the rows' addresses in RocksDB's vector memtable as well,
/// which is sorted once, when it is flushed. For one writer at a time; `buckets`: about as many as it is to hold keys.
/// Cost: 8 bytes a row more, while the vector grows up to 24, which RocksDB's bound on all memtables does not count.
[[nodiscard]] std::shared_ptr<rocksdb::MemTableRepFactory> hashed_memtable(std::size_t buckets);

} // namespace palabre::detail
