// SPDX-License-Identifier: Apache-2.0
#include "http/mails/bounces.hpp"

#include "tests/core/temp_folder.hpp"

#include <filesystem>
#include <fstream>

using namespace palabre;
using namespace palabre::http::mails;
using palabre::test::TempFolder;

namespace {

const mail::MailId sent = mail::MailId::from("0123456789abcdef");

std::string report(const std::string& action = "failed", const std::string& status = "5.1.1",
                   const std::string& to = "rfc822;ada@example.org", const std::string& id = sent.text()) {
    return "From: MAILER-DAEMON@mx.example.org\r\nMessage-ID: <own@mx.example.org>\r\n"
           "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n"
           "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
           "Final-Recipient: " +
           to + "\r\nAction: " + action + "\r\nStatus: " + status +
           "\r\nDiagnostic-Code: smtp; 552 5.2.2 full\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
           "Message-Id: <" +
           id + "@palabre.example>\r\nTo: ada@example.org\r\n\r\n--b--\r\n";
}

} // namespace

TEST_CASE("bounces: a report of a lasting failure names reader and mail") {
    const auto bounce = read_report(report());
    REQUIRE(bounce);
    CHECK(bounce->address.text() == "ada@example.org");
    CHECK(bounce->mail == sent);
    CHECK(bounce->code == 552);
    CHECK(read_report(report("failed", "5.0.0", "RFC822; <ada@example.org>")));
}

TEST_CASE("bounces: anything else says nothing") {
    for (const std::string& other :
         {std::string(), std::string("Hello\n"), report("delayed", "4.4.1"), report("delivered", "2.0.0"),
          report("failed", "4.0.0"), report("failed", "5.1.1", "rfc822;ada"),
          report("failed", "5.1.1", "x400;ada@example.org"), report("failed", "5.1.1", "rfc822;ada@example.org", "x"),
          std::string(1 << 20, 'x'), std::string(1 << 20, ':'), std::string(1 << 20, '\n')}) {
        CAPTURE(other.substr(0, 200));
        CHECK_FALSE(read_report(other));
    }
}

TEST_CASE("bounces: what was left is taken once, and stays when it could not be noted") {
    const TempFolder folder;
    const auto place = folder / "mail";
    int taken = 0;
    REQUIRE(take_bounces(place, [&](const Bounce&) { return Status(); })); // no folder yet
    REQUIRE(leave_bounce(place, *read_report(report())));
    REQUIRE(leave_bounce(place, *read_report(report()))); // the same once more
    std::ofstream(place / "bounces" / "odd.bounce") << "\xff";
    std::ofstream(place / "bounces" / "empty.bounce") << "";
    std::ofstream(place / "bounces" / "long.bounce") << std::string(100'000, ' ');
    CHECK(take_bounces(place, [&](const Bounce&) -> Status { return error(ErrorCode::busy, "not now"); }).has_error());
    REQUIRE(take_bounces(place, [&](const Bounce& bounce) -> Status {
        CHECK(bounce.address.text() == "ada@example.org");
        CHECK(bounce.mail == sent);
        CHECK(bounce.code == 552);
        ++taken;
        return {};
    }));
    CHECK(taken == 1);
    CHECK(std::filesystem::is_empty(place / "bounces"));
}
