// SPDX-License-Identifier: Apache-2.0
// A Stack Exchange site into one community: founds it, writes every item in the order of time, and accounts for all.
//
// Everything has a derived id (derived.hpp): the same dump again adds nothing, a later one only what is new, and an
// import that was cut short goes on where it stood.
#pragma once

#include "commands/model.hpp"
#include "commands/writer.hpp"
#include "tools/import/report.hpp"
#include "tools/stackexchange/timeline.hpp"

namespace palabre::tools::import {

struct Parts {
    commands::Writer& writer;
    commands::Model& model;
    const log::LocalLog& log;
    Vault& vault;
    Random& random;
};

/// What the community shall be when it is founded now.
struct Site {
    std::string slug;
    std::string name;
    events::Language language = events::Language::en;
    std::string time_zone = "Etc/UTC";
};

using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Reads `timeline` to its end. Refusals by the community's rules are in the report, its sums are checked.
/// `invalid`, and nothing is written: nothing to import, the slug is of a community that was not imported, or of one
/// that was imported from another site (origin.hpp); `no_space`, `io`, `busy`: the
/// engine gave up, what was accepted stands.
[[nodiscard]] Status import_site(const Parts& parts, const Site& site, stackexchange::Timeline& timeline,
                                 Report& report, const Progress& progress = {});

} // namespace palabre::tools::import

namespace palabre::tools {

class Node;

struct ImportStackExchange {
    std::filesystem::path dump;
    std::string slug;
    std::string name;
    events::Language language = events::Language::en;
    std::filesystem::path report = {};  ///< the reconciliation as JSON; empty: none
    std::filesystem::path scratch = {}; ///< for sorting, deleted at the end; empty: in the folder for temporary files
};

/// palabre import stackexchange: reads, imports, prints the reconciliation, also of an import that broke off. What
/// import_site() and Timeline::read() say; `invalid` also when the community's rules refused some rows.
[[nodiscard]] Status import_stackexchange(Node& node, const ImportStackExchange& options);

} // namespace palabre::tools
