// SPDX-License-Identifier: Apache-2.0
// The XML files of a Stack Exchange dump: `<posts><row Id="1" …/>…</posts>`, one row after the other, by expat. Memory
// is bounded by one row, whatever the file's length. Anything but rows of attributes under the expected root is an
// error that names file and line: a half-written file is never taken for a whole one.
#pragma once

#include "core/base/instant.hpp"
#include "core/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace palabre::tools::stackexchange {

/// A row's number in its file; −1 is the user "Community".
enum class RowId : std::int64_t {};
std::string text(RowId row);

/// One row while it is read: valid during the call it is given to.
class Row {
public:
    /// `attributes`: names and values in turn, ended by null, as expat gives them.
    Row(std::string_view file, std::uint64_t line, const char* const* attributes)
        : file_(file), line_(line), attributes_(attributes) {}

    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    /// Missing where these say so: an error of code invalid, which names file, line and attribute; ill-formed: always.
    [[nodiscard]] Result<std::string_view> text(std::string_view name) const;
    [[nodiscard]] Result<RowId> id(std::string_view name) const;
    [[nodiscard]] Result<std::optional<RowId>> find_id(std::string_view name) const;
    [[nodiscard]] Result<Instant> instant(std::string_view name) const;
    [[nodiscard]] Result<std::optional<Instant>> find_instant(std::string_view name) const;

    /// "Posts.xml:12: <words>"
    [[nodiscard]] Error fault(std::string_view words) const;

private:
    std::string_view file_;
    std::uint64_t line_;
    const char* const* attributes_;
};

/// Calls `each` for every row; its error ends the reading and is returned. `progress`, if any, is told the bytes read.
/// `not_found`: no such file; `io`: it cannot be read; `invalid`: it is not whole, or not what it should be.
[[nodiscard]] Status read_rows(const std::filesystem::path& file, std::string_view root,
                               const std::function<Status(const Row&)>& each,
                               const std::function<void(std::uint64_t)>& progress = {});

} // namespace palabre::tools::stackexchange
