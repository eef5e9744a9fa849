// SPDX-License-Identifier: Apache-2.0
#include "tools/import/importer.hpp"
#include "tools/node.hpp"
#include "tools/progress.hpp"

#include <fmt/format.h>
#include <fstream>
#include <unistd.h>

namespace palabre::tools {

Status import_stackexchange(Node& node, const ImportStackExchange& options) {
    // The report's file first: an hour of importing must not end with a path that cannot be written.
    std::ofstream json;
    if (!options.report.empty()) {
        json.open(options.report, std::ios::binary | std::ios::trunc);
        if (!json) return error(ErrorCode::io, "cannot write the report to " + options.report.string());
    }
    const auto scratch = options.scratch.empty()
                             ? std::filesystem::temp_directory_path() / fmt::format("palabre-import-{}", ::getpid())
                             : options.scratch;
    import::Report report;
    PALABRE_TRY(timeline, stackexchange::Timeline::read(options.dump, scratch, report));
    ProgressBar bar("Importing " + options.slug);
    const auto imported =
        import::import_site({node.writer(), node.model(), node.log(), node.vault(), node.random()},
                            {.slug = options.slug, .name = options.name, .language = options.language}, timeline,
                            report, [&](std::uint64_t done, std::uint64_t total) { bar.show(done, total); });
    bar.finish();
    fmt::print("{}", report.table()); // also of an import that broke off: what stands, stands
    if (json.is_open() && !(json << report.json() << std::flush))
        return error(ErrorCode::io, "cannot write the report to " + options.report.string());
    PALABRE_CHECK(imported);
    if (report.refused() == 0) return {};
    return error(ErrorCode::invalid,
                 fmt::format("{} rows were refused by the community's rules: the table names them", report.refused()));
}

} // namespace palabre::tools
