// SPDX-License-Identifier: Apache-2.0
// The reconciliation of an import: of every row that was read, what became of it. Nothing is lost without a line here,
// and the sums are checked: read = imported + already there + skipped + refused, for each kind.
#pragma once

#include "core/base/result.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace palabre::tools::import {

/// What is counted. `person`: somebody whom the source names without a user row.
enum class Kind : std::uint8_t { user, person, question, answer, comment, edit, vote, acceptance, job, other };
inline constexpr std::size_t kinds = 10;
std::string_view text(Kind kind);

class Report {
public:
    /// A reason with how many rows it struck, and the first of them.
    struct Rows {
        std::uint64_t count = 0;
        std::vector<std::string> first;
    };
    using Reasons = std::map<std::string, Rows, std::less<>>;
    struct Line {
        std::uint64_t read = 0, imported = 0, already = 0;
        Reasons skipped; ///< not for us, or not possible: the reader's reasons
        Reasons refused; ///< by the rules of the community
        Reasons notes;   ///< imported, but not quite as it stood
    };

    void read(Kind kind, std::uint64_t count = 1) { line(kind).read += count; }
    void imported(Kind kind) { ++line(kind).imported; }
    void already_there(Kind kind) { ++line(kind).already; }
    void skipped(Kind kind, std::string_view reason, std::string_view row) { add(line(kind).skipped, reason, row); }
    void refused(Kind kind, std::string_view reason, std::string_view row) { add(line(kind).refused, reason, row); }
    void note(Kind kind, std::string_view words, std::string_view row) { add(line(kind).notes, words, row); }

    [[nodiscard]] const Line& of(Kind kind) const { return lines_[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] std::uint64_t imported() const;
    [[nodiscard]] std::uint64_t refused() const;

    /// `corrupt`: a sum that does not add up, which is a bug of the importer.
    [[nodiscard]] Status check() const;
    /// For people: a table, then each reason with its first rows.
    [[nodiscard]] std::string table() const;
    [[nodiscard]] std::string json() const;

private:
    Line& line(Kind kind) { return lines_[static_cast<std::size_t>(kind)]; }
    static void add(Reasons& reasons, std::string_view reason, std::string_view row);

    std::array<Line, kinds> lines_;
};

} // namespace palabre::tools::import
