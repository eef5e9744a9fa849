// SPDX-License-Identifier: Apache-2.0
// The golden examples and schemas of events-schema/, for tests.
#pragma once

#include "events/all.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace palabre::test {

using Json = nlohmann::ordered_json;

struct Golden {
    std::string type;   ///< "forum.post-published.v1"
    std::string name;   ///< for messages: type and case
    std::string stored; ///< the stored value
    std::string open;   ///< with personal fields in place; empty where the event can have none
};

/// Every example, in a fixed order.
const std::vector<Golden>& goldens();

/// The properties of an event's schema, shared definitions put in their place.
const Json& properties(const std::string& type);

} // namespace palabre::test
