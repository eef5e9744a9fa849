// SPDX-License-Identifier: Apache-2.0
// What must hold of a history, each check under its name in README.md. Every function throws Broken where it does not.
#pragma once

#include "tests/simulation/history.hpp"
#include "tests/simulation/node.hpp"
#include "tests/simulation/reference.hpp"

namespace palabre::sim {

/// "answers": what was acknowledged is there once, as it was told; what was refused is not there; every refusal and
/// no-op is right in a state between its request and its answer.
void check_answers(const History& history, const Reference& reference);
/// "decided again": each accepted event is what its request gives when it is decided at the event's place, and was
/// accepted on what it then reads. "sealed": nothing is sealed for somebody who has gone.
void check_events(const History& history, const Reference& reference);
/// "reads": what the node's views show is what had happened up to where they stand.
void check_views(Node& node, const Reference& reference, const std::vector<CommunityId>& communities);
/// "one log", "one model", "one view": equal on all nodes, and equal to what the log gives when all is built anew; the
/// keys of who departed are gone. All nodes are idle, projected and erased.
void check_nodes(const std::vector<std::unique_ptr<Node>>& nodes, const Reference& reference);

} // namespace palabre::sim
