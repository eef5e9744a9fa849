// SPDX-License-Identifier: Apache-2.0
// Digests over a real node whose clock is wound by hand: what is in one, and that none is empty, twice or late.
#include "http/mails/composer.hpp"
#include "http/mails/desk.hpp"
#include "http/mails/notices.hpp"
#include "tests/http/api/village.hpp"

using namespace palabre;
using namespace palabre::http::mails;
using palabre::test::Json;
using palabre::test::Person;
using palabre::test::Village;

namespace {

constexpr std::chrono::hours day{24};

/// It is Monday, the 2nd of March 2026, nine o'clock in London, ten by the community's clock.
struct Office : Village {
    std::unique_ptr<mail::Outbox> outbox = std::move(*mail::Outbox::open(node().log()));
    Links links{*node().vault().cookie_key()};
    Desk desk{{.log = node().log(),
               .keys = node().keys(),
               .projector = node().projector(),
               .clock = services().clock,
               .unsubscriptions = links,
               .base = "https://palabre.example",
               .links = commands::accounts::LinkSeal(*node().vault().cookie_key()),
               .random = services().random}};
    Composer composer{services().messages, *mail::Mailbox::parse("palabre@example.org"), "https://palabre.example"};

    Office() { CHECK(digests().empty()); } // from here on the clock is looked at

    /// What goes out now.
    std::vector<mail::Message> digests() {
        REQUIRE(queue_digests(desk, *outbox));
        std::vector<mail::Message> sent;
        const Instant now = services().clock.now();
        while (const auto due = *outbox->due(now)) {
            const Letter* letter = find_letter(due->letter);
            REQUIRE(letter != nullptr);
            auto draft = letter->draft(desk, *due);
            REQUIRE(draft.has_value());
            if (*draft) {
                auto message = composer.compose(*letter, *due, std::move(**draft), now);
                REQUIRE(message.has_value());
                sent.push_back(std::move(*message));
            }
            REQUIRE(outbox->done(*due, now));
        }
        return sent;
    }
    void follow(const Person& who) { REQUIRE(put(who, at("/spaces/" + public_space + "/follow")).status == 204); }
    void choose(const Person& who, const char* reply, const char* thread) {
        const auto chosen = put(who, at("/notices/settings"),
                                {{"reply_shown", true},
                                 {"reply_mail", reply},
                                 {"mention_shown", true},
                                 {"mention_mail", "never"},
                                 {"accepted_shown", true},
                                 {"accepted_mail", "never"},
                                 {"thread_shown", true},
                                 {"thread_mail", thread}});
        REQUIRE_MESSAGE(chosen.status == 204, chosen.brief());
    }
};

} // namespace

TEST_CASE("digest: what is new in followed spaces, once a day, and never an empty one") {
    Office office;
    office.follow(office.ada);
    office.open(office.ben, {office.public_space}, "Une <b>première</b>");
    office.open(office.ben, {office.public_space}, "Une seconde");
    office.open(office.ada, {office.public_space}, "La sienne");
    office.tick(std::chrono::hours(20)); // five in London, six there
    CHECK(office.digests().empty());
    office.tick(std::chrono::hours(1));
    const auto sent = office.digests();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].to.text() == "ada@example.org");
    CHECK(sent[0].subject.find('2') != std::string::npos);
    CHECK(sent[0].plain.find("Une <b>première</b>: https://palabre.example/c/kine/t/") != std::string::npos);
    CHECK(sent[0].html.find("<b>") == std::string::npos);
    CHECK(sent[0].plain.find("La sienne") == std::string::npos);
    const std::string unsubscribe = "https://palabre.example/unsubscribe/";
    REQUIRE(sent[0].unsubscribe.starts_with(unsubscribe));
    CHECK(office.links.read(sent[0].unsubscribe.substr(unsubscribe.size()))->ends == Ends::daily);
    CHECK(office.digests().empty());
    office.tick(day);
    CHECK(office.digests().empty()); // nothing has happened
}

TEST_CASE("digest: it is written in the language that its reader has chosen last") {
    Office office;
    for (const auto& [language, subject] : {std::pair("en", "1 piece of news"), std::pair("fr", "1 nouvelle")}) {
        if (language == std::string_view("en")) office.follow(office.ada);
        REQUIRE(office.put(office.ada, "/api/v1/account/language", {{"language", language}}).status == 204);
        office.open(office.ben, {office.public_space}, "Une question");
        office.tick(day);
        const auto sent = office.digests();
        REQUIRE(sent.size() == 1);
        CHECK(sent[0].to.text() == "ada@example.org");
        CHECK_MESSAGE(sent[0].subject.find(subject) != std::string::npos, sent[0].subject);
        CHECK(sent[0].html.find(std::string("<html lang=\"") + language) != std::string::npos);
    }
}

TEST_CASE("digest: what was read, or cannot be seen any more, is not in it") {
    Office office;
    office.follow(office.ada);
    office.open(office.ben, {office.public_space}, "Gelesen");
    const Json told = office.get(office.ada, Village::at("/notices")).json();
    CHECK(told["unread"] == 1);
    REQUIRE(office.put(office.ada, Village::at("/notices/read"), {{"up_to", told["up_to"]}}).status == 204);
    const auto removed = office.open(office.ben, {office.public_space}, "Retirée");
    REQUIRE(office.remove(office.ben, Village::post_of(removed)).status == 204);
    office.tick(day);
    CHECK(office.digests().empty());
    office.open(office.ben, {office.public_space}, "Encore");
    REQUIRE(office.remove(office.ada, Village::of(office.ada)).status == 204); // leaves
    office.tick(day);
    CHECK(office.digests().empty());
}

TEST_CASE("digest: a weekly one comes on Monday and holds the week") {
    Office office;
    office.choose(office.ada, "weekly", "never");
    const auto mine = office.open(office.ada, {office.public_space}, "La question");
    office.reply(office.ben, mine, "Première réponse");
    office.tick(day);
    CHECK(office.digests().empty()); // Tuesday
    office.reply(office.ben, mine, "Seconde réponse");
    office.tick(5 * day);
    CHECK(office.digests().empty()); // Sunday
    office.tick(day);
    const auto sent = office.digests();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].subject.find('2') != std::string::npos);
    CHECK(office.digests().empty());
    office.tick(7 * day);
    CHECK(office.digests().empty());
}

TEST_CASE("digest: ads that a saved search has found are in it") {
    Office office;
    const auto saved = office.post(office.ada, Village::at("/saved-searches"), {{"q", "infirmière"}});
    REQUIRE_MESSAGE(saved.status == 201, saved.brief());
    for (const char* title : {"Remplacements de nuit", "Cabinet à partager"}) {
        const bool nights = std::string_view(title).starts_with("R");
        const auto ad = office.post(office.ben, Village::at("/ads"),
                                    {{"kind", "premises-wanted"},
                                     {"title", title},
                                     {"body", "Pour toute la semaine."},
                                     {"trade", nights ? "infirmier" : "sage-femme"},
                                     {"departement", "44"}});
        REQUIRE_MESSAGE(ad.status == 201, ad.brief());
    }
    office.tick(day);
    const auto sent = office.digests();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].to.text() == "ada@example.org");
    CHECK(sent[0].plain.find("Remplacements de nuit: https://palabre.example/c/kine/ads/") != std::string::npos);
    CHECK(sent[0].plain.find("Cabinet à partager") == std::string::npos);
    CHECK(office.digests().empty());
}

TEST_CASE("digest: one that is late by half a day is left out, and what was in it with it") {
    Office office;
    office.follow(office.ada);
    office.open(office.ben, {office.public_space}, "Alt");
    office.tick(std::chrono::hours(21 + 13));
    CHECK(office.digests().empty());
    office.tick(day);
    CHECK(office.digests().empty());
}

TEST_CASE("letters: each has its template and subject in both languages") {
    Office office;
    for (const Letter& letter : letters()) {
        CHECK(find_letter(letter.name) == &letter);
        for (const auto language : {events::Language::fr, events::Language::en}) {
            const mail::Queued queued{.id = mail::mail_id(letter.name, CommunityId::platform(), Sequence{1}, "x"),
                                      .letter = std::string(letter.name),
                                      .community = CommunityId::platform(),
                                      .recipient = "x",
                                      .note = {},
                                      .made = office.services().clock.now(),
                                      .due = {}};
            const auto made = office.composer.compose(
                letter, queued,
                {.to = "ada@example.org",
                 .language = language,
                 .document = {{"count", 2}, {"ad", {{"turn", "approved"}, {"title", "Cabinet"}}}}},
                office.services().clock.now());
            REQUIRE(made.has_value());
            CHECK_FALSE(made->subject.empty());
            CHECK(made->plain.find("https://palabre.example") != std::string::npos);
            CHECK(mail::bytes(*made).has_value());
            CHECK(office.composer
                      .compose(letter, queued, {.to = "x\r\nBcc: y@z.org", .language = language, .document = {}},
                               office.services().clock.now())
                      .has_error());
        }
    }
    CHECK(find_letter("none") == nullptr);
}
