// SPDX-License-Identifier: Apache-2.0
// The rules of accounts, platform roles and of asking for personal data.
#include "commands/accounts/entities.hpp"
#include "commands/accounts/registration.hpp"
#include "core/limits.hpp"
#include "tests/commands/bench.hpp"

using namespace palabre;
using namespace palabre::commands;

namespace {

const Caller administrator{.administrator = true};
const CommunityId platform = CommunityId::platform();

Problem is(Reason reason, std::string field = {}) {
    return {reason, std::move(field)};
}

} // namespace

TEST_CASE("asking for personal data: recorded within the bounds of its event, else refused, and the log stays sound") {
    Bench f;
    const Caller tool{.origin = log::Origin::process};
    accounts::RecordPersonalDataRead asked;
    for (std::size_t i = 0; i < limits::asked_types; ++i) asked.types.push_back("a" + std::to_string(i));
    for (std::size_t i = 0; i < limits::asked_communities; ++i)
        asked.communities.push_back(CommunityId::from_number(i + 1));
    CHECK(accepted(f.run(platform, asked, tool)));
    const auto head = f.log->head(platform);

    auto c = asked;
    c.types.emplace_back("one-more");
    CHECK(problem(f.run(platform, c, tool)) == is(Reason::too_many, "/types"));
    c = asked;
    c.communities.push_back(CommunityId::from_number(1'000));
    CHECK(problem(f.run(platform, c, tool)) == is(Reason::too_many, "/communities"));
    c = asked;
    c.communities[1] = c.communities[0];
    CHECK(problem(f.run(platform, c, tool)) == is(Reason::ill_formed, "/communities/1"));
    c = asked;
    c.types[2] = c.types[0];
    CHECK(problem(f.run(platform, c, tool)) == is(Reason::ill_formed, "/types/2"));
    c.types[2] = std::string(limits::event_type + 1, 'x');
    CHECK(problem(f.run(platform, c, tool)) == is(Reason::too_long, "/types/2"));
    CHECK(problem(f.run(platform, asked, {})) == is(Reason::role_required));
    CHECK(f.log->head(platform) == head);
    f.reopen();
    CHECK(f.log->head(platform) == head);
}

TEST_CASE("what the bounds of an event forbid is refused with its field, whoever forgot to check it") {
    Bench f;
    const auto id = CommunityId::from_number(11);
    REQUIRE(f.loop->give_genesis(id).has_value());
    spaces::FoundCommunity c{.slug = "soins", .name = "Soins", .time_zone = std::string(limits::time_zone + 1, 'x')};
    CHECK(problem(f.run(id, c, administrator)).value_or(is(Reason::gone)).field == "/time_zone");
    c.time_zone = "Europe/Paris";
    c.source = std::string(limits::source + 1, 'x');
    CHECK(problem(f.run(id, c, administrator)) == is(Reason::too_long, "/source"));
    c.source = "";
    CHECK(problem(f.run(id, c, administrator)) == is(Reason::missing, "/source"));
    CHECK(number(f.log->head(id)->sequence) == 0);
    c.source.reset();
    CHECK(accepted(f.run(id, c, administrator)));
}
