// SPDX-License-Identifier: Apache-2.0
#include "core/store/rebuildable.hpp"

#include <cassert>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace palabre {
namespace {

namespace fs = std::filesystem;

/// No name that RocksDB knows: it leaves the file alone.
constexpr const char* note = "DAMAGED";

std::optional<std::string> noted_damage(const fs::path& folder) {
    std::ifstream in(folder / note, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

} // namespace

Result<Rebuildable> open_rebuildable(const fs::path& folder, const Store::Options& options) {
    assert(!options.precious() && !options.read_only);
    const std::optional<std::string> noted = noted_damage(folder);
    auto opened = Store::open(folder, options);
    if (opened.has_error() && opened.error().code != ErrorCode::corrupt) return opened.error();
    if (opened && !noted) return Rebuildable{std::move(*opened), std::nullopt};

    const std::string damage = noted.value_or(opened ? "" : opened.error().message);
    if (opened) opened->reset();
    std::error_code failed;
    fs::remove_all(folder, failed);
    if (failed)
        return error(ErrorCode::io, fmt::format("{}; the folder cannot be removed: {}", damage, failed.message()));
    PALABRE_TRY(anew, Store::open(folder, options));
    return Rebuildable{std::move(anew), damage};
}

bool is_noted_damaged(const fs::path& folder) {
    return noted_damage(folder).has_value();
}

void detail::note_damage(const fs::path& folder, std::string_view what) {
    std::ofstream(folder / note, std::ios::binary).write(what.data(), static_cast<std::streamsize>(what.size()));
}

} // namespace palabre
