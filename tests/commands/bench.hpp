// SPDX-License-Identifier: Apache-2.0
// A write side of real parts in a temporary folder: log, vault, model and the write loop, driven by hand.
#pragma once

#include "commands/processes.hpp"
#include "commands/write_loop.hpp"
#include "core/log/direct.hpp"
#include "tests/core/temp_folder.hpp"

#include <doctest/doctest.h>

namespace palabre::commands {

struct Bench {
    explicit Bench(std::uint64_t seed = 1) : random(seed) { open(); }

    void open() {
        log = std::move(*log::LocalLog::open(folder.path() / "log", {}));
        vault = std::move(*Vault::open(folder.path() / "vault", random, {.master_key_file = folder.path() / "key"}));
        model = std::move(*Model::open(folder.path() / "model", *log, {}));
        order.emplace();
        parts.emplace(Writer::Parts{*order, *log, *model, *vault, clock, random, folder.path(),
                                    [](const Error& e) { FAIL(e.message); }});
        loop.emplace(*parts);
        REQUIRE(loop->prepare().has_value());
    }
    void reopen() {
        loop.reset();
        parts.reset();
        model.reset();
        vault.reset();
        log.reset();
        open();
    }

    /// Runs the submissions as one group, and what is deferred after it; the outcomes in order.
    std::vector<Outcome> run(std::vector<Submission> submissions) {
        std::vector<Outcome> outcomes(submissions.size(), Unchanged{});
        std::list<Waiting> group;
        for (std::size_t i = 0; i < submissions.size(); ++i)
            group.push_back(
                {std::move(submissions[i]), [&outcomes, i](Outcome o) { outcomes[i] = std::move(o); }, clock.now()});
        for (int rounds = 0; !group.empty(); ++rounds) {
            REQUIRE(rounds < 20);
            REQUIRE(loop->run(group).has_value());
        }
        return outcomes;
    }
    Outcome run(const CommunityId& where, Command command, Caller caller = {}, std::vector<Vault::Put> secrets = {}) {
        return run({{.community = where,
                     .command = std::move(command),
                     .caller = std::move(caller),
                     .id = random.draw<CommandId>(),
                     .secrets = std::move(secrets)}})[0];
    }

    /// A community with its genesis, founded.
    CommunityId found(bool dislikes = false) {
        const auto id = CommunityId::from_number(random.number());
        REQUIRE(loop->give_genesis(id).has_value());
        const auto outcome =
            run(id, spaces::FoundCommunity{.slug = "c" + id.text(), .name = "Commune", .dislikes = dislikes},
                {.administrator = true});
        REQUIRE(std::holds_alternative<Accepted>(outcome));
        return id;
    }
    MemberId join(const CommunityId& where, std::string name, std::optional<AccountId> account = {}) {
        const auto member = random.draw<MemberId>();
        const auto identity = random.draw<RecordId>(), content = random.draw<RecordId>();
        const Owner owner{where, member.text()};
        const auto outcome = run(where,
                                 members::Join{.member = member,
                                               .account = account,
                                               .identity_key = identity,
                                               .content_key = content,
                                               .name = std::move(name)},
                                 {.actor = member.text()},
                                 {{owner, identity, std::string(SecretKey::draw(random).view())},
                                  {owner, content, std::string(SecretKey::draw(random).view())}});
        REQUIRE(std::holds_alternative<Accepted>(outcome));
        return member;
    }
    SpaceId space(const CommunityId& where, std::string slug = "accueil",
                  spaces::Visibility visibility = spaces::Visibility::public_) {
        const auto id = random.draw<SpaceId>();
        const auto outcome =
            run(where, spaces::CreateSpace{.space = id, .slug = slug, .name = slug, .visibility = visibility},
                {.administrator = true});
        REQUIRE(std::holds_alternative<Accepted>(outcome));
        return id;
    }

    test::TempFolder folder;
    ManualClock clock{*Instant::parse("2026-01-02T03:04:05.000006Z")};
    SeededRandom random;
    std::unique_ptr<log::LocalLog> log;
    std::unique_ptr<Vault> vault;
    std::unique_ptr<Model> model;
    std::optional<log::Direct> order;
    std::optional<Writer::Parts> parts;
    std::optional<WriteLoop> loop;
};

inline Caller as(MemberId member) {
    return {.actor = member.text()};
}
inline std::optional<Problem> problem(const Outcome& outcome) {
    const auto* p = std::get_if<Problem>(&outcome);
    return p != nullptr ? std::optional(*p) : std::nullopt;
}
inline bool accepted(const Outcome& outcome) {
    return std::holds_alternative<Accepted>(outcome);
}
inline bool unchanged(const Outcome& outcome) {
    return std::holds_alternative<Unchanged>(outcome);
}

} // namespace palabre::commands
