// SPDX-License-Identifier: Apache-2.0
// palabre admin: what must be possible at the machine itself — the first administrator, a new password, a community.
#include "commands/accounts/entities.hpp"
#include "commands/accounts/registration.hpp"
#include "commands/checks.hpp"
#include "commands/processes.hpp"
#include "core/limits.hpp"
#include "http/session/passwords.hpp"
#include "tools/administrator.hpp"
#include "tools/node.hpp"
#include "tools/password.hpp"
#include "tools/refusal.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace palabre::tools {
namespace {

using namespace commands;

struct Options {
    DataOptions data;
    std::string name, email, slug;
    std::filesystem::path password_file;
};

Result<std::unique_ptr<Node>> open(const Options& options, SystemClock& clock, SystemRandom& random, bool create) {
    Node::Options how = opening(options.data);
    how.create = create;
    return Node::open(how, clock, random);
}

Error refused(std::string_view what, const Problem& problem) {
    return refusal(what, problem, {{"/slug", "--slug"}, {"/name", "--name"}, {"/email", "--email"}});
}

/// Nothing when it went well.
Status settled(std::string_view what, const Outcome& outcome) {
    const auto* problem = std::get_if<Problem>(&outcome);
    return problem != nullptr ? Status(refused(what, *problem)) : Status();
}

/// Whoever has an account already gets the role; name and password are the account's own affair.
Status create_administrator(const Options& options) {
    SystemClock clock;
    SystemRandom random;
    if (!accounts::is_address(options.email))
        return error(ErrorCode::invalid, "\"" + options.email + "\" is no mail address");
    // Looked at before a new data folder is made: a slip of the pen must leave nothing behind.
    if (const auto bad = check_text(options.name, 1, limits::name, "/name")) return refused("registering", *bad);
    std::string password;
    const bool is_new = !std::filesystem::exists(options.data.data / "log");
    if (is_new) {
        PALABRE_TRY(given, read_password(options.password_file));
        password = std::move(given);
    }
    PALABRE_TRY(node, open(options, clock, random, true));
    PALABRE_TRY(address, accounts::email_hash(node->vault(), options.email));
    if (const auto holder = accounts::holder(node->model(), address)) {
        PALABRE_CHECK(make_administrator(*node, *holder));
        fmt::print("{} had an account before and is an administrator now (account {}); its name and password stay\n",
                   options.email, holder->text());
        return {};
    }
    if (!is_new) {
        PALABRE_TRY(given, read_password(options.password_file));
        password = std::move(given);
    }
    const std::string hash = http::hash_password(password);
    PALABRE_TRY(account, register_account(*node, {.name = options.name, .email = options.email, .password_hash = hash},
                                          {{"/name", "--name"}, {"/email", "--email"}}));
    PALABRE_CHECK(make_administrator(*node, account));
    fmt::print("{} is an administrator now (account {})\n", options.email, account.text());
    return {};
}

Status reset_password(const Options& options) {
    SystemClock clock;
    SystemRandom random;
    PALABRE_TRY(password, read_password(options.password_file));
    PALABRE_TRY(node, open(options, clock, random, false));
    PALABRE_TRY(hash, accounts::email_hash(node->vault(), options.email));
    const auto holder = accounts::holder(node->model(), hash);
    if (!holder) return error(ErrorCode::not_found, "no account has the address " + options.email);
    const std::string password_hash = http::hash_password(password);
    PALABRE_CHECK(settled("resetting the password",
                          node->writer().run(accounts::new_password(random, *holder, password_hash,
                                                                    events::accounts::CredentialReason::reset,
                                                                    {.origin = log::Origin::process}))));
    fmt::print("{} has a new password; earlier sessions have ended\n", options.email);
    return {};
}

Status create_community(const Options& options) {
    SystemClock clock;
    SystemRandom random;
    const spaces::FoundCommunity wanted{.slug = options.slug, .name = options.name};
    if (const auto bad = spaces::check(wanted)) return refused("founding the community", *bad);
    PALABRE_TRY(node, open(options, clock, random, true));
    const auto community = CommunityId::from_number(random.draw<AccountId>().number());
    const auto outcome = found_community(node->writer(), node->model(),
                                         {.community = community,
                                          .founded = wanted,
                                          .caller = {.origin = log::Origin::process, .administrator = true},
                                          .id = random.draw<CommandId>()});
    PALABRE_CHECK(settled("founding the community", outcome));
    fmt::print("the community \"{}\" is founded: /c/{}\n", options.name, options.slug);
    return {};
}

} // namespace

void add_admin(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto* admin =
        app.add_subcommand("admin", "At the machine itself: first administrator, new password, new community");
    admin->require_subcommand(1);
    admin->footer(
        "Example: palabre admin create --data ./data --email a@example.org --name \"Ada\" --password-file secret\n"
        "The data folder must not be served meanwhile.");
    const auto subcommand = [&](const char* name, const char* help, Status (*run)(const Options&)) {
        auto* command = admin->add_subcommand(name, help);
        add_node_options(*command, options->data);
        command->callback([options, run, &chosen] { chosen = [options, run] { return run(*options); }; });
        return command;
    };
    auto* create = subcommand("create", "Make an administrator: of a new account, or of the one that has the address",
                              create_administrator);
    create->add_option("--email", options->email, "Its address")->required();
    create->add_option("--name", options->name, "Its name")->required();
    create->add_option("--password-file", options->password_file,
                       "A file whose first line is the password (default: standard input)");
    create->footer(
        "Example: palabre admin create --data ./data --email a@example.org --name \"Ada\" --password-file secret");
    auto* reset = subcommand("reset-password", "Give an account a new password and end its sessions", reset_password);
    reset->add_option("--email", options->email, "Its address")->required();
    reset->add_option("--password-file", options->password_file,
                      "A file whose first line is the password (default: standard input)");
    reset->footer("Example: palabre admin reset-password --data ./data --email a@example.org --password-file secret");
    auto* found = subcommand("found", "Found a community", create_community);
    found->add_option("--slug", options->slug, "Its name in addresses: a-z, 0-9 and -")->required();
    found->add_option("--name", options->name, "Its name")->required();
    found->footer("Example: palabre admin found --data ./data --slug soins --name \"Soins de ville\"");
}

} // namespace palabre::tools
