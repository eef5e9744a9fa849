// SPDX-License-Identifier: Apache-2.0
#include "http/messages.hpp"

#include "core/limits.hpp"
#include "http/assets.hpp"
#include "http/pattern_names.hpp"
#include "tests/http/world.hpp"

#include <thread>

using namespace palabre;
using namespace palabre::http;
using events::Language;

namespace {

std::string refusal(std::string_view fr, std::string_view en) {
    const auto messages = Messages::parse(fr, en);
    return messages.has_error() ? messages.error().message : "";
}

} // namespace

TEST_CASE("messages: both files have the same keys and placeholders, and ICU reads all") {
    const auto messages = Messages::parse(asset("messages/fr.json").value(), asset("messages/en.json").value());
    REQUIRE(messages.has_value());
    CHECK(messages->has("problem.not-found.title"));
    CHECK(!messages->has("problem.not-found"));
}

TEST_CASE("messages: French keeps its no-break spaces") {
    const auto messages = Messages::embedded();
    for (const auto key : messages.keys()) {
        CAPTURE(key);
        const std::string text(messages.text(Language::fr, key));
        for (const char* wrong : {" :", " ;", " ?", " !", "« ", " »"}) CHECK(text.find(wrong) == std::string::npos);
        CHECK(text.find('\'') == std::string::npos); // ’
    }
}

TEST_CASE("messages: placeholders are filled by each language's rules") {
    const auto messages = Messages::parse(
        R"({"a":{"b":"{n, plural, =0 {aucune réponse} one {# réponse} other {# réponses}} de {who}"},"plain":"l'été"})",
        R"({"a":{"b":"{n, plural, =0 {no replies} one {# reply} other {# replies}} by {who}"},"plain":"summer"})");
    REQUIRE(messages.has_value());
    const auto say = [&](Language language, std::int64_t n) {
        return messages->format(language, "a.b", {{"n", n}, {"who", "Zoé"}});
    };
    CHECK(say(Language::fr, 0) == "aucune réponse de Zoé");
    CHECK(say(Language::fr, 1) == "1 réponse de Zoé");
    CHECK(say(Language::en, 2) == "2 replies by Zoé");
    CHECK(messages->text(Language::fr, "plain") == "l'été");
    CHECK(messages->format(Language::fr, "plain", {}) == "l'été");
    CHECK_THROWS_AS((void)messages->text(Language::fr, "none"), std::logic_error);
    std::vector<std::thread> threads;
    std::atomic<int> right = 0;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 200; ++i) right += say(Language::fr, 3) == "3 réponses de Zoé";
        });
    for (auto& thread : threads) thread.join();
    CHECK(right == 800);
}

TEST_CASE("messages: bounds are told by name, and one that is not known is refused") {
    const auto messages = Messages::parse(R"({"a":"{limits.title} au plus","b":"{n}/{limits.title}"})",
                                          R"({"a":"at most {limits.title}","b":"{n}/{limits.title}"})");
    REQUIRE(messages.has_value());
    const std::string bound = std::to_string(limits::title);
    CHECK(messages->text(Language::fr, "a") == bound + " au plus");
    CHECK(messages->format(Language::en, "b", {{"n", std::int64_t{3}}}) == "3/" + bound);
    CHECK(refusal(R"({"a":"{limits.none}"})", R"({"a":"{limits.none}"})").find("a is not a pattern") !=
          std::string::npos);
}

TEST_CASE("messages: no bound is written out where a name stands for it") {
    const auto messages = Messages::embedded();
    for (const std::string_view file : {"messages/fr.json", "messages/en.json"})
        for (const auto bound : {limits::title, limits::password_min})
            CHECK(asset(file).value().find(std::to_string(bound)) == std::string_view::npos);
    CHECK(messages.text(Language::fr, "forum.title_hint").find(std::to_string(limits::title)) != std::string::npos);
    CHECK(messages.text(Language::en, "accounts.password_hint").find(std::to_string(limits::password_min)) !=
          std::string::npos);
    CHECK(messages.text(Language::fr, "forum.in_spaces_hint").find(std::to_string(limits::spaces_per_thread)) !=
          std::string::npos);
}

TEST_CASE("messages: what does not agree is refused with the key") {
    CHECK(refusal(R"({"a":"x"})", R"({"a":"x"})") == "");
    CHECK(refusal(R"({"a":"x","b":"y"})", R"({"a":"x"})").find("b of fr.json") != std::string::npos);
    CHECK(refusal(R"({"a":"x"})", R"({"a":"x","b":"y"})").find("b of en.json") != std::string::npos);
    CHECK(refusal(R"({"a":"{n}"})", R"({"a":"{m}"})").find("placeholders") != std::string::npos);
    CHECK(refusal(R"({"a":"{n, plural, one {x}}"})", R"({"a":"{n}"})").find("ICU") != std::string::npos);
    CHECK(refusal(R"({"a":1})", R"({"a":"x"})").find("neither") != std::string::npos);
    CHECK(refusal("[", "{}").find("fr.json") != std::string::npos);
}

TEST_CASE("messages: placeholders inside branches are seen") {
    CHECK(pattern_names("{n, plural, one {{who} x} other {# {what, date, long}}}") ==
          std::set<std::string>{"n", "what", "who"});
}

TEST_CASE("messages: the language that is liked best of those we have") {
    const auto accepted = [](std::string header) {
        return accepted_language(test::request(Method::get, "/", {{"accept-language", std::move(header)}}),
                                 Language::fr);
    };
    CHECK(accepted("en") == Language::en);
    CHECK(accepted("EN-us, fr;q=0.9") == Language::en);
    CHECK(accepted("de, fr;q=0.5, en;q=0.7") == Language::en);
    CHECK(accepted("en;q=0") == Language::fr);
    CHECK(accepted("eng, *") == Language::fr);
    CHECK(accepted("") == Language::fr);
    CHECK(accepted(",,;q=,") == Language::fr);
    CHECK(accepted("e") == Language::fr); // shorter than any tag
    CHECK(accepted("e,,x, en") == Language::en);
    CHECK(accepted_language(test::request(Method::get, "/"), Language::en) == Language::en);
}
