// SPDX-License-Identifier: Apache-2.0
// Job offers into one community: every offer an ad of one author, who stands for the source; founds the community if it
// is not there.
#pragma once

#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "events/common.hpp"
#include "tools/import/importer.hpp"

#include <filesystem>
#include <istream>
#include <map>
#include <optional>
#include <string>

namespace palabre::tools {

class Node;

namespace jobs {

using Companies = std::map<std::string, std::string, std::less<>>; ///< by the offer's id

struct Source {
    std::istream& offers;
    std::string name; ///< of the file, in messages
    Companies companies = {};
    Instant until; ///< when all of them end
};

/// Reads to the end. Refusals are in the report, its sums are checked. `invalid`: not such a file, or the slug or name
/// cannot be; what import::Window says when the engine gives up.
[[nodiscard]] Status import_jobs(const import::Parts& parts, const import::Site& site, Source& source,
                                 import::Report& report);

} // namespace jobs

struct ImportJobs {
    std::filesystem::path file; ///< offres.csv; entreprises.csv beside it names who offers
    std::string slug, name;
    events::Language language = events::Language::fr;
    std::optional<Instant> until = {};
    std::filesystem::path report = {};
};
/// palabre import jobs: reads, imports, prints the reconciliation.
[[nodiscard]] Status import_jobs(Node& node, const ImportJobs& options);

} // namespace palabre::tools
