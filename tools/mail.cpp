// SPDX-License-Identifier: Apache-2.0
// palabre mail: whether mails get out.
#include "core/base/effects.hpp"
#include "core/limits.hpp"
#include "core/mail/received.hpp"
#include "http/mails/bounces.hpp"
#include "http/mails/composer.hpp"
#include "http/mails/replies.hpp"
#include "tools/mailing.hpp"
#include "tools/settings.hpp"
#include "tools/tool.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <iostream>
#include <limits>

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

Status bounce(const std::filesystem::path& data) {
    std::string report(limits::received_bytes, '\0');
    std::cin.read(report.data(), static_cast<std::streamsize>(report.size()));
    report.resize(static_cast<std::size_t>(std::cin.gcount()));
    const auto found = http::mails::read_report(report);
    // A mail server would only send a bounce of its own: what tells nothing is no failure.
    if (!found) {
        fmt::print("this reports no lasting failure of a mail of ours\n");
        return {};
    }
    return http::mails::leave_bounce(data / "mail", *found);
}

constexpr int try_again = 75; ///< EX_TEMPFAIL: the mail server keeps the mail and comes back

/// What of standard input is read; the rest is taken and passed over, since who writes it must not find it closed.
std::string read_input(std::size_t most) {
    std::string bytes(most, '\0');
    std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::cin.gcount()));
    std::cin.ignore(std::numeric_limits<std::streamsize>::max());
    return bytes;
}

Status reply(const std::filesystem::path& data, const std::string& recipient) {
    const auto found = http::mails::read_reply(read_input(limits::received_bytes), recipient);
    if (!found) {
        fmt::print("this is no answer that somebody has written to a mail of ours\n");
        return {};
    }
    if (const Status left = http::mails::leave_reply(data / "mail", *found); left.has_error()) {
        fmt::print(stderr, "palabre: {}\n", left.error().message);
        std::exit(try_again);
    }
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
    auto data = std::make_shared<std::filesystem::path>("./data");
    auto* bounced = command->add_subcommand("bounce", "Take a report of a mail that came back, from standard input");
    bounced->footer("Example: palabre mail bounce --data /var/lib/palabre/data <report.eml\n"
                    "In /etc/aliases: palabre-bounces: \"|palabre mail bounce --data /var/lib/palabre/data\"\n\n"
                    "The server that runs there marks the address. Any other mail is passed over.");
    bounced->add_option("--data", *data, "The folder of everything that is stored")->capture_default_str();
    bounced->callback([data, &chosen] { chosen = [data] { return bounce(*data); }; });
    auto recipient = std::make_shared<std::string>();
    auto* replied = command->add_subcommand("reply", "Take an answer to a mail about a message, from standard input");
    replied->footer(
        "Example: palabre mail reply --data /var/lib/palabre/data <answer.eml\n"
        "In /etc/aliases: replies: \"|palabre mail reply --data /var/lib/palabre/data\"\n\n"
        "The server that runs there sends what is new in it to the conversation that its address names. Any\n"
        "other mail is passed over. Ends with 75 where the mail server is to try again.");
    replied->add_option("--data", *data, "The folder of everything that is stored")->capture_default_str();
    replied->add_option("--recipient", *recipient, "To whom the envelope is, if the mail's head does not say it");
    replied->callback([data, recipient, &chosen] { chosen = [data, recipient] { return reply(*data, *recipient); }; });
    tested->callback([options, &chosen] { chosen = [options] { return test(*options); }; });
}

} // namespace palabre::tools
