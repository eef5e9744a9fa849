// SPDX-License-Identifier: Apache-2.0
#include "http/problem.hpp"

#include "tests/http/world.hpp"

#include <nlohmann/json.hpp>
#include <set>

using namespace palabre;
using namespace palabre::http;
using commands::Reason;

TEST_CASE("problem: every reason and fault has its status, its word and its words in both languages") {
    const auto messages = Messages::embedded();
    std::set<std::string_view> seen;
    for (int i = 0; i <= static_cast<int>(Reason::last); ++i) {
        const auto reason = static_cast<Reason>(i);
        CHECK(problem(reason).reason == commands::text(reason));
        seen.insert(problem(reason).reason);
    }
    for (int i = 0; i <= static_cast<int>(Fault::not_implemented); ++i)
        seen.insert(problem(static_cast<Fault>(i)).reason);
    CHECK(seen.size() == reasons().size());
    for (const auto& [reason, status] : reasons()) {
        CAPTURE(reason);
        CHECK(seen.contains(reason));
        CHECK(status >= 400);
        for (const auto language : {events::Language::fr, events::Language::en}) {
            const Problem one{.reason = reason, .status = status};
            CHECK(!title(one, messages, language).empty());
            CHECK(detail(one, messages, language).find('{') == std::string::npos);
            CHECK(detail(one, messages, language).find('!') == std::string::npos);
        }
    }
}

TEST_CASE("problem: the body names type, status, field and limit in the reader's language") {
    const auto messages = Messages::embedded();
    const auto french = problem_json(problem(Reason::too_long, "/title", 200), messages, events::Language::fr);
    const auto json = nlohmann::json::parse(french.body);
    CHECK(french.status == 422);
    CHECK(test::header(french, "Content-Type") == "application/problem+json");
    CHECK(test::header(french, "Content-Language") == "fr");
    CHECK(json["type"] == "/problems/too-long");
    CHECK(json["status"] == 422);
    CHECK(json["field"] == "/title");
    CHECK(json["limit"] == 200);
    CHECK(json["detail"] == "Ce texte ne peut pas dépasser 200 caractères.");
    const auto english = problem_json(problem(Reason::too_long, "/title"), messages, events::Language::en);
    CHECK(nlohmann::json::parse(english.body)["detail"] == "This text is too long.");
    CHECK(!nlohmann::json::parse(english.body).contains("limit"));
    CHECK(test::header(problem_json(problem(Reason::overloaded), messages, events::Language::fr), "Retry-After") ==
          "1");
}

TEST_CASE("problem: what is hidden reads as what is not there") {
    CHECK(problem(rights::Verdict::hidden).reason == problem(Reason::not_found).reason);
    CHECK(problem(rights::Verdict::hidden).status == 404);
    CHECK(problem(rights::Verdict::sign_in).status == 401);
    CHECK(problem(rights::Verdict::not_member).status == 403);
}
