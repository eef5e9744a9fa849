// SPDX-License-Identifier: Apache-2.0
#include "tools/stackexchange/timeline.hpp"

#include "tools/stackexchange/arrange.hpp"
#include "tools/stackexchange/gather.hpp"

namespace palabre::tools::stackexchange {

using import::Kind;
using import::Report;

namespace {

/// Counts what is there, and notes rows that another one with the same number and time replaced.
Result<std::uint64_t> count(const Stage& stage, Report& report) {
    constexpr std::array<Kind, std::variant_size_v<Item>> kinds = {
        Kind::user, Kind::question, Kind::answer, Kind::comment, Kind::edit, Kind::vote, Kind::acceptance};
    std::array<std::uint64_t, kinds.size()> found{};
    std::uint64_t total = 0;
    Scan scan = stage.scratch.scan(stage.items);
    for (; scan.valid(); scan.next(), ++total) {
        KeyReader reader(scan.key());
        (void)reader.ascending();
        ++found.at(reader.u8());
    }
    PALABRE_CHECK(scan.status());
    for (std::size_t i = 0; i < kinds.size(); ++i)
        for (auto n = found[i]; n < stage.items_put[i]; ++n)
            report.skipped(kinds[i], "its number stands twice in the file", "");
    return total;
}

} // namespace

Result<Timeline> Timeline::read(const std::filesystem::path& dump, const std::filesystem::path& scratch,
                                Report& report) {
    PALABRE_TRY(stage, Stage::open(scratch));
    PALABRE_CHECK(gather(dump, stage, report));
    PALABRE_CHECK(arrange(dump, stage, report));
    PALABRE_TRY(size, count(stage, report));
    Scan scan = stage.scratch.scan(stage.items);
    return Timeline(std::move(stage), std::move(scan), size);
}

Result<std::optional<Item>> Timeline::next() {
    if (!scan_.valid()) {
        PALABRE_CHECK(scan_.status());
        return std::optional<Item>();
    }
    PALABRE_TRY(item, read_item(scan_.key(), scan_.value()));
    scan_.next();
    return std::optional<Item>(std::move(item));
}

} // namespace palabre::tools::stackexchange
