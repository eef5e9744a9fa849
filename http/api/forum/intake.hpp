// SPDX-License-Identifier: Apache-2.0
// From bytes that somebody has sent to blobs of hers: told what they are, made anew where they are a picture, sealed.
#pragma once

#include "commands/forum/forum.hpp"
#include "core/blobs/blobs.hpp"
#include "http/context.hpp"

#include <optional>
#include <string>
#include <variant>

namespace palabre::http::forum {

/// The name that a file came with, without folders; nothing where it has none.
[[nodiscard]] std::variant<std::optional<std::string>, Problem> file_name(std::string_view sent);
[[nodiscard]] Problem too_large_file();

/// Stores the file at `place` and fills in what the command says of its bytes. A problem that names the field: it is
/// not taken; what was stored by then is to be removed. Blocks: tenths of a second for a picture.
[[nodiscard]] Result<std::optional<Problem>> take_in(const Context& context, Spool& spool, const BlobPlace& place,
                                                     commands::forum::UploadFile& c);

} // namespace palabre::http::forum
