// SPDX-License-Identifier: Apache-2.0
// Who left and who was erased, as a file of its own, kept apart from the log: a log that is restored from before an
// erasure does not know of it. Ids only: it says nothing of anybody to whoever has nothing else.
//
//   erasures.ndjson: one line each, {"type":"members.erased.v1","community":"…","subject":"…"}, ascending
#pragma once

#include "core/log/local_log.hpp"
#include "tools/node.hpp"

#include <filesystem>
#include <set>
#include <string>

namespace palabre::tools::backup {

inline constexpr const char* erasures_name = "erasures.ndjson";

struct Erasure {
    std::string type; ///< of the event
    CommunityId community;
    std::string subject; ///< the member's or account's id
    friend auto operator<=>(const Erasure&, const Erasure&) = default;
};
using Erasures = std::set<Erasure>;

/// All that the log tells of. Reads the log once; of other events the type alone.
[[nodiscard]] Result<Erasures> erasures_of(const log::LocalLog& log);

/// `not_found`; `invalid`: names the line.
[[nodiscard]] Result<Erasures> read_erasures(const std::filesystem::path& file);
/// Adds them to what stands in the file: what it once knew is never lost, also when the log was put back. Durable.
/// How many were new.
[[nodiscard]] Result<std::size_t> add_erasures(const std::filesystem::path& file, Erasures erasures);

/// Has those that the node does not know of happen again: each as an event, whose keys the node's next opening
/// destroys. Who has never been there is passed over. How many happened.
[[nodiscard]] Result<std::size_t> apply_erasures(Node& node, const Erasures& erasures);

} // namespace palabre::tools::backup
