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

namespace palabre::projections {

Result<std::vector<std::optional<JsonRow>>> find_json(const View& view, const std::vector<std::string>& keys) {
    PALABRE_TRY(values, view.get(keys));
    std::vector<std::optional<JsonRow>> rows(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!values[i]) continue;
        const auto begin = detail::json_begin(*values[i]);
        if (!begin) return detail::ill_formed(keys[i]);
        rows[i] = JsonRow{std::move(*values[i]), *begin};
    }
    return rows;
}

} // namespace palabre::projections
