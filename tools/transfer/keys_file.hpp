// SPDX-License-Identifier: Apache-2.0
// The second file of an export: members' keys, credentials and naming keys, wrapped by a passphrase. Without it the
// export still holds every event; with it the new house can read what is sealed.
//
//   "palabre/1/keys\n" ‖ salt (16) ‖ stream header (24) ‖ { u32be length ‖ chunk }…
//   key = argon2id (libsodium, MODERATE) of the passphrase; chunks = XChaCha20-Poly1305 secretstream, one JSON object
//   each, the last one empty and tagged FINAL: a file that was cut short is noticed.
#pragma once

#include "core/vault/vault.hpp"

#include <filesystem>
#include <functional>

namespace palabre::tools {

/// One line of the file. `record` nothing: the community's naming key.
struct KeyLine {
    CommunityId community = {};
    std::string owner = {};
    std::optional<RecordId> record = {};
    RecordState state = RecordState::present;
    std::string secret = {};
};

/// Writes the lines that `each` hands over; the file is readable by its owner only and must not exist. Constant memory.
[[nodiscard]] Status write_keys_file(const std::filesystem::path& file, std::string_view passphrase, Random& random,
                                     const std::function<Status(const std::function<Status(const KeyLine&)>&)>& each);
/// Reads all lines in order. `invalid`: another passphrase, or no such file's bytes; `corrupt`: cut short or changed.
[[nodiscard]] Status read_keys_file(const std::filesystem::path& file, std::string_view passphrase,
                                    const std::function<Status(const KeyLine&)>& take);

/// The first line of a file that others may not read, or of the environment variable PALABRE_PASSPHRASE.
[[nodiscard]] Result<std::string> read_passphrase(const std::filesystem::path& file);

} // namespace palabre::tools
