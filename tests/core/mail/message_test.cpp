// SPDX-License-Identifier: Apache-2.0
#include "core/mail/message.hpp"

#include "core/mail/encode.hpp"
#include "core/mail/plain.hpp"
#include "tests/core/temp_folder.hpp" // how results are told

using namespace palabre;
using namespace palabre::mail;

namespace {

Message message(std::string subject, std::string name = "Soins de ville") {
    return {.id = MailId::from("0123456789abcdef"),
            .written = *Instant::parse("2026-11-26T16:46:34.000000Z"),
            .from = {std::move(name), *Mailbox::parse("palabre@example.org")},
            .to = *Mailbox::parse("ada@example.org"),
            .subject = std::move(subject),
            .plain = "Bonjour\n",
            .html = "<p>Bonjour</p>\n",
            .unsubscribe = {}};
}

/// The lines before the first empty one.
std::vector<std::string> headers(const std::string& bytes) {
    std::vector<std::string> lines;
    for (std::size_t from = 0;;) {
        const auto end = bytes.find("\r\n", from);
        REQUIRE(end != std::string::npos);
        if (end == from) return lines;
        lines.push_back(bytes.substr(from, end - from));
        from = end + 2;
    }
}

void check_lines(const std::string& bytes) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        CHECK(static_cast<unsigned char>(bytes[i]) < 128);
        CHECK(bytes[i] != '\0');
        if (bytes[i] == '\n') {
            REQUIRE(i > 0);
            CHECK(bytes[i - 1] == '\r');
            length = 0;
        } else if (bytes[i] == '\r') {
            REQUIRE(i + 1 < bytes.size());
            CHECK(bytes[i + 1] == '\n');
        } else {
            CHECK(++length <= 998);
        }
    }
}

} // namespace

TEST_CASE("mail: a message byte for byte") {
    Message mail = message("New reply");
    mail.unsubscribe = "https://example.org/unsubscribe/abc";
    const auto written = bytes(mail);
    REQUIRE(written);
    const std::string id = mail.id.text();
    CHECK(*written == "Date: Thu, 26 Nov 2026 16:46:34 +0000\r\n"
                      "From: Soins de ville\r\n <palabre@example.org>\r\n"
                      "To: ada@example.org\r\n"
                      "Subject: New reply\r\n"
                      "Message-ID: <" +
                          id +
                          "@example.org>\r\n"
                          "Auto-Submitted: auto-generated\r\n"
                          "List-Unsubscribe: <https://example.org/unsubscribe/abc>\r\n"
                          "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
                          "MIME-Version: 1.0\r\n"
                          "Content-Type: multipart/alternative;\r\n boundary=\"=_" +
                          id +
                          "\"\r\n"
                          "\r\n"
                          "--=_" +
                          id +
                          "\r\n"
                          "Content-Type: text/plain; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: quoted-printable\r\n"
                          "\r\n"
                          "Bonjour\r\n"
                          "--=_" +
                          id +
                          "\r\n"
                          "Content-Type: text/html; charset=utf-8\r\n"
                          "Content-Transfer-Encoding: quoted-printable\r\n"
                          "\r\n"
                          "<p>Bonjour</p>\r\n"
                          "--=_" +
                          id + "--\r\n");
}

TEST_CASE("mail: no text becomes a header") {
    const std::size_t lines = headers(*bytes(message("x"))).size();
    for (const std::string& evil : std::vector<std::string>{
             "a\r\nBcc: eve@example.org", "a\nBcc: eve@example.org", "a\r\n\r\n<h1>", std::string("a\0z", 3), "\r\n",
             "a\xe2\x80\xa8"
             "Bcc: e",
             "=?utf-8?B?QmNj?=", "\"<eve@example.org>", "a,b;c:d@e", "\xff\xfe\r\nX: y"}) {
        CAPTURE(evil);
        for (const Message& mail : {message(evil), message("x", evil)}) {
            const auto written = bytes(mail);
            REQUIRE(written);
            check_lines(*written);
            std::size_t named = 0;
            for (const std::string& line : headers(*written)) {
                CHECK(line.find("Bcc") == std::string::npos);
                CHECK(line.find("eve@") == std::string::npos);
                named += line.front() == ' ' ? 0 : 1;
            }
            CHECK(named == lines - 2); // the folded From and Content-Type
        }
    }
}

TEST_CASE("mail: long and foreign subjects are folded into encoded words") {
    std::string subject;
    for (int i = 0; i < 60; ++i) subject += "é€😀";
    const auto written = bytes(message(subject));
    REQUIRE(written);
    check_lines(*written);
    std::size_t words = 0;
    for (const std::string& line : headers(*written)) {
        CHECK(line.size() <= 100);
        words += line.find("=?utf-8?B?") != std::string::npos ? 1 : 0;
    }
    CHECK(words == 12); // 540 bytes, 45 a word
    CHECK(header_text("Réponse") == "=?utf-8?B?UsOpcG9uc2U=?=");
    CHECK(header_text("  a \t b ") == "a b");
    CHECK(header_text("") == "");
}

TEST_CASE("mail: quoted-printable") {
    CHECK(quoted_printable("") == "\r\n");
    CHECK(quoted_printable("a=b\n") == "a=3Db\r\n");
    CHECK(quoted_printable("été") == "=C3=A9t=C3=A9\r\n");
    CHECK(quoted_printable("a \nb") == "a=20\r\nb\r\n");
    CHECK(quoted_printable("a\n\nb") == "a\r\n\r\nb\r\n");
    const std::string line = quoted_printable(std::string(200, 'x'));
    CHECK(line == std::string(75, 'x') + "=\r\n" + std::string(75, 'x') + "=\r\n" + std::string(50, 'x') + "\r\n");
    check_lines(quoted_printable("\xff\x00\r\n.\r\nQUIT"));
}

TEST_CASE("mail: an address to unsubscribe that is no link is refused") {
    for (const std::string& bad : std::vector<std::string>{"javascript:1", "https://a b", "https://a\r\nX: y",
                                                           "https://a>", "ftp://a", std::string(2000, 'x')}) {
        CAPTURE(bad);
        Message mail = message("x");
        mail.unsubscribe = bad;
        CHECK(bytes(mail).has_error());
    }
}

TEST_CASE("mail: which addresses a mail can go to") {
    for (const char* good : {"ada@example.org", "a.b+c@x-y.example", "A@B.fr", "o'neil@example.org"})
        CHECK_MESSAGE(Mailbox::parse(good)->text().size() == std::string(good).size(), good);
    CHECK(Mailbox::parse("ada@ünder.example")->text() == "ada@xn--nder-zra.example");
    CHECK(Mailbox::parse("ada@EXAMPLE.org")->text() == "ada@example.org");
    CHECK(Mailbox::parse(std::string(64, 'a') + "@example.org"));
    for (const std::string& bad : std::vector<std::string>{
             std::string(), std::string("ada"), std::string("@example.org"), std::string("ada@"),
             std::string("a da@x.org"), std::string("ada@x.org\r\nBcc: e@x.org"), std::string("ada@x.org>"),
             std::string("<ada@x.org"), std::string("ada,eve@x.org"), std::string("\"a b\"@x.org"),
             std::string(".a@x.org"), std::string("a..b@x.org"), std::string("adé@x.org"), std::string("ada@-x.org"),
             std::string("ada@x..org"), std::string("ada@[127.0.0.1]"), std::string("a\0b@x.org", 9),
             std::string(65, 'a') + "@x.org", "a@" + std::string(250, 'b') + ".org"}) {
        CAPTURE(bad);
        CHECK_FALSE(Mailbox::parse(bad));
    }
}

TEST_CASE("mail: the plain form of a letter") {
    CHECK(plain_text("<html><head><title>T</title></head><body><p>Ada &amp; Bob\n  wrote:</p>"
                     "<blockquote>1 &lt; 2<br>two</blockquote><p><a href=\"https://x.org/?a=1&amp;b\">Read</a></p>"
                     "<ul><li>one</li><li>two</li></ul><p><a href=\"https://x.org\">https://x.org</a></p></body>") ==
          "Ada & Bob wrote:\n\n> 1 < 2\n> two\n\nRead: https://x.org/?a=1&b\n\n- one\n- two\n\nhttps://x.org\n");
    CHECK(title_text("<title>A &lt;b&gt; &amp; c</title>") == "A <b> & c");
    CHECK(title_text("nothing") == "");
    for (const char* odd : {"", "<", "<a href=\"", "</blockquote></a>", "<p", "&", "a<br"})
        CHECK_NOTHROW(plain_text(odd));
}
