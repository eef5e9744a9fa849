// SPDX-License-Identifier: Apache-2.0
// palabre mail: whether mails get out.
#include "core/base/effects.hpp"
#include "http/mails/composer.hpp"
#include "tools/mailing.hpp"
#include "tools/settings.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fmt/format.h>

namespace palabre::tools {
namespace {

struct Options {
    SettingsOptions settings;
    std::string address;
};

constexpr int first_step_status = 2; ///< 1 is what every tool ends with

/// Ends the process with the status of the step at which a mail was stopped (docs/operations.md).
[[noreturn]] void end(const mail::Failure& failure) {
    fmt::print(stderr, "palabre: {}: {}\n", text(failure.step), failure.words);
    std::exit(first_step_status + static_cast<int>(failure.step));
}

Status test(const Options& options) {
    PALABRE_TRY(settings, options.settings.load());
    const auto to = mail::Mailbox::parse(options.address);
    if (!to) end({.step = mail::Step::address, .words = "this is no address that a mail can go to"});
    PALABRE_TRY(transport, mail_transport(settings));
    SystemClock clock;
    SystemRandom random;
    const auto messages = http::Messages::embedded();
    const http::mails::Composer composer(messages, mail_sender(settings), site_address(settings, settings.listen.port));
    const auto id = random.draw<mail::MailId>();
    if (const auto failed = transport->send(composer.test(*to, id, events::Language::en, clock.now()))) end(*failed);
    if (settings.mail_server)
        fmt::print("{} has taken a test mail for {}\n", settings.mail_server->text(), to->text());
    else
        fmt::print("no mail server is set: the test mail is {}\n",
                   (settings.data / "mail" / "new" / (id.text() + ".eml")).string());
    return {};
}

} // namespace

void add_mail(CLI::App& app, Run& chosen) {
    auto* command = app.add_subcommand("mail", "Whether mails get out");
    command->require_subcommand(1);
    auto options = std::make_shared<Options>();
    auto* tested = command->add_subcommand("test", "Send a test mail, and say what fails");
    tested->footer(
        "Example: palabre mail test --config /etc/palabre/palabre.conf ada@example.org\n\n"
        "Ends with 0 when the mail is on its way, else with the step that failed: 2 address, 3 dns, 4 connect,\n"
        "5 tls, 6 login, 7 sender, 8 recipient, 9 content, 10 folder.");
    tested->add_option("address", options->address, "Whom to send it to")->required();
    add_settings_options(*tested, options->settings);
    tested->callback([options, &chosen] { chosen = [options] { return test(*options); }; });
}

} // namespace palabre::tools
