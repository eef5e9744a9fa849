// SPDX-License-Identifier: Apache-2.0
#include "http/projected_directory.hpp"

#include "projections/registry.hpp"
#include "tests/projections/world.hpp"

using namespace palabre;
using namespace palabre::http;

namespace {

/// A log of real events and the real projections over it.
struct Projected {
    log::test::TempFolder folder;
    std::unique_ptr<log::LocalLog> log = log::test::open_log(folder / "log");
    log::test::Records records;
    projections::test::NoKeys keys;
    std::unique_ptr<Store> views;
    std::unique_ptr<projections::Projector> projector;
    int commands = 0;

    CommunityId kine = CommunityId::from_number(42);
    AccountId ada{1};

    Projected() {
        records.open().found(CommunityId::platform()).found(kine);
        auto store = Store::open(folder / "views", projections::store_options());
        REQUIRE(store.has_value());
        views = std::move(*store);
        projector = std::make_unique<projections::Projector>(*views, *log, keys, projections::registry(),
                                                             projections::test::by_hand);
        REQUIRE(projector->open().has_value());
    }
    void add(const CommunityId& of, const events::Event& event) {
        records.add(log::test::propose({.key = std::to_string(++commands),
                                        .of = of,
                                        .time = log::test::noon + Duration(commands),
                                        .value = events::encode(event),
                                        .type = std::string(events::type_of(event))}));
    }
    void catch_up() {
        const auto fates = log->take(records.take());
        REQUIRE(fates.has_value());
        for (const auto& fate : *fates) REQUIRE(!log::test::ignored(fate).has_value());
        REQUIRE(projector->run().has_value());
    }
};

/// The directory's answers, which must not fail.
struct Asked {
    ProjectedDirectory& views;
    auto account(AccountId id) const { return found(views.account(id)); }
    auto community(std::string_view name) const { return found(views.community(name)); }
    auto member(const CommunityId& c, AccountId id) const { return found(views.member(c, id)); }
    bool only_demos() const { return found(views.only_demos()); }

private:
    template <class T>
    static T found(Result<T> result) {
        REQUIRE(result.has_value());
        return std::move(*result);
    }
};

} // namespace

TEST_CASE("while its views are being built the directory is busy: nobody is taken for a stranger") {
    Projected world;
    REQUIRE(world.log->take(world.records.take()).has_value());
    world.projector = std::make_unique<projections::Projector>(*world.views, *world.log, world.keys,
                                                               projections::registry(), projections::test::by_hand);
    REQUIRE(world.projector->open().has_value());
    ProjectedDirectory directory(*world.projector);
    CHECK(directory.account(world.ada).error().code == ErrorCode::busy);
    CHECK(directory.community("kine").error().code == ErrorCode::busy);
    CHECK(directory.member(world.kine, world.ada).error().code == ErrorCode::busy);
    REQUIRE(world.projector->run().has_value());
    CHECK(directory.account(world.ada).has_value());
    CHECK(directory.community("kine").has_value());
    CHECK(directory.member(world.kine, world.ada).has_value());
}

TEST_CASE("a platform with a real community is no demonstration, nor is one without any") {
    Projected world;
    ProjectedDirectory directory(*world.projector);
    CHECK(directory.only_demos().value() == false);
    for (const bool demo : {true, false}) {
        events::spaces::CommunityFounded founded;
        founded.slug = founded.name = demo ? "a" : "b";
        founded.time_zone = "Europe/Paris";
        founded.demo = demo;
        const auto community = demo ? world.kine : CommunityId::from_number(43);
        if (!demo) world.records.found(community);
        world.add(community, founded);
        world.catch_up();
        CHECK(directory.only_demos().value() == demo);
    }
}

TEST_CASE("the directory knows accounts, communities and members as the projections do") {
    Projected world;
    const auto platform = CommunityId::platform();
    events::accounts::AccountRegistered registered;
    registered.account = world.ada;
    registered.language = events::Language::en;
    world.add(platform, registered);
    events::accounts::CommunityRegistered taken;
    taken.community = world.kine;
    taken.slug = "kine";
    world.add(platform, taken);
    events::spaces::CommunityFounded founded;
    founded.slug = "kine";
    founded.name = "Kiné";
    founded.time_zone = "Europe/Paris";
    founded.demo = true;
    world.add(world.kine, founded);
    world.catch_up();

    ProjectedDirectory views(*world.projector);
    const Asked directory{views};
    REQUIRE(directory.account(world.ada).has_value());
    CHECK(directory.account(world.ada)->epoch == 0);
    CHECK(directory.account(world.ada)->language == events::Language::en);
    events::accounts::LanguageChosen chosen;
    chosen.account = world.ada;
    chosen.language = events::Language::fr;
    world.add(platform, chosen);
    world.catch_up();
    CHECK(directory.account(world.ada)->language == events::Language::fr);
    CHECK(!directory.account(world.ada)->administrator);
    CHECK(!directory.account(AccountId(9)).has_value());
    for (const std::string& name : {std::string("kine"), world.kine.text()}) {
        const auto community = directory.community(name);
        REQUIRE(community.has_value());
        CHECK(community->id == world.kine);
        CHECK(community->slug == "kine");
        CHECK(community->name == "Kiné");
        CHECK(community->demo);
    }
    for (const char* none : {"other", "platform", "", "Kine"}) CHECK(!directory.community(none).has_value());
    CHECK(!directory.member(world.kine, world.ada).has_value());
    CHECK(directory.only_demos());

    events::accounts::CredentialChanged changed;
    changed.account = world.ada;
    world.add(platform, changed);
    events::accounts::PlatformRoleGiven role;
    role.account = world.ada;
    world.add(platform, role);
    events::members::Joined joined;
    joined.member = MemberId(7);
    joined.account = world.ada;
    world.add(world.kine, joined);
    world.catch_up();
    CHECK(directory.account(world.ada)->epoch == 1);
    CHECK(directory.account(world.ada)->administrator);
    const auto member = directory.member(world.kine, world.ada);
    REQUIRE(member.has_value());
    CHECK(member->id == MemberId(7));
    CHECK(member->standing.membership == rights::Membership::active);
}
