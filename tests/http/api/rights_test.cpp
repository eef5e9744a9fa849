// SPDX-License-Identifier: Apache-2.0
// Everybody at every door: the whole route table, asked by each standing, against rights_golden.txt. Nothing is
// written: what comes through to a command is only decided. `yes`: it would happen; a number: the answer's status.
// After a wanted change run with PALABRE_WRITE_CASES=1, and read the difference.
#include "commands/dispatch.hpp"
#include "http/routes.hpp"
#include "tests/http/api/contract.hpp"
#include "tests/http/api/examples.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

using namespace palabre;
using namespace palabre::test;

namespace {

const std::string golden_file = PALABRE_SOURCE_DIR "/tests/http/api/rights_golden.txt";

struct Walk {
    Village& village;
    std::vector<std::pair<std::string, Person>> people = {{"visitor", nobody},
                                                          {"account", village.outsider},
                                                          {"member", village.ben},
                                                          {"author", village.ada},
                                                          {"moderator", village.moderator},
                                                          {"manager", village.manager},
                                                          {"administrator", village.admin}};

    /// What a command would come to.
    std::string decided(const commands::Submission& submission) {
        commands::Lookup look(village.node().model(), submission.community, village.services().clock.now());
        const auto decision = commands::decide(look, submission.caller, submission.command);
        if (const auto* problem = std::get_if<commands::Problem>(&decision))
            return std::to_string(http::problem(*problem).status);
        return std::holds_alternative<commands::NoOp>(decision) ? "204" : "yes";
    }
    std::string cell(const Person& who, const http::Route& route, const Targets& targets) {
        const Json body = example_body(route, targets);
        village.tick(std::chrono::minutes(15)); // so often an address may be written to
        auto answer = village.answer(who, route.method, address_of(route.pattern, targets),
                                     body.is_null() ? "" : body.dump(), {});
        if (auto* search = std::get_if<http::Work>(&answer);
            search != nullptr && search->kind == http::Work::Kind::search)
            answer = http::Answer(search->run());
        if (const auto* response = std::get_if<http::Response>(&answer)) return std::to_string(response->status);
        if (const auto* act = std::get_if<http::Act>(&answer)) return decided(act->submission);
        return "yes";
    }
    /// The rows of all routes whose pattern has one of the words.
    std::string table(const std::string& title, const Targets& targets, const std::vector<std::string>& words) {
        std::string text = fmt::format("# {}\n{:<6} {:<42}", title, "", "");
        for (const auto& [name, person] : people) text += fmt::format(" {:>13}", name);
        text += '\n';
        for (const http::Route& route : village.router().routes()) {
            const bool asked = std::any_of(words.begin(), words.end(), [&](const auto& word) {
                return route.pattern.find(word) != std::string_view::npos;
            });
            if (!asked || Contract::of_document().operation(route.method, route.pattern) == nullptr) continue;
            std::string_view pattern = route.pattern;
            if (pattern.starts_with("/api/v1/communities/{c}"))
                pattern.remove_prefix(std::string_view("/api/v1/communities/").size());
            text += fmt::format("{:<6} {:<42}", http::text(route.method), pattern);
            for (const auto& [name, person] : people) text += fmt::format(" {:>13}", cell(person, route, targets));
            text += '\n';
        }
        return text + '\n';
    }
};

std::string read(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("api rights: everybody at every door") {
    Village village;
    const auto targets = [&](const Person& author, const Person& answers, const std::string& space) {
        Targets made{.member = village.ada.member.text(), .space = space, .another_space = village.members_space};
        made.thread = village.open(author, {space});
        made.answer = village.reply(answers, made.thread);
        made.ad = village
                      .post(author, "/api/v1/communities/kine/ads",
                            {{"kind", "premises-wanted"}, {"title", "T"}, {"body", "B"}, {"departement", "44"}})
                      .json()
                      .value("id", "");
        const auto organisation =
            village.post(author, village.at("/organisations"), {{"kind", "practice"}, {"name", "Cabinet du Port"}});
        REQUIRE_MESSAGE(organisation.status == 201, organisation.brief());
        made.organisation = organisation.json()["id"];
        return made;
    };
    const Targets everyone = targets(village.ada, village.ben, village.public_space);
    Targets members = targets(village.ada, village.ben, village.members_space);
    members.another_space = village.public_space;
    const Targets closed = targets(village.moderator, village.manager, village.closed_space);

    Walk walk{village};
    const std::vector<std::string> about_space = {"/threads/{id}", "/posts/{id}", "/spaces/{space}"};
    const std::string text = walk.table("In a public space; the thread is the author's", everyone, {"/"}) +
                             walk.table("In a space for members", members, about_space) +
                             walk.table("In a space by invitation; the thread is the moderator's", closed, about_space);
    if (std::getenv("PALABRE_WRITE_CASES") != nullptr) std::ofstream(golden_file, std::ios::binary) << text;
    CHECK(text == read(golden_file));
    CHECK(village.logged().empty());
}

TEST_CASE("api rights: a visitor commands nothing but to register, to sign in, and what a mailed link is for") {
    Village village;
    Walk walk{village};
    const Targets targets{.thread = village.open(village.ada, {village.public_space}),
                          .answer = "mzxw6ytboi2dg",
                          .member = village.ada.member.text(),
                          .space = village.public_space,
                          .another_space = village.members_space};
    std::size_t commands = 0;
    for (const http::Route& route : village.router().routes()) {
        if (route.method == Method::get || !route.pattern.starts_with("/api/")) continue; // pages copy these rights
        ++commands;
        const bool open = route.pattern == "/api/v1/accounts" ||
                          (route.pattern == "/api/v1/session" && route.method == Method::post) ||
                          route.pattern == "/api/v1/password-resets" || route.pattern == "/api/v1/unsubscribe/{token}";
        CHECK(open == (route.access == http::Access::anybody));
        CHECK_MESSAGE((walk.cell(nobody, route, targets) == "401") != open, route.pattern);
        // And nobody signed in without the session's token, nor from another site's page.
        const Json body = example_body(route, targets);
        const std::string address = address_of(route.pattern, targets), content = body.is_null() ? "" : body.dump();
        const auto forged =
            village.refusal(village.manager, route.method, address, content, {{"x-csrf-token", "forged"}});
        CHECK_MESSAGE(((forged ? forged->brief() : "") == "403 other-origin") != open, route.pattern);
        const auto foreign =
            village.refusal(village.manager, route.method, address, content, {{"sec-fetch-site", "cross-site"}});
        REQUIRE_MESSAGE(foreign.has_value(), route.pattern);
        CHECK_MESSAGE(foreign->brief() == "403 other-origin", route.pattern);
    }
    CHECK(commands > 20);
}
