// SPDX-License-Identifier: Apache-2.0
// How RocksDB is set for each use of a Store. Only core/store includes this.
// Whatever we rely on is written down here, also where it is today's default: defaults change with the version and,
// for some, with how the library was built.
#pragma once

#include "core/store/store.hpp"

#include <rocksdb/options.h>

namespace palabre::detail {

[[nodiscard]] rocksdb::DBOptions db_options(const Store::Options& options);
[[nodiscard]] rocksdb::ColumnFamilyOptions family_options(const Store::Options& options, std::string_view name);
/// For reads of one key.
[[nodiscard]] rocksdb::ReadOptions read_options();

} // namespace palabre::detail
