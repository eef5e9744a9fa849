// SPDX-License-Identifier: Apache-2.0
// The request cases of another parser's test bed, if the shared data is there: what it refuses we must not read as a
// request, and no bytes may become more requests than it finds in them.
#include "tests/core/temp_folder.hpp"
#include "tests/http/server/echo.hpp"

#include <fstream>
#include <iterator>
#include <regex>

using namespace palabre;
using test::Client;
using test::EchoServer;

namespace {

struct Case {
    std::string name;
    std::string bytes;
    std::string log;
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// The bed's notation: line ends are CRLF, "\" before one joins lines, \n \r \t \f are the characters.
std::string bytes_of(std::string text) {
    text = replaced(std::move(text), "\\\n", "");
    text = replaced(std::move(text), "\n", "\r\n");
    text = replaced(std::move(text), "\\n", "\n");
    text = replaced(std::move(text), "\\r", "\r");
    text = replaced(std::move(text), "\\f", "\f");
    return replaced(std::move(text), "\\t", "\t");
}

/// Without it HTTP/1.1 is refused by us for that alone.
std::string with_host(const std::string& bytes) {
    const std::size_t end = bytes.find("HTTP/1.1\r\n");
    const std::size_t head = bytes.find("\r\n\r\n");
    if (end == std::string::npos || bytes.substr(0, head).find("Host:") != std::string::npos) return bytes;
    return bytes.substr(0, end + 10) + "Host: h\r\n" + bytes.substr(end + 10);
}

std::vector<Case> cases(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    static const std::regex strict("<!-- meta=\\{ ?\"type\": ?\"request\" ?(, *\"noScan\": true ?)?\\} -->");
    std::vector<Case> all;
    for (auto found = std::sregex_iterator(text.begin(), text.end(), strict); found != std::sregex_iterator();
         ++found) {
        const auto block = [&](std::string_view fence, std::size_t from) {
            const std::size_t begin = text.find(fence, from) + fence.size();
            const std::size_t end = text.find("\n```", begin - 1);
            return std::pair(text.substr(begin, end > begin ? end - begin : 0), end);
        };
        const auto begin = static_cast<std::size_t>(found->position());
        const auto [http, behind] = block("```http\n", begin);
        const auto [log, ignored] = block("```log\n", behind);
        const std::size_t title = text.rfind("\n#", begin);
        all.push_back({text.substr(title + 1, text.find('\n', title + 1) - title - 1), bytes_of(http), log});
    }
    return all;
}

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

} // namespace

TEST_CASE("the requests that another parser refuses are refused, none is read as two") {
    const auto folder = test::shared_file("data/http1-llhttp-tests/request");
    if (!folder) return;
    EchoServer server;
    std::size_t refused = 0, all = 0;
    for (const auto& file : std::filesystem::directory_iterator(*folder)) {
        for (const Case& one : cases(file.path())) {
            CAPTURE(file.path().filename().string());
            CAPTURE(one.name);
            CAPTURE(one.bytes);
            ++all;
            const auto before = server->counts().requests;
            Client client(server.port());
            client.send(with_host(one.bytes));
            client.finish();
            std::vector<int> statuses;
            for (int status = client.receive().status; status != 0; status = client.receive().status)
                statuses.push_back(status);
            CHECK(server->counts().requests - before <= count(one.log, "message complete"));
            // What follows `Connection: close` is left unread here and refused there: as good. Code 22 is no refusal
            // but a pause for an upgrade, which we do not offer.
            const bool error = one.log.find("error code") != std::string::npos &&
                               one.log.find("error code=22") == std::string::npos &&
                               one.log.find("Data after `Connection: close`") == std::string::npos;
            if (!error) continue;
            ++refused;
            REQUIRE(!statuses.empty());
            CHECK(statuses.back() >= 400);
            CHECK(statuses.back() != 503);
        }
    }
    CHECK(refused > 40);
    CHECK(all > 100);
    CHECK(Client(server.port()).get("/").status == 200);
}
