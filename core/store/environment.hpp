// SPDX-License-Identifier: Apache-2.0
// What stores stand on below RocksDB: files, and whether they are kept. Without one: the machine's own. Tests give
// another, which fails or forgets when they say so; such a one includes RocksDB's headers, nobody else needs to.
#pragma once

namespace rocksdb {
class Env;
}

namespace palabre {

/// Outlives every store that was opened on it: each holds a share of it.
class StoreEnvironment {
public:
    StoreEnvironment() = default;
    virtual ~StoreEnvironment() = default;
    StoreEnvironment(const StoreEnvironment&) = delete;
    StoreEnvironment& operator=(const StoreEnvironment&) = delete;
    /// Safe from any thread; always the same.
    [[nodiscard]] virtual rocksdb::Env* env() = 0;
};

} // namespace palabre
