// SPDX-License-Identifier: Apache-2.0
#include "tools/release.hpp"

#include "events/all.hpp"
#include "tools/backup/files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <tuple>

namespace palabre::tools {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t line_bytes = 200;

/// The numbers of the text, in order, when all between them is as it should be.
template <std::size_t N>
std::optional<std::array<std::size_t, N>> numbers(std::string_view text,
                                                  const std::array<std::string_view, N + 1>& between) {
    std::array<std::size_t, N> found{};
    for (std::size_t i = 0; i < N; ++i) {
        if (!text.starts_with(between[i])) return std::nullopt;
        text.remove_prefix(between[i].size());
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), found[i]);
        if (failed != std::errc() || found[i] > 1'000'000) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
    return text == between[N] ? std::optional(found) : std::nullopt;
}

Result<std::optional<Release>> stored(const fs::path& data) {
    const auto line = backup::read(data / release_name, line_bytes);
    if (line.has_error() && line.error().code == ErrorCode::not_found) return std::optional<Release>();
    if (line.has_error()) return line.error();
    const auto release = Release::parse(*line);
    if (!release)
        return error(ErrorCode::unsupported, fmt::format("{}: is not what this Palabre writes: it was written by a "
                                                         "newer one, or damaged",
                                                         (data / release_name).string()));
    return release;
}

} // namespace

std::string Release::text() const {
    return fmt::format("palabre {}.{}.{}, {} events\n", major, minor, patch, events);
}

std::optional<Release> Release::parse(std::string_view text) {
    const auto found = numbers<4>(text, {"palabre ", ".", ".", ", ", " events\n"});
    if (!found) return std::nullopt;
    const auto& [major, minor, patch, events] = *found;
    return Release{static_cast<unsigned>(major), static_cast<unsigned>(minor), static_cast<unsigned>(patch), events};
}

bool Release::is_older_than(const Release& other) const {
    return events < other.events || std::tie(major, minor) < std::tie(other.major, other.minor);
}

std::string_view this_version() {
    return PALABRE_VERSION;
}

const Release& this_release() {
    static const Release release = [] {
        auto parsed =
            Release::parse(fmt::format("palabre {}, {} events\n", PALABRE_VERSION, events::catalogue().size()));
        return parsed.value(); // the version is CMake's: three numbers
    }();
    return release;
}

Status check_release(const fs::path& data) {
    PALABRE_TRY(release, stored(data));
    if (!release || !this_release().is_older_than(*release)) return {};
    return error(ErrorCode::unsupported,
                 fmt::format("{} was written by palabre {}.{}.{}, which knows {} kinds of events; this is palabre {}, "
                             "which knows {}: install that one or a newer one, or restore a backup from before",
                             data.string(), release->major, release->minor, release->patch, release->events,
                             this_version(), this_release().events));
}

Status note_release(const fs::path& data) {
    PALABRE_TRY(release, stored(data));
    if (release && release->text() == this_release().text()) return {};
    const fs::path fresh = data / (std::string(release_name) + ".new");
    std::error_code failed;
    fs::remove(fresh, failed);
    PALABRE_CHECK(backup::write(fresh, this_release().text()));
    fs::rename(fresh, data / release_name, failed);
    if (failed) return error(ErrorCode::io, fmt::format("{}: cannot be written", (data / release_name).string()));
    return backup::sync_folder(data);
}

} // namespace palabre::tools
