// SPDX-License-Identifier: Apache-2.0
// The rules of membership, founding and accounts, and what departures do to the vault.
#include "commands/accounts/registration.hpp"
#include "commands/members/entities.hpp"
#include "commands/members/eraser.hpp"
#include "core/limits.hpp"
#include "tests/commands/bench.hpp"

using namespace palabre;
using namespace palabre::commands;
using events::members::Role;

namespace {

const Caller administrator{.administrator = true};

struct Community : Bench {
    CommunityId c = found();
    MemberId ann = join(c, "Ann"), ben = join(c, "Ben");
    members::EditProfile profile(MemberId member) const { return {.member = member, .name = "Anne"}; }
};

Problem is(Reason reason, std::string field = {}) {
    return {reason, std::move(field)};
}

} // namespace

TEST_CASE("an account is one member of a community at a time") {
    Community f;
    const auto account = f.random.draw<AccountId>();
    const auto first = f.join(f.c, "Cleo", account);
    const auto again = f.random.draw<MemberId>();
    const members::Join second{.member = again,
                               .account = account,
                               .identity_key = f.random.draw<RecordId>(),
                               .content_key = f.random.draw<RecordId>(),
                               .name = "Cleo"};
    CHECK(problem(f.run(f.c, second, {.actor = again.text()})) == is(Reason::already_member));
    REQUIRE(accepted(f.run(f.c, members::Leave{first}, as(first))));
    CHECK(f.join(f.c, "Cleo", account) != first);
}

TEST_CASE("profile: codes of the lists, one's own, a stale version conflicts") {
    Community f;
    auto c = f.profile(f.ann);
    c.trade = "infirmier";
    c.departement = "44";
    CHECK(accepted(f.run(f.c, c, as(f.ann))));
    c.trade = "sorcier";
    CHECK(problem(f.run(f.c, c, as(f.ann))) == is(Reason::unknown_code, "/trade"));
    c.trade.reset();
    c.departement = "20";
    CHECK(problem(f.run(f.c, c, as(f.ann))) == is(Reason::unknown_code, "/departement"));
    CHECK(problem(f.run(f.c, f.profile(f.ann), as(f.ben))) == is(Reason::not_yours));
    c = f.profile(f.ann);
    c.name.clear();
    CHECK(problem(f.run(f.c, c, as(f.ann))) == is(Reason::missing, "/name"));
    c = f.profile(f.ann);
    c.bio = std::string(limits::bio + 1, 'x');
    CHECK(problem(f.run(f.c, c, as(f.ann))) == is(Reason::too_long, "/bio"));
    c = f.profile(f.ann);
    c.expected = Version{};
    CHECK(problem(f.run(f.c, c, as(f.ann))) == is(Reason::version_conflict));
}

TEST_CASE("roles: given by managers and administrators, to members who are there") {
    Community f;
    const members::GiveRole moderator{f.ben, Role::moderator};
    CHECK(problem(f.run(f.c, moderator, as(f.ann))) == is(Reason::role_required));
    CHECK(accepted(f.run(f.c, members::GiveRole{f.ann, Role::manager}, administrator)));
    CHECK(accepted(f.run(f.c, moderator, as(f.ann))));
    CHECK(unchanged(f.run(f.c, moderator, as(f.ann))));
    CHECK(accepted(f.run(f.c, members::TakeRole{f.ben, Role::moderator}, as(f.ann))));
    CHECK(unchanged(f.run(f.c, members::TakeRole{f.ben, Role::moderator}, as(f.ann))));
    CHECK(problem(f.run(f.c, members::GiveRole{f.random.draw<MemberId>(), Role::manager}, as(f.ann))) ==
          is(Reason::not_found, "/member"));
    CHECK(accepted(f.run(f.c, members::DeclareAdherent{f.ben, true}, as(f.ann))));
    CHECK(problem(f.run(f.c, members::DeclareAdherent{f.ann, true}, as(f.ben))) == is(Reason::role_required));
}

TEST_CASE("leaving and erasing are one's own affair, for good, and destroy keys") {
    Community f;
    const auto ann = *f.model->get<members::Member>(f.c, f.ann), ben = *f.model->get<members::Member>(f.c, f.ben);
    CHECK(problem(f.run(f.c, members::Erase{f.ann}, as(f.ben))) == is(Reason::not_yours));
    CHECK(accepted(f.run(f.c, members::Leave{f.ann}, as(f.ann))));
    CHECK(unchanged(f.run(f.c, members::Leave{f.ann}, as(f.ann))));
    CHECK(accepted(f.run(f.c, members::Erase{f.ben}, as(f.ben))));
    CHECK(unchanged(f.run(f.c, members::Erase{f.ben}, as(f.ben))));
    CHECK(problem(f.run(f.c, f.profile(f.ann), as(f.ann))) == is(Reason::gone));

    const Position departed = f.log->end();
    std::optional<Position> told; // while what else holds their words is asked to forget them
    const members::Eraser* erasing = nullptr;
    members::Eraser eraser(*f.log, *f.model, *f.vault, nullptr, [&](const auto&) -> Status {
        told = erasing->forgotten();
        return {};
    });
    erasing = &eraser;
    CHECK(eraser.forgotten() < departed);
    REQUIRE(eraser.destroy_keys().has_value());
    CHECK(told == departed);
    CHECK(eraser.forgotten() == departed);
    members::Eraser again(*f.log, *f.model, *f.vault);
    REQUIRE(again.destroy_keys().has_value());
    CHECK(again.forgotten() >= departed); // also of what an earlier one has dealt with
    const Owner owner_ann{f.c, f.ann.text()}, owner_ben{f.c, f.ben.text()};
    CHECK_FALSE(f.vault->key(owner_ann, ann.identity_key).has_value());
    CHECK(f.vault->key(owner_ann, ann.content_key).has_value());
    CHECK_FALSE(f.vault->key(owner_ben, ben.identity_key).has_value());
    CHECK_FALSE(f.vault->key(owner_ben, ben.content_key).has_value());

    int purges = 0;
    const auto purge = [&] {
        ++purges;
        return Status{};
    };
    CHECK(eraser.purge_views(Position{}, purge).has_value());
    CHECK(purges == 0); // the views have not shown the departure yet
    CHECK(eraser.purge_views(f.log->end(), purge).has_value());
    CHECK(eraser.purge_views(f.log->end(), purge).has_value());
    CHECK(purges == 1);
}

TEST_CASE("a vault restored from before a departure forgets again before it is used") {
    Community f;
    const auto ann = *f.model->get<members::Member>(f.c, f.ann);
    f.loop.reset();
    f.vault.reset();
    std::filesystem::copy(f.folder.path() / "vault", f.folder.path() / "backup",
                          std::filesystem::copy_options::recursive);
    f.reopen();
    REQUIRE(accepted(f.run(f.c, members::Erase{f.ann}, as(f.ann))));
    REQUIRE(members::Eraser(*f.log, *f.model, *f.vault).destroy_keys().has_value());
    f.loop.reset();
    f.vault.reset();
    std::filesystem::remove_all(f.folder.path() / "vault");
    std::filesystem::rename(f.folder.path() / "backup", f.folder.path() / "vault");
    f.reopen();
    CHECK(f.vault->key({f.c, f.ann.text()}, ann.content_key).has_value());
    REQUIRE(members::Eraser(*f.log, *f.model, *f.vault).destroy_keys().has_value());
    CHECK_FALSE(f.vault->key({f.c, f.ann.text()}, ann.content_key).has_value());
}

TEST_CASE("accounts: one an address, whatever its case") {
    Bench f;
    const auto submission = [&](std::string email) {
        return *accounts::registration(*f.vault, f.random,
                                       {.name = "Ann", .email = std::move(email), .password_hash = "hash"},
                                       f.random.draw<CommandId>());
    };
    REQUIRE(accepted(f.run({submission("ann@example.org")})[0]));
    CHECK(problem(f.run({submission("Ann@Example.ORG")})[0]) == is(Reason::taken, "/email"));
    const auto stored = f.log->read(CommunityId::platform(), f.log->head(CommunityId::platform())->sequence);
    REQUIRE(stored.has_value());
    CHECK(stored->proposal.value.find("ann@") == std::string::npos);
}

TEST_CASE("founding: for administrators, each slug once, well formed, and resumed when it was cut short") {
    Bench f;
    const auto id = CommunityId::from_number(11);
    const auto platform = CommunityId::platform();
    CHECK(problem(f.run(platform, accounts::RegisterCommunity{id, "soins"}, {})) == is(Reason::role_required));
    for (const char* slug : {"", "Soins", "-a", "a-", "a--b", "a b", "é"})
        CHECK(problem(f.run(platform, accounts::RegisterCommunity{id, slug}, administrator))->field == "/slug");
    CHECK(problem(f.run(platform, accounts::RegisterCommunity{id, std::string(limits::slug + 1, 'a')},
                        administrator)) == is(Reason::too_long, "/slug"));

    // Only the first step was taken before the crash.
    REQUIRE(accepted(f.run(platform, accounts::RegisterCommunity{id, "soins"}, administrator)));
    f.loop.reset();
    Writer writer({*f.order, *f.log, *f.model, *f.vault, f.clock, f.random, f.folder.path(), [](const Error&) {}});
    const Founding founding{.community = CommunityId::from_number(12),
                            .founded = {.slug = "soins", .name = "Soins"},
                            .caller = administrator,
                            .id = f.random.draw<CommandId>()};
    const auto outcome = found_community(writer, *f.model, founding);
    REQUIRE(accepted(outcome));
    CHECK(std::get<Accepted>(outcome).community == id);
    auto once_more = founding;
    once_more.id = f.random.draw<CommandId>();
    CHECK(problem(found_community(writer, *f.model, once_more)) == is(Reason::taken, "/slug"));
}

TEST_CASE("spaces: slugs once a community, trade only for trades") {
    Community f;
    spaces::CreateSpace c{.space = f.random.draw<SpaceId>(),
                          .slug = "ide",
                          .name = "Infirmiers",
                          .kind = spaces::SpaceKind::trade,
                          .trade = "infirmier"};
    CHECK(problem(f.run(f.c, c, as(f.ann))) == is(Reason::role_required));
    CHECK(accepted(f.run(f.c, c, administrator)));
    c.space = f.random.draw<SpaceId>();
    CHECK(problem(f.run(f.c, c, administrator)) == is(Reason::taken, "/slug"));
    c.slug = "autre";
    c.trade = "sorcier";
    CHECK(problem(f.run(f.c, c, administrator)) == is(Reason::unknown_code, "/trade"));
    c.kind = spaces::SpaceKind::theme;
    CHECK(problem(f.run(f.c, c, administrator)) == is(Reason::wrong_kind, "/trade"));
}
