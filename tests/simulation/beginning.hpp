// SPDX-License-Identifier: Apache-2.0
// What stands in the topic before a history begins: two communities in two partitions, with members, spaces and a
// thread each. Made once a process, by the product's own write loop.
#pragma once

#include "commands/write_loop.hpp"
#include "core/log/sim_log.hpp"

#include <string>
#include <vector>

namespace palabre::sim {

struct Place {
    CommunityId community;
    std::vector<MemberId> members = {}; ///< the first is moderator
    std::vector<SpaceId> spaces = {};
    std::vector<ThreadId> threads = {};
    std::vector<PostId> posts = {};
};

struct Beginning {
    Instant end; ///< later than everything in it
    std::vector<log::Body> records;
    std::vector<Vault::Put> secrets;
    SecretKey naming_key; ///< of both communities
    std::vector<Place> places;
};

/// The same one at each call.
[[nodiscard]] const Beginning& beginning();
/// Of every disk of the process. Its own temporary file, gone with the process.
[[nodiscard]] const std::filesystem::path& master_key_file();

/// A command to join, with the keys that it names.
[[nodiscard]] commands::Submission joining(Random& random, const CommunityId& community, MemberId member,
                                           std::optional<AccountId> account, std::string name);

} // namespace palabre::sim
