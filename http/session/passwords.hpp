// SPDX-License-Identifier: Apache-2.0
// Passwords at rest: argon2id (libsodium's string form). Each call takes tens of milliseconds and 64 MB: only in Work.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace palabre::http {

/// The string to keep in the vault. The salt comes from the operating system.
[[nodiscard]] std::string hash_password(std::string_view password);

/// Does the password belong to the stored string? Without one (no such account) it takes as long and says no.
[[nodiscard]] bool is_password(const std::optional<std::string>& stored, std::string_view password);

} // namespace palabre::http
