// SPDX-License-Identifier: Apache-2.0
// What the words of events mean for rights, and that what is no word gives the least.
#include "events-schema/runtime/rights.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace palabre;
using events::spaces::JoinRule;
using events::spaces::SpaceCreated;
using events::spaces::Visibility;

TEST_CASE("rights: every word of visibility and join rule means its namesake, no word means the least") {
    const std::map<std::string_view, rights::Visibility> visibilities{{"public", rights::Visibility::everyone},
                                                                      {"members", rights::Visibility::members},
                                                                      {"verified", rights::Visibility::verified},
                                                                      {"invitation", rights::Visibility::invitation},
                                                                      {"secret", rights::Visibility::secret}};
    SpaceCreated e;
    for (const auto& [word, meant] : visibilities) {
        const auto parsed = events::parse<Visibility>(word);
        REQUIRE(parsed.has_value());
        e.visibility = *parsed;
        CHECK(events::rule_of(e).visibility == meant);
    }
    const std::map<std::string_view, rights::JoinRule> rules{{"open", rights::JoinRule::open},
                                                             {"request", rights::JoinRule::request},
                                                             {"verified", rights::JoinRule::verified},
                                                             {"invitation", rights::JoinRule::invitation}};
    for (const auto& [word, meant] : rules) {
        const auto parsed = events::parse<JoinRule>(word);
        REQUIRE(parsed.has_value());
        e.join_rule = *parsed;
        CHECK(events::rule_of(e).join_rule == meant);
    }
    e.visibility = static_cast<Visibility>(200);
    e.join_rule = static_cast<JoinRule>(200);
    CHECK(events::rule_of(e).visibility == rights::Visibility::secret);
    CHECK(events::rule_of(e).join_rule == rights::JoinRule::invitation);
    CHECK(events::right_of(events::members::Role::manager) == rights::Role::manager);
    CHECK(events::right_of(events::members::Role::moderator) == rights::Role::moderator);
}
