// SPDX-License-Identifier: Apache-2.0
// The file of the master key: 32 bytes as text, 64 hexadecimal digits or 52 characters of base32, and a line end. It is
// kept outside the data folder and its backups; only its owner may read it.
#pragma once

#include "core/vault/vault.hpp"

namespace palabre {

/// `not_found`: no such file; `invalid`: readable by group or others, no plain file, or no key; `io`: not readable.
[[nodiscard]] Result<SecretKey> read_master_key(const std::filesystem::path& file);

/// Draws a key and writes it to a new file (0600), durable with its folder. `invalid`: the file is there already.
[[nodiscard]] Result<SecretKey> make_master_key(const std::filesystem::path& file, Random& random);

} // namespace palabre
