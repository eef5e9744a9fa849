// SPDX-License-Identifier: Apache-2.0
// Mails as programs write them: in answers/ each NAME.eml with what is new in it, NAME.txt.
#include "core/mail/received.hpp"

#include "core/limits.hpp"

#include "core/mail/quote.hpp"
#include "core/mail/reply_address.hpp"
#include "core/text/unicode.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace palabre;
using namespace palabre::mail;

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

Received with(const std::string& headers, const std::string& body = "Oui.\n") {
    return read_mail("From: Rosa <rosa@example.net>\nTo: a@example.org\n" + headers + "\n" + body);
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

} // namespace

TEST_CASE("received mails: what is new in an answer, whatever program wrote it") {
    int cases = 0;
    for (const auto& each : fs::directory_iterator(PALABRE_SOURCE_DIR "/tests/core/mail/answers")) {
        if (each.path().extension() != ".eml") continue;
        CAPTURE(each.path().stem().string());
        const Received mail = read_mail(read_file(each.path()));
        std::string expected = read_file(fs::path(each.path()).replace_extension(".txt"));
        expected.pop_back();
        const std::string fresh = new_text(mail.text);
        CHECK(fresh == expected);
        CHECK(without_aliases(fresh) == fresh);
        CHECK(fresh.find("rosa@example.net") == std::string::npos);
        CHECK(mail.sender == "rosa@example.net");
        CHECK_FALSE(mail.automatic);
        ++cases;
    }
    CHECK(cases >= 30);
}

TEST_CASE("received mails: who it is of, to whom, and which one") {
    const Received mail =
        read_mail("From ada Thu Nov 26 2026\nReturn-Path: <r@example.net>\nDelivered-To: b@example.org\n"
                  "From: =?utf-8?q?Ros=C3=A9?= <rosa@example.net>, x@example.net\n"
                  "To: \"A, b\" <a@example.org>\nCc: c@example.org\nMessage-ID: <1@example.net>\n\nOui.\n");
    CHECK(mail.id == "1@example.net");
    CHECK(mail.sender == "rosa@example.net");
    CHECK(mail.recipients == std::vector<std::string>{"b@example.org", "a@example.org", "c@example.org"});
    CHECK_FALSE(mail.automatic);
}

TEST_CASE("received mails: what a machine has sent") {
    for (const char* header :
         {"Auto-Submitted: auto-replied\n", "Auto-Submitted: auto-generated; x=y\n", "Precedence: bulk\n",
          "Precedence: Junk\n", "X-Autoreply: yes\n", "X-Autorespond: away\n", "Return-Path: <>\n", "Return-Path:\n",
          "List-Id: <l.example.org>\n", "X-Auto-Response-Suppress: All\n",
          "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n"}) {
        CAPTURE(header);
        CHECK(with(header).automatic);
    }
    CHECK_FALSE(with("Auto-Submitted: no\n").automatic);
    CHECK_FALSE(with("Precedence: first-class\nReturn-Path: <rosa@example.net>\n").automatic);
}

TEST_CASE("received mails: any bytes are read within bounds") {
    std::string nested = "From: rosa@example.net\n";
    for (int i = 0; i < 3'000; ++i) {
        const std::string b = "b" + std::to_string(i);
        nested += "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n";
    }
    std::string zeroes = "From: rosa@example.net\n\nOui" + std::string(100, '\0') + "\n";
    const std::vector<std::string> inputs = {std::string(),
                                             std::string("\n"),
                                             std::string(10 << 20, 'x'),
                                             std::string(10 << 20, '\n'),
                                             std::string(300'000, '\0'),
                                             std::string("\xff\xfe\xfd: \xff\n\n\xff"),
                                             nested,
                                             zeroes,
                                             repeated("X: y\n", 50'000),
                                             "To: " + repeated("a@b.c, ", 30'000),
                                             "From: " + std::string(200'000, '(') + "\n\nOui.\n",
                                             "Subject: " + std::string(200'000, ' ') + "\n\nOui.\n",
                                             "Content-Type: text/html\n\n" + repeated("<blockquote>", 20'000) +
                                                 repeated("a<br>", 3'000),
                                             "Content-Type: text/html\n\n" + repeated("<", 200'000),
                                             "Content-Type: text/html\n\n" + repeated("<!--", 50'000),
                                             "\n" + repeated("On\n", 80'000),
                                             "\n" + repeated("-- x\n> a wrote:\n", 15'000),
                                             "\n" + repeated("From:\n", 40'000),
                                             "Content-Type: text/plain; charset=utf-7\n\n+AOk-\n",
                                             "From: rosa@example.net\nContent-Type: multipart/mixed\n\n--\n"};
    for (const std::string& bytes : inputs) {
        CAPTURE(bytes.substr(0, 60));
        const Received mail = read_mail(bytes);
        CHECK(text::is_text(mail.text));
        CHECK(mail.text.size() <= 3 * limits::received_bytes);
        CHECK(mail.recipients.size() <= 20);
        CHECK(text::is_text(new_text(mail.text)));
    }
    CHECK(read_mail(zeroes).text.starts_with("Oui"));
}

TEST_CASE("reply address: an alias goes in and comes out, whatever the case") {
    const auto address = ReplyAddress::parse("reponses@Example.org");
    REQUIRE(address);
    const Alias alias = Alias::from("0123456789abcdefghijklmnopqr");
    const Mailbox box = address->with(alias);
    CHECK(box.text() == "reponses+" + alias.text() + "@example.org");
    CHECK(box.text().find('@') <= 64);
    CHECK(alias_in(box.text()) == alias);
    std::string upper = box.text();
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    CHECK(alias_in(upper) == alias);
    CHECK(ReplyAddress::parse("abcdefghijklmnopqr@example.org"));
    for (const char* bad :
         {"", "reponses", "re+ponses@example.org", "abcdefghijklmnopqrs@example.org", "a b@example.org"})
        CHECK_FALSE(ReplyAddress::parse(bad));
    for (const std::string& other :
         {std::string("reponses@example.org"), std::string("reponses+@example.org"), "reponses+" + alias.text(),
          "reponses+x" + alias.text() + "@example.org", std::string()})
        CHECK_FALSE(alias_in(other));
    CHECK(without_aliases("Oui\nDe: <" + upper + ">\n1 + 1\nnon") == "Oui\n1 + 1\nnon");
}
