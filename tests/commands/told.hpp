// SPDX-License-Identifier: Apache-2.0
// Commands as people write them in given.json and when.json, and the deciders over a model in memory. Text that begins
// with '@' is an alias of a 64-bit id, with '#' of a 128-bit one, with '^' of the version that the command of that
// number in given.json (from 1) has written; "#8a1c7c" stays the colour that it is. It is 1970 unless "now" is told.
#pragma once

#include "commands/dispatch.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <set>

namespace palabre::commands::test {

using Json = nlohmann::ordered_json;

/// The file's JSON, aliases replaced by ids. A file that cannot be read fails the test.
Json read_json(const std::filesystem::path& file);

/// {"command": "forum.publish-post", …fields}. An unknown command or field fails the test.
Command command_of(const Json& told);
/// Every command's name, in the order of commands/command.hpp.
const std::vector<std::string>& command_names();

/// What a decision read and wrote, by the kinds of entities.
struct Touched {
    std::set<std::string> reads, writes;
};

/// A community (or the platform) whose events are evolved as they are decided.
class Told final : public EntitySource {
public:
    explicit Told(CommunityId community) : community_(std::move(community)) {}

    std::optional<Versioned> find(const Entity& entity) override;

    /// Decides {"command", "by"?, "administrator"?, "origin"?, …fields} and evolves what comes of it. An event that
    /// writes what its decider did not read fails the test.
    Decision tell(const Json& told, log::Origin origin);
    /// What the last decision touched; every text of `told` is tried as a key. An entity of no known kind fails the
    /// test.
    [[nodiscard]] const Touched& touched() const { return touched_; }

private:
    void learn(const Json& told);
    [[nodiscard]] std::string kind_of(const Entity& entity) const;

    CommunityId community_;
    std::map<Entity, Versioned> entities_;
    std::set<std::string> keys_{""};
    std::map<Entity, std::string> kinds_;
    Touched touched_;
    std::uint64_t events_ = 0;
};

} // namespace palabre::commands::test
