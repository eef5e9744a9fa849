// SPDX-License-Identifier: Apache-2.0
#include "core/mail/outbox.hpp"

#include "core/limits.hpp"
#include "core/mail/folder.hpp"
#include "tests/core/log/fixture.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

using namespace palabre;
using namespace palabre::mail;
using palabre::log::test::open_log;
using palabre::log::test::propose;
using palabre::log::test::Records;
using palabre::test::TempFolder;

namespace {

const Instant noon = *Instant::parse("2026-11-26T12:00:00.000000Z");

Queued queued(std::string recipient, std::uint64_t sequence = 7) {
    return {.id = mail_id("reply", CommunityId::platform(), Sequence{sequence}, recipient),
            .letter = "reply",
            .community = CommunityId::platform(),
            .sequence = Sequence{sequence},
            .recipient = std::move(recipient),
            .note = {},
            .made = noon,
            .due = noon};
}

} // namespace

TEST_CASE("outbox: it begins at the end of what is there, and after that where it was") {
    const TempFolder folder;
    auto local = open_log(folder / "log");
    Records records;
    records.open().found().add(propose({.key = "a"}));
    const auto first = records.take();
    REQUIRE(local->take(first));
    {
        const auto outbox = Outbox::open(*local);
        REQUIRE(outbox);
        CHECK((*outbox)->position() == local->end());
    }
    const Position before = local->end();
    records.add(propose({.key = "b"}));
    REQUIRE(local->take(records.take()));
    {
        const auto outbox = Outbox::open(*local);
        REQUIRE(outbox);
        CHECK((*outbox)->position() == before);
        REQUIRE((*outbox)->advance(local->end(), {queued("ada"), queued("bob"), queued("ada")}));
        CHECK((*outbox)->waiting() == 2);
    }
    const auto outbox = Outbox::open(*local);
    REQUIRE(outbox);
    CHECK((*outbox)->position() == local->end());
    CHECK((*outbox)->waiting() == 2);
}

TEST_CASE("outbox: a mail waits, is postponed with growing pauses, and leaves once") {
    const TempFolder folder;
    auto local = open_log(folder / "log");
    const auto opened = Outbox::open(*local);
    REQUIRE(opened);
    Outbox& outbox = **opened;
    CHECK_FALSE(*outbox.due(noon));
    REQUIRE(outbox.put(queued("ada")));
    REQUIRE(outbox.put(queued("ada"))); // no second one
    CHECK(outbox.waiting() == 1);
    CHECK(*outbox.known(queued("ada").id) == "ada");
    CHECK_FALSE(*outbox.known(queued("bob").id));
    CHECK_FALSE(*outbox.due(noon + Duration(-1)));

    Instant now = noon;
    Duration last{};
    for (std::uint32_t attempt = 1; attempt < limits::mail_attempts; ++attempt) {
        const auto mail = *outbox.due(now);
        REQUIRE(mail);
        CHECK(mail->attempts + 1 == attempt);
        REQUIRE(*outbox.postpone(*mail, now));
        CHECK_FALSE(*outbox.due(now));
        const Duration most = limits::mail_retry_most;
        const auto again = *outbox.due(now + most);
        REQUIRE(again);
        const Duration pause = again->due - now;
        CHECK(pause >= last);
        CHECK(pause <= most);
        last = pause;
        now = again->due;
    }
    const auto mail = *outbox.due(now);
    REQUIRE(mail);
    CHECK_FALSE(*outbox.postpone(*mail, now)); // that was the last one
    REQUIRE(outbox.done(*mail, now));
    CHECK(outbox.waiting() == 0);
    CHECK_FALSE(*outbox.due(now + Duration(limits::mail_kept)));
    // What was sent is known for a while, and forgotten when others are sent later.
    CHECK(*outbox.known(queued("ada").id) == "ada");
    REQUIRE(outbox.put(queued("ada")));
    CHECK(outbox.waiting() == 0);
    REQUIRE(outbox.put(queued("bob")));
    const Instant later = now + Duration(limits::mail_kept) + Duration(1);
    REQUIRE(outbox.done(**outbox.due(later), later));
    REQUIRE(outbox.put(queued("ada")));
    CHECK(outbox.waiting() == 1);
    Queued long_note = queued("eve");
    long_note.note.assign(limits::mail_note + 1, 'x');
    CHECK(outbox.put(long_note).error().code == ErrorCode::invalid);
}

TEST_CASE("outbox: the id is that of event and reader") {
    CHECK(queued("ada").id == queued("ada").id);
    CHECK(queued("ada").id != queued("bob").id);
    CHECK(queued("ada", 7).id != queued("ada", 8).id);
}

TEST_CASE("mail folder: the same mail is one whole file, for its owner alone") {
    const TempFolder folder;
    Folder transport(folder / "mail");
    Message mail{.id = queued("ada").id,
                 .written = noon,
                 .from = {"Palabre", *Mailbox::parse("palabre@example.org")},
                 .to = *Mailbox::parse("ada@example.org"),
                 .subject = "x",
                 .plain = "a\n",
                 .html = "<p>a"};
    CHECK_FALSE(transport.send(mail));
    CHECK_FALSE(transport.send(mail));
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "mail")) {
        const auto rights = entry.status().permissions() & std::filesystem::perms(0077);
        CHECK(rights == std::filesystem::perms::none);
        if (entry.is_regular_file()) files.insert(entry.path().lexically_relative(folder / "mail"));
    }
    CHECK(files == std::set<std::filesystem::path>{"about/" + mail.id.text(), "new/" + mail.id.text() + ".eml"});
    std::ifstream in(folder / "mail" / "new" / (mail.id.text() + ".eml"));
    std::ostringstream content;
    content << in.rdbuf();
    CHECK(content.str() == *bytes(mail));

    mail.unsubscribe = "no link";
    const auto refused = transport.send(mail);
    REQUIRE(refused);
    CHECK(refused->permanent);
    std::ofstream(folder / "file") << "x";
    Folder blocked(folder / "file" / "mail");
    mail.unsubscribe.clear();
    REQUIRE(blocked.send(mail));
    CHECK(blocked.send(mail)->step == Step::folder);
}

TEST_CASE("mail folder: what concerns somebody is forgotten with her, what others were sent stays") {
    const TempFolder folder;
    const auto message = [](std::uint64_t number, std::vector<std::string> concerns) {
        return Message{.id = mail_id("reply", CommunityId::platform(), Sequence{number}, "x"),
                       .written = noon,
                       .from = {"Palabre", *Mailbox::parse("palabre@example.org")},
                       .to = *Mailbox::parse("ada@example.org"),
                       .subject = "S",
                       .plain = "T",
                       .html = "<p>T</p>",
                       .concerns = std::move(concerns)};
    };
    CHECK(forget(folder / "mail", {"ada"})); // no mail was ever written
    Folder mails(folder / "mail");
    const auto file = [&](const Message& mail) { return folder / "mail" / "new" / (mail.id.text() + ".eml"); };
    const auto about = [&](const Message& mail) { return folder / "mail" / "about" / mail.id.text(); };
    const Message hers = message(1, {"ada", "ben"}), his = message(2, {"ben"}), gone = message(3, {"cat"});
    for (const Message& each : {hers, his, gone}) REQUIRE_FALSE(mails.send(each));
    std::filesystem::remove(file(gone)); // carried off
    CHECK(forget(folder / "mail", {"dora"}));
    CHECK(std::filesystem::exists(about(gone))); // or it is just coming
    std::filesystem::last_write_time(about(gone),
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
    std::filesystem::create_directories(folder / "mail" / "new" / "kept.eml");
    std::ofstream(folder / "mail" / "new" / "lock") << "another program's";
    CHECK(forget(folder / "mail", {"dora", "ad", ""}));
    CHECK(std::filesystem::exists(file(hers)));
    CHECK_FALSE(std::filesystem::exists(about(gone)));
    CHECK(forget(folder / "mail", {"dora", "ada"}));
    CHECK_FALSE(std::filesystem::exists(file(hers)));
    CHECK_FALSE(std::filesystem::exists(about(hers)));
    CHECK(std::filesystem::exists(file(his)));
    std::ofstream(about(his)) << "be"; // power was lost: nobody can tell any more whom it concerns
    CHECK(forget(folder / "mail", {"dora"}));
    CHECK_FALSE(std::filesystem::exists(file(his)));
    for (const char* nothing : {"", "dora\n"}) { // or nothing at all, or all but the end
        REQUIRE_FALSE(mails.send(his));
        std::ofstream(about(his)) << nothing;
        CHECK(forget(folder / "mail", {"emil"}));
        CHECK_FALSE(std::filesystem::exists(file(his)));
    }
    CHECK(std::filesystem::exists(folder / "mail" / "new" / "kept.eml"));
    CHECK(std::filesystem::exists(folder / "mail" / "new" / "lock"));
    REQUIRE_FALSE(mails.send(hers));
    for (const Message& each : {hers, gone}) { // and what an attempt has left that was cut off
        std::ofstream(folder / "mail" / "tmp" / each.id.text()) << "ada";
        std::ofstream(folder / "mail" / "tmp" / (each.id.text() + ".eml")) << "Ada";
        const auto taken = mails.take_back(each.id);
        REQUIRE(taken);
        CHECK(*taken);
        CHECK_FALSE(std::filesystem::exists(file(each)));
        CHECK_FALSE(std::filesystem::exists(about(each)));
    }
    CHECK(std::filesystem::is_empty(folder / "mail" / "tmp"));
    REQUIRE_FALSE(mails.send(hers));
    std::filesystem::remove(file(hers)); // carried off: it cannot be had back
    const auto taken = mails.take_back(hers.id);
    REQUIRE(taken);
    CHECK_FALSE(*taken);
    for (const char* left : {"half.eml", "half"}) std::ofstream(folder / "mail" / "tmp" / left) << "Ada";
    CHECK(forget(folder / "mail", {"dora"}));
    CHECK(std::filesystem::is_empty(folder / "mail" / "tmp"));
    REQUIRE_FALSE(mails.send(his));
    std::ifstream in(file(his));
    std::ostringstream text;
    text << in.rdbuf();
    CHECK(text.str().find("ben") == std::string::npos); // an id is no business of who reads the mail
}
