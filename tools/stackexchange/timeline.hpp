// SPDX-License-Identifier: Apache-2.0
// A whole dump as one stream in the order of time. The same dump gives the same stream, always.
//
//   users       at their creation, or at their first act where that is earlier
//   questions   answers, comments, edits: at their dates, never before their post
//   votes       know only a day: at its start, or at their post's time where that is later
//   accepted    at the day of the asker's vote, else with the answer; never before the answer
// At equal times: users, questions, answers, comments, edits, votes, accepted answers; each by row.
//
// Sorting is on the disk: memory does not grow with the dump.
#pragma once

#include "tools/stackexchange/stage.hpp"

namespace palabre::tools::stackexchange {

class Timeline {
public:
    /// Reads the dump and orders it in `scratch`, a folder that is made now and deleted with this object. What is
    /// passed over is in the report, which must outlive nothing. Errors: those of read_rows() and Store::open().
    [[nodiscard]] static Result<Timeline> read(const std::filesystem::path& dump, const std::filesystem::path& scratch,
                                               import::Report& report);

    /// Items in all.
    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// The next item, or nothing at the end.
    [[nodiscard]] Result<std::optional<Item>> next();

private:
    Timeline(Stage stage, Scan scan, std::uint64_t size)
        : stage_(std::move(stage)), scan_(std::move(scan)), size_(size) {}

    Stage stage_;
    Scan scan_;
    std::uint64_t size_;
};

} // namespace palabre::tools::stackexchange
