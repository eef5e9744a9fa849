// SPDX-License-Identifier: Apache-2.0
// palabre upgrade: the last step of an upgrade, once every node runs the new version: what only it can read may be
// written from here on.
#include "commands/level.hpp"
#include "core/log/kafka/election.hpp"
#include "tools/node.hpp"
#include "tools/refusal.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace palabre::tools {
namespace {

using namespace commands;

/// Every node that is running says which level it knows. One that is stopped now and comes back older is refused its
/// writes by the log itself, and tells that it is not ready.
Status check_nodes(const log::kafka::Address& address) {
    PALABRE_TRY(names, log::kafka::Election::members(address));
    for (const std::string& name : names) {
        const auto level = level_of_node(name);
        if (!level || *level < this_level)
            return error(ErrorCode::invalid,
                         fmt::format("{}: a node that is running does not know level {} yet ({}): upgrade every node "
                                     "first",
                                     address.text(), this_level, name));
    }
    fmt::print("{} node{} running, each of level {} at least\n", names.size(), names.size() == 1 ? "" : "s",
               this_level);
    return {};
}

Status raise(Node& node, const CommunityId& community) {
    const Outcome outcome = node.writer().run({.community = community,
                                               .command = spaces::RaiseLevel{.level = this_level},
                                               .caller = {.origin = log::Origin::process},
                                               .id = node.random().draw<CommandId>()});
    if (const auto* problem = std::get_if<Problem>(&outcome))
        return refusal(fmt::format("raising community {}", community.text()), *problem, {});
    return {};
}

Status run(const DataOptions& data) {
    SystemClock clock;
    SystemRandom random;
    if (data.log) PALABRE_CHECK(check_nodes(*data.log));
    Node::Options how = opening(data);
    how.create = data.log.has_value();
    PALABRE_TRY(node, Node::open(how, clock, random));
    PALABRE_TRY(communities, node->log().heads());
    // The platform first: what is founded from then on is as new.
    for (const bool platform : {true, false})
        for (const auto& [community, head] : communities)
            if (community.is_platform() == platform) PALABRE_CHECK(raise(*node, community));
    fmt::print("{} communities are at level {}\n", communities.size(), this_level);
    return {};
}

} // namespace

void add_upgrade(CLI::App& app, Run& chosen) {
    auto data = std::make_shared<DataOptions>();
    auto* upgrade = app.add_subcommand("upgrade", "Allow what only this version can read, once every node runs it");
    upgrade->footer("Example: palabre upgrade --data ./data --log kafka://localhost:9092/palabre.events.v1");
    add_node_options(*upgrade, *data);
    upgrade->callback([data, &chosen] { chosen = [data] { return run(*data); }; });
}

} // namespace palabre::tools
