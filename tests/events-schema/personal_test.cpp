// SPDX-License-Identifier: Apache-2.0
#include "events/all.hpp"

#include "core/base/effects.hpp"

#include <doctest/doctest.h>

using namespace palabre;
using events::forum::PostEdited;
using events::forum::PostPublished;
using events::members::Joined;
using events::members::ProfileEdited;

namespace {

const MemberId author(1), editor(2);

PostEdited edited() {
    return {.thread = ThreadId(3), .post = PostId(4), .author = author, .editor = editor, .length = 5, .body = "Texte"};
}

SealedBox box(const MemberId& of, PersonalClass personal_class, char fill) {
    return {of.text(), personal_class, std::string(56, fill)};
}

} // namespace

TEST_CASE("personal: stored bytes hold no personal field, sealed or not") {
    const events::Event event = Joined{.member = author, .name = "Zoé"};
    CHECK(events::encode(event).find("Zoé") == std::string::npos);
    CHECK(events::encode(event).ends_with(R"("name":null})"));
    CHECK(events::encode_open(event).ends_with(R"("name":"Zoé"})"));
    const auto sealed = events::with_sealed(event, {box(author, PersonalClass::identity, 'A')});
    CHECK(events::encode(sealed).find("Zoé") == std::string::npos);
    CHECK(events::encode_open(sealed).ends_with(R"("name":null})"));
}

TEST_CASE("personal: a part holds its fields in order, absent ones null") {
    const auto parts = events::personal_parts(edited());
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].of == author.text());
    CHECK(parts[0].personal_class == PersonalClass::content);
    CHECK(parts[0].plain == R"({"title":null,"body":"Texte"})");
}

TEST_CASE("personal: a part without any field is left out") {
    CHECK(events::personal_parts(PostEdited{.author = author}).empty());
    CHECK(events::personal_parts(events::members::Left{.member = author}).empty());
    // An empty text is there, and not absent.
    CHECK(events::personal_parts(PostPublished{.author = author, .body = ""}).size() == 1);
}

TEST_CASE("personal: text in a part is escaped as in stored values") {
    const auto parts = events::personal_parts(PostPublished{.author = author, .body = "\"\\\n\x01\x7f\u2028/"});
    REQUIRE(parts.size() == 1);
    CHECK(parts[0].plain == "{\"body\":\"\\\"\\\\\\n\\u0001\x7f\u2028/\"}");
}

TEST_CASE("personal: what parts hold is restored") {
    events::Event event = edited();
    const auto parts = events::personal_parts(event);
    event = events::with_sealed(event, {box(author, PersonalClass::content, 'A')});
    CHECK_FALSE(std::get<PostEdited>(event).body.has_value());
    REQUIRE(events::restore(event, parts[0].of, parts[0].personal_class, parts[0].plain).has_value());
    CHECK(std::get<PostEdited>(event).body == "Texte");
    CHECK_FALSE(std::get<PostEdited>(event).title.has_value());
}

TEST_CASE("personal: with_sealed puts boxes into their stored order") {
    const auto event = events::with_sealed(edited(), {box(editor, PersonalClass::content, 'C'),
                                                      box(author, PersonalClass::identity, 'B'),
                                                      box(author, PersonalClass::content, 'A')});
    const auto& sealed = std::get<PostEdited>(event).sealed;
    REQUIRE(sealed.size() == 3);
    CHECK(sealed[0] == box(author, PersonalClass::content, 'A'));
    CHECK(sealed[1] == box(author, PersonalClass::identity, 'B'));
    CHECK(sealed[2] == box(editor, PersonalClass::content, 'C'));
}

TEST_CASE("personal: what no part can have been is not restored") {
    const events::Event before = Joined{.member = author, .language = events::Language::en};
    const auto refused = [&](std::string_view of, PersonalClass personal_class, std::string_view plain) {
        CAPTURE(plain);
        events::Event event = before;
        std::get<Joined>(event).name = "old";
        const auto status = events::restore(event, of, personal_class, plain);
        REQUIRE(status.has_error());
        CHECK(status.error().code == ErrorCode::corrupt);
        CHECK(status.error().message.starts_with("members.joined.v1: "));
        return event;
    };
    const std::string of = author.text();
    for (const auto* plain :
         {"", "{", "{}", "null", "[]", R"({"name":1})", R"({"bio":"x"})", R"({"name":"x","bio":"y"})",
          R"({"name":"x"}x)", R"({"name":"\ud800"})", "{\"name\":\"\xff\"}"})
        CHECK(refused(of, PersonalClass::identity, plain) == before);
    // Somebody else's box, or one of the other class, touches nothing.
    CHECK(std::get<Joined>(refused(editor.text(), PersonalClass::identity, R"({"name":"x"})")).name == "old");
    CHECK(std::get<Joined>(refused(of, PersonalClass::content, R"({"name":"x"})")).name == "old");
}

TEST_CASE("personal: a list is restored within its bounds, and no other") {
    using events::forum::ThreadOpened;
    events::Event event = ThreadOpened{.author = author, .title = "T", .body = "B", .tags = std::vector<std::string>{}};
    const auto with_tags = [&](const std::string& tags) {
        return events::restore(event, author.text(), PersonalClass::content,
                               R"({"title":"T","body":"B","tags":)" + tags + "}");
    };
    REQUIRE(with_tags(R"(["épaule","\"x\""])").has_value());
    CHECK(std::get<ThreadOpened>(event).tags == std::vector<std::string>{"épaule", "\"x\""});
    CHECK(events::encode(event).find("paule") == std::string::npos);
    REQUIRE(with_tags("[]").has_value());
    CHECK(std::get<ThreadOpened>(event).tags == std::vector<std::string>{});
    REQUIRE(with_tags("null").has_value());
    CHECK(std::get<ThreadOpened>(event).tags == std::nullopt);
    for (const char* wrong : {"\"x\"", "[1]", "[null]", R"(["1","2","3","4","5","6","7","8","9","10","11"])"}) {
        CAPTURE(wrong);
        const auto refused = with_tags(wrong);
        REQUIRE(refused.has_error());
        CHECK(refused.error().code == ErrorCode::corrupt);
        CHECK(std::get<ThreadOpened>(event).tags == std::nullopt);
        CHECK(std::get<ThreadOpened>(event).title == std::nullopt);
    }
}

TEST_CASE("personal: any text comes back as it was") {
    SeededRandom random(7);
    for (int round = 0; round < 500; ++round) {
        std::string text;
        for (std::uint64_t left = random.number() % 40; left > 0; --left) {
            constexpr std::string_view some[] = {"a",      "\"",         "\\",   "/",       "\n",
                                                 "\r",     "\t",         "\b",   "\f",      "é",
                                                 "\u2028", "\U0001F9D1", "\x7f", "\\u0041", "{\"a\":1}"};
            const std::uint64_t pick = random.number() % 32;
            text += pick < std::size(some) ? std::string(some[pick]) : std::string(1, static_cast<char>(pick % 32));
        }
        CAPTURE(text);
        events::Event event = ProfileEdited{.member = author, .trade = text, .name = text, .bio = text};
        const auto parts = events::personal_parts(event);
        REQUIRE(parts.size() == 1);
        auto stored = events::decode("members.profile-edited.v1", events::encode(event));
        REQUIRE(stored.has_value());
        REQUIRE(events::restore(*stored, parts[0].of, parts[0].personal_class, parts[0].plain).has_value());
        CHECK(*stored == event);
    }
}
