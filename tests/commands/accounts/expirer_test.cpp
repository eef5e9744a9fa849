// SPDX-License-Identifier: Apache-2.0
#include "commands/accounts/expirer.hpp"

#include "commands/accounts/entities.hpp"
#include "commands/accounts/registration.hpp"
#include "core/limits.hpp"
#include "tests/commands/bench.hpp"

using namespace palabre;
using namespace palabre::commands;

namespace {

const CommunityId platform = CommunityId::platform();

struct Applied : Bench {
    Applied() {
        loop.reset();
        writer = std::make_unique<Writer>(*parts);
    }
    Outcome ask(Submission submission) { return writer->run(std::move(submission)); }
    AccountId apply(const std::string& email) {
        auto made = accounts::registration(
            *vault, random, {.name = "A", .email = email, .password_hash = "hash", .confirmed = false, .terms = terms},
            random.draw<CommandId>());
        REQUIRE(made.has_value());
        const AccountId account = std::get<accounts::RegisterAccount>(made->command).account;
        REQUIRE(accepted(ask(std::move(*made))));
        return account;
    }
    accounts::Account account(AccountId id) { return model->get<accounts::Account>(platform, id).value(); }
    void pass(Duration time) { clock.set(clock.now() + time); }

    const TextVersion terms{{1}};
    std::unique_ptr<Writer> writer;
};

} // namespace

TEST_CASE("expirer: an application that nobody confirms ends in its time, once, and a confirmed one never") {
    Applied f;
    const AccountId early = f.apply("early@example.org"), hers = f.apply("hers@example.org");
    f.pass(std::chrono::hours(1));
    const AccountId late = f.apply("late@example.org");
    REQUIRE(accepted(f.ask({.community = platform,
                            .command = accounts::ConfirmAddress{hers, f.account(hers).email_hash},
                            .caller = {.actor = hers.text()},
                            .id = f.random.draw<CommandId>()})));
    accounts::Expirer expirer(*f.log, *f.model, *f.writer, f.clock);
    f.pass(limits::application_life - std::chrono::hours(1) - std::chrono::microseconds(1));
    CHECK(expirer.expire());
    CHECK_FALSE(f.account(early).erased);
    f.pass(std::chrono::microseconds(1));
    CHECK(expirer.expire());
    CHECK(f.account(early).erased);
    CHECK_FALSE(f.account(hers).erased);
    CHECK_FALSE(f.account(late).erased);
    const auto head = f.log->head(platform);
    CHECK(expirer.expire());
    accounts::Expirer begun_anew(*f.log, *f.model, *f.writer, f.clock);
    CHECK(begun_anew.expire());
    CHECK(f.log->head(platform) == head);
    f.pass(std::chrono::hours(1));
    CHECK(begun_anew.expire());
    CHECK(f.account(late).erased);
    CHECK_FALSE(f.account(hers).erased);
}

TEST_CASE("expirer: the address is free again, and nobody but the reactor ends an application") {
    Applied f;
    const AccountId first = f.apply("one@example.org");
    CHECK(problem(f.ask({.community = platform,
                         .command = accounts::ExpireApplication{first},
                         .caller = {.actor = first.text()},
                         .id = f.random.draw<CommandId>()})) == Problem{Reason::role_required, ""});
    CHECK(problem(f.ask({.community = platform,
                         .command = accounts::ExpireApplication{first},
                         .caller = {.origin = log::Origin::process},
                         .id = f.random.draw<CommandId>()})) == Problem{Reason::not_found, "/account"});
    f.pass(limits::application_life);
    accounts::Expirer expirer(*f.log, *f.model, *f.writer, f.clock);
    CHECK(expirer.expire());
    const AccountId second = f.apply("one@example.org");
    CHECK(accepted(f.ask({.community = platform,
                          .command = accounts::ConfirmAddress{second, f.account(second).email_hash},
                          .caller = {.actor = second.text()},
                          .id = f.random.draw<CommandId>()})));
}
