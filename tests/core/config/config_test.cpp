// SPDX-License-Identifier: Apache-2.0
#include "core/config/config.hpp"

#include "core/limits.hpp"
#include "tests/core/temp_folder.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>
#include <set>

using namespace palabre;
using namespace palabre::config;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    test::TempFolder folder;
    fs::path file = folder / "palabre.conf";
    Sources sources;

    void write(const std::string& text) {
        std::ofstream(file, std::ios::binary) << text;
        sources.file = file;
    }
    Settings loaded() {
        const auto settings = load(sources);
        REQUIRE(settings);
        return *settings;
    }
    std::string refused(ErrorCode code = ErrorCode::invalid) {
        const auto settings = load(sources);
        REQUIRE(settings.has_error());
        CHECK(settings.error().code == code);
        return settings.error().message;
    }
};

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// What one flag gives, or its error.
Result<Settings> with(std::string name, std::string value) {
    Sources sources;
    sources.flags.emplace_back(std::move(name), std::move(value));
    return load(sources);
}

} // namespace

TEST_CASE_FIXTURE(Fixture, "config: the defaults") {
    const Settings settings = loaded();
    CHECK(settings.data == "./data");
    CHECK(settings.master_key == "./data.key");
    CHECK(settings.blobs.empty());
    CHECK(settings.listen == Endpoint{"127.0.0.1", 8080});
    CHECK(settings.metrics_listen == Endpoint{"127.0.0.1", 9180});
    CHECK(!settings.log);
    CHECK(settings.io_threads == 2);
    CHECK_FALSE(settings.public_url);
    CHECK(settings.trusted_proxies.empty());
    CHECK(settings.log_level == logging::Level::info);
    CHECK(settings.secure_cookies == SecureCookies::automatic);
    CHECK(settings.sign_in_per_minute == 10);
    CHECK(settings.register_per_hour == 20);
    CHECK(settings.searches_per_minute == 600);
    CHECK(settings.writes_per_minute == 60);
    CHECK_FALSE(settings.mail_server);
    CHECK_FALSE(settings.mail_from);
    CHECK(settings.mail_user.empty());
    CHECK(settings.write_mails == WriteMails::automatic);
}

TEST_CASE_FIXTURE(Fixture, "config: where mails go") {
    CHECK(with("mail_server", "smtp://mail.example.org")->mail_server->text() == "smtp://mail.example.org:587");
    CHECK(with("mail_server", "smtps://[::1]")->mail_server->text() == "smtps://[::1]:465");
    CHECK(with("mail_server", "smtps://127.0.0.1:2525")->mail_server->loopback());
    CHECK_FALSE(with("mail_server", "smtp://127.example.org")->mail_server->loopback());
    for (const char* bad : {"mail.example.org", "http://mail.example.org", "smtp://", "smtp://a b", "smtp://a:0",
                            "smtp://a:65536", "smtp://a:25/x", "smtp://[::1", "smtp://u:p@a", "smtp://a\r\nb"})
        CHECK_MESSAGE(with("mail_server", bad).has_error(), bad);
    CHECK(with("mail_from", "palabre@example.org")->mail_from->text() == "palabre@example.org");
    CHECK(with("mail_from", "Palabre <palabre@example.org>").has_error());
    CHECK(with("reply_address", "reponses@example.org")->reply_address->box().text() == "reponses@example.org");
    CHECK_FALSE(with("reply_address", "")->reply_address);
    for (const char* bad : {"reponses", "a+b@example.org", "reponses-aux-annonces@example.org"})
        CHECK(contains(with("reply_address", bad).error().message, "reply-address"));
    CHECK(with("mail_user", "a\tb").has_error());
    CHECK(with("write_mails", "perhaps").has_error());
}

TEST_CASE_FIXTURE(Fixture, "config: a file is read with comments, blanks, line ends and a byte order mark") {
    write("\xef\xbb\xbf# Palabre\r\n\n  data = /srv/pal#abre  # here\r\n\tio_threads=4\nlog_level =debug\n"
          "metrics_listen =\nmaster_key = /etc/palabre/été.key");
    const Settings settings = loaded();
    CHECK(settings.data == "/srv/pal#abre");
    CHECK(settings.io_threads == 4);
    CHECK(settings.log_level == logging::Level::debug);
    CHECK_FALSE(settings.metrics_listen);
    CHECK(settings.master_key == "/etc/palabre/été.key");
}

TEST_CASE_FIXTURE(Fixture, "config: flags win over the environment, the environment over the file") {
    write("io_threads = 3\nlog_level = warn\nlisten = [::1]:0\n");
    sources.environment = {{"PALABRE_IO_THREADS", "5"}, {"PALABRE_LOG_LEVEL", "error"}, {"HOME", "/root"}};
    sources.flags = {{"--io-threads", "7"}};
    const Settings settings = loaded();
    CHECK(settings.io_threads == 7);
    CHECK(settings.log_level == logging::Level::error);
    CHECK(settings.listen == Endpoint{"::1", 0});
    CHECK(settings.listen.text() == "[::1]:0");
}

TEST_CASE_FIXTURE(Fixture, "config: a bad value in a file is named with file and line, and what is allowed") {
    write("# one\nlisten = 127.0.0.1:8080\nio_threads = 65\n");
    const std::string message = refused();
    CHECK(contains(message, file.string() + ":3: \"io_threads\""));
    CHECK(contains(message, "\"65\""));
    CHECK(contains(message, "1 to 64"));
}

TEST_CASE_FIXTURE(Fixture, "config: an unknown name, one that stands twice, and a line that is none") {
    write("io_threads = 2\nioThreads = 2\n");
    CHECK(contains(refused(), ":2: \"ioThreads\": no such setting; there are: data, master_key"));
    write("io_threads = 2\n\nio_threads = 2\n");
    CHECK(contains(refused(), ":3: \"io_threads\" stands in line 1 already"));
    write("\nio_threads\n");
    CHECK(contains(refused(), ":2: \"io_threads\" is no line of the form key = value"));
    write("= 2\n");
    CHECK(contains(refused(), ":1: \"\": no such setting"));
    write("data = \xff\n");
    CHECK(contains(refused(), ":1: is not UTF-8"));
    write(std::string("data = a\0b\n", 11));
    CHECK(contains(refused(), ":1: \"data\""));
}

TEST_CASE_FIXTURE(Fixture, "config: a file that is missing, a folder, or too long") {
    sources.file = file;
    CHECK(contains(refused(ErrorCode::not_found), file.string()));
    sources.file = folder.path();
    CHECK(contains(refused(ErrorCode::io), "no plain file"));
    write(std::string(limits::config_bytes, '\n'));
    CHECK(load(sources));
    write(std::string(limits::config_bytes + 1, '\n'));
    CHECK(contains(refused(), "longer than"));
}

TEST_CASE_FIXTURE(Fixture, "config: the environment variable or the flag at fault is named") {
    sources.environment = {{"PALABRE_LISTEN", "nowhere"}};
    CHECK(contains(refused(), "environment variable PALABRE_LISTEN: \"nowhere\" is not possible; allowed: host:port"));
    sources.environment = {{"PALABRE_LISTNE", "127.0.0.1:1"}};
    CHECK(contains(refused(), "environment variable PALABRE_LISTNE: no such setting"));
    sources.environment.clear();
    sources.flags = {{"secure-cookies", "yes"}};
    CHECK(contains(refused(), "--secure-cookies: \"yes\" is not possible; allowed: auto, always or never"));
    sources.flags = {{"--no-such", "1"}};
    CHECK(contains(refused(), "--no-such: no such setting"));
}

TEST_CASE_FIXTURE(Fixture, "config: what Kubernetes puts into a pod and what tools read is passed over") {
    sources.environment = {{"PALABRE_PORT", "tcp://10.0.0.1:80"},
                           {"PALABRE_PORT_80_TCP", "tcp://10.0.0.1:80"},
                           {"PALABRE_SERVICE_HOST", "10.0.0.1"},
                           {"PALABRE_CONFIG", "/etc/palabre.conf"},
                           {"PALABRE_PASSPHRASE", "a long passphrase"}};
    CHECK(loaded().listen.port == 8080);
}

TEST_CASE("config: numbers at their limits and one past") {
    for (const char* good : {"1", "64", "7"}) CHECK(with("io_threads", good));
    for (const char* bad : {"0", "65", "-1", "+1", "1.0", "1 2", "", "two", "0x2", "99999999999999999999", "２"})
        CHECK(with("io_threads", bad).has_error());
    for (const char* name : {"sign_in_per_minute", "register_per_hour", "searches_per_minute", "writes_per_minute"}) {
        CHECK(with(name, "1"));
        CHECK(with(name, "1000000"));
        CHECK(with(name, "0").has_error());
        CHECK(with(name, "1000001").has_error());
    }
}

TEST_CASE("config: where to listen") {
    for (const char* good :
         {"127.0.0.1:8080", "localhost:0", "0.0.0.0:65535", "[::]:80", "[fe80::1]:1", "a-b.example:1"})
        CHECK(with("listen", good));
    for (const char* bad : {"", ":", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                            "::1:80", "[::1]", "[::g]:80", "[]:80", "a b:80", "http://a:80", "a/b:80", "é:80", "-a:1"})
        CHECK(with("listen", bad).has_error());
    CHECK_FALSE(with("metrics_listen", "")->metrics_listen);
    CHECK(with("metrics_listen", "localhost:1")->metrics_listen->text() == "localhost:1");
    CHECK(with("metrics_listen", "x").has_error());
}

TEST_CASE("config: the public address") {
    CHECK(with("public_url", "https://forum.example.org/")->public_url == "https://forum.example.org");
    CHECK(with("public_url", "http://127.0.0.1:8080")->public_url == "http://127.0.0.1:8080");
    CHECK_FALSE(with("public_url", "")->public_url);
    for (const char* bad : {"forum.example.org", "https://", "https://a/b", "https://a?b", "ftp://a", "https://a b",
                            "javascript:alert(1)", "https://user@a", "https://a\"b"})
        CHECK(with("public_url", bad).has_error());
}

TEST_CASE("config: proxies are addresses") {
    CHECK(with("trusted_proxy", "10.0.0.1, fd00::1 ::1")->trusted_proxies ==
          std::vector<std::string>{"10.0.0.1", "fd00::1", "::1"});
    CHECK(with("trusted_proxy", "10.0.0.0/8,fd00::/8,0.0.0.0/0")->trusted_proxies ==
          std::vector<std::string>{"10.0.0.0/8", "fd00::/8", "0.0.0.0/0"});
    CHECK(with("trusted_proxy", "")->trusted_proxies.empty());
    for (const char* bad :
         {"proxy", "10.0.0.1,x", "10.0.0.0/33", "10.0.0.0/", "10/8", "::/129", "10.0.0.256", "10.0.0.1;10.0.0.2"})
        CHECK(with("trusted_proxy", bad).has_error());
}

TEST_CASE("config: beyond loopback only behind https") {
    const auto exposed = [](const char* listen, const char* public_url) {
        Sources sources;
        sources.flags = {{"listen", listen}, {"public_url", public_url}};
        return check_exposure(load(sources).value());
    };
    for (const char* here :
         {"127.0.0.1:80", "127.9.9.9:80", "localhost:80", "LOCALHOST:80", "[::1]:80", "[::ffff:127.0.0.1]:80"})
        for (const char* url : {"", "http://forum.example.org"}) CHECK(exposed(here, url));
    for (const char* beyond : {"0.0.0.0:80", "[::]:80", "128.0.0.1:80", "[::2]:80", "[::ffff:10.0.0.1]:80",
                               "localhost.example.org:80", "127.0.0.1.example.org:80"}) {
        CHECK(exposed(beyond, "https://forum.example.org"));
        CHECK(exposed(beyond, "").has_error());
        const auto refused = exposed(beyond, "http://forum.example.org");
        REQUIRE(refused.has_error());
        CHECK(contains(refused.error().message, "public_url is not https"));
    }
}

TEST_CASE("config: who answers for it") {
    CHECK(with("operator", "Ada L., Nantes")->operated_by == "Ada L., Nantes");
    CHECK(with("operator", "a#b")->operated_by == "a#b");
    CHECK(with("operator", std::string(limits::description, 'x')));
    CHECK(with("operator", std::string(limits::description + 1, 'x')).has_error());
    for (const char* bad : {"a\nb", "a #b", "#b", "\xff"}) CHECK(with("operator", bad).has_error());
    CHECK(with("contact", "a@b")->contact == "a@b");
    CHECK(with("contact", ""));
    for (const char* bad : {"a", "@b", "a@", "a b@c", "a@b, c@d", "<a@b>", "a@b\n"})
        CHECK(with("contact", bad).has_error());
}

TEST_CASE("config: closed words") {
    for (const char* good : {"debug", "info", "warn", "error"}) CHECK(with("log_level", good));
    for (const char* bad : {"", "DEBUG", "trace", "information"}) CHECK(with("log_level", bad).has_error());
    CHECK(with("secure_cookies", "always")->secure_cookies == SecureCookies::always);
    CHECK(with("secure_cookies", "never")->secure_cookies == SecureCookies::never);
    CHECK(with("log", "embedded"));
    CHECK(with("log", "kafka://a:9092").has_error());
}

TEST_CASE("config: the master key lies beside the data, never within") {
    CHECK(with("data", "/srv/palabre")->master_key == "/srv/palabre.key");
    CHECK(with("data", "/srv/palabre/")->master_key == "/srv/palabre.key");
    CHECK(with("data", "store")->master_key == "store.key");
    for (const char* nameless : {".", "..", "/", "a/..", ""}) CHECK(with("data", nameless).has_error());

    Sources sources;
    sources.flags = {{"data", "/srv/palabre/"}, {"master_key", "/srv/palabre/vault/../key"}};
    const auto inside = load(sources);
    REQUIRE(inside.has_error());
    CHECK(contains(inside.error().message, "inside the data folder"));
    sources.flags[1].second = "/srv/palabre-keys/key";
    CHECK(load(sources)->master_key == "/srv/palabre-keys/key");
    sources.flags[0].second = ".";
    CHECK(load(sources));
}

TEST_CASE("config: an error repeats what was typed in one short line") {
    const auto settings = with("listen", "a\nb\x1b[31m" + std::string(10'000, 'x'));
    REQUIRE(settings.has_error());
    CHECK(contains(settings.error().message, "\"a b[31mxxx"));
    CHECK(settings.error().message.size() < 500);
    CHECK_FALSE(contains(settings.error().message, "\n"));
}

TEST_CASE("config: the table holds each name once, with help") {
    std::set<std::string_view> names;
    for (const Setting& setting : table()) {
        CHECK(names.insert(setting.name).second);
        CHECK_FALSE(setting.allowed.empty());
        CHECK(setting.help.ends_with("."));
    }
    CHECK(names.size() == 27);
}

TEST_CASE("config: the process's own environment") {
    ::setenv("PALABRE_TEST_ONLY", "a=b", 1); // NOLINT(concurrency-mt-unsafe): no other thread yet
    CHECK(environment()["PALABRE_TEST_ONLY"] == "a=b");
    ::unsetenv("PALABRE_TEST_ONLY"); // NOLINT(concurrency-mt-unsafe)
    CHECK_FALSE(environment().contains("PALABRE_TEST_ONLY"));
    CHECK_FALSE(environment().contains("HOME"));
}
