// SPDX-License-Identifier: Apache-2.0
// RFC 4648 base64url, unpadded, spare bits zero: the text form of sealed boxes (frozen). By table: libsodium's takes
// the same time for every text, which secrets need and boxes do not, and that was a tenth of a rebuild.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace palabre::base64url {

std::string encode(std::string_view bytes);
/// Whether `text` is the one canonical text of some bytes.
[[nodiscard]] bool is_canonical(std::string_view text);
/// The bytes of their one canonical text; nothing for any other text (length, alphabet, padding, spare bits).
[[nodiscard]] std::optional<std::string> decode(std::string_view text);

} // namespace palabre::base64url
