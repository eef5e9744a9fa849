// SPDX-License-Identifier: Apache-2.0
#include "projections/row.hpp"

namespace palabre::projections::detail {

Error ill_formed(std::string_view key) {
    return error(ErrorCode::corrupt, "views: the row at key " + base32::encode(key) +
                                         " is none of this version; `palabre rebuild` makes it anew");
}

std::optional<std::size_t> json_begin(std::string_view bytes) {
    KeyReader reader(bytes);
    const std::size_t length = reader.u32();
    if (!reader.ok() || length > reader.rest().size()) return std::nullopt;
    return 4 + length;
}

std::string join(std::string_view record, std::string_view json) {
    return Key().u32(static_cast<std::uint32_t>(record.size())).raw(record).raw(json).str();
}

} // namespace palabre::projections::detail
