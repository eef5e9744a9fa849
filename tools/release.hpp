// SPDX-License-Identifier: Apache-2.0
// Which Palabre a data folder needs: the file `release` in it, one line, "palabre 0.2.0, 57 events". A program that is
// older than its data would stop at the first event that it does not know, somewhere in the middle: it is told at the
// start instead.
#pragma once

#include "core/base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace palabre::tools {

inline constexpr const char* release_name = "release";

/// A version, and how many event versions it knows: those that are released stay, so more of them is newer.
struct Release {
    unsigned major = 0, minor = 0, patch = 0;
    std::size_t events = 0;

    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<Release> parse(std::string_view text);
    /// Data of `other` may hold what this does not know. Patches change nothing that is stored.
    [[nodiscard]] bool is_older_than(const Release& other) const;
};

/// Of this program: its version as text, "0.2.0", and all of it.
[[nodiscard]] std::string_view this_version();
[[nodiscard]] const Release& this_release();

/// `unsupported`: the data was opened by a newer Palabre than this one. Nothing where nobody has said it.
[[nodiscard]] Status check_release(const std::filesystem::path& data);
/// From here on the data needs this one. Durable; writes only where it changes.
[[nodiscard]] Status note_release(const std::filesystem::path& data);

} // namespace palabre::tools
