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
/// What the rows of one thing have in common: the community (text), the kind of row (one byte) and the thing's 8 bytes.
/// Nothing where the key is shorter.
[[nodiscard]] std::string_view row_prefix(std::string_view key);
/// Whether the family's files have filters over row_prefix().
[[nodiscard]] bool has_row_prefixes(const Store::Options& options, std::string_view family);
/// For reads of one key.
[[nodiscard]] rocksdb::ReadOptions read_options();

} // namespace palabre::detail
