// SPDX-License-Identifier: Apache-2.0
// The one cipher of the vault: XChaCha20-Poly1305 (libsodium). A box is  nonce (24) ‖ ciphertext ‖ tag (16).
#pragma once

#include "core/vault/vault.hpp"

namespace palabre::aead {

inline constexpr std::size_t nonce_size = 24;
inline constexpr std::size_t overhead = nonce_size + 16; ///< bytes of a box beyond its plain text

/// Encrypts `plain` under a fresh nonce; `bound` is not in the box, but must be the same to open it.
[[nodiscard]] std::string close(const SecretKey& key, Random& random, std::string_view bound, std::string_view plain);
/// The plain text, or nothing: another key, other bindings, changed or missing bytes.
[[nodiscard]] std::optional<std::string> open(const SecretKey& key, std::string_view bound, std::string_view box);

/// Appends u32be length ‖ bytes: how several values become one `bound` in one way only.
void append_prefixed(std::string& out, std::string_view bytes);

} // namespace palabre::aead
