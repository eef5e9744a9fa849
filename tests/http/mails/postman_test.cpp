// SPDX-License-Identifier: Apache-2.0
// The postman over a real node and a real folder, and somebody who departs while a mail that tells of her is written.
#include "http/mails/postman.hpp"

#include "core/mail/folder.hpp"
#include "tests/http/api/village.hpp"

#include <future>

using namespace palabre;
using namespace palabre::http::mails;
using palabre::test::Opened;
using palabre::test::Village;

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{30};

/// The folder, where the first mail lies already while somebody acts, and its sender knows nothing of it.
class Slow final : public mail::Transport {
public:
    explicit Slow(fs::path folder) : folder_(std::move(folder)) {}
    mail::Sent send(const mail::Message& message) override {
        auto sent = folder_.send(message);
        if (++sends == 1) {
            written.set_value();
            (void)acted.get_future().wait_for(patience);
        }
        return sent;
    }
    Result<bool> take_back(const mail::MailId& id) override {
        ++taken;
        if (faults > 0 && faults-- > 0) return error(ErrorCode::io, "the disk is away");
        return gives_back ? folder_.take_back(id) : Result<bool>(false);
    }

    std::promise<void> written, acted;
    std::atomic<int> sends = 0, taken = 0;
    std::atomic<int> faults = 0;         ///< so often it cannot take back
    std::atomic<bool> gives_back = true; ///< a mail server does not

private:
    mail::Folder folder_;
};

/// Time that passes as it is looked at.
class Passing final : public Clock {
public:
    explicit Passing(Instant from) : from_(from) {}
    Instant now() override { return from_ + Duration(std::chrono::milliseconds(500 * looks_++)); }

private:
    const Instant from_;
    std::atomic<int> looks_ = 0;
};

struct Office : Village {
    const test::TempFolder mails;
    std::unique_ptr<mail::Outbox> outbox = std::move(*mail::Outbox::open(node().log()));
    Slow transport{mails / "mail"};
    ToldDuty duty{[] { return true; }};
    Counts counts;
    logging::StandardError sink;
    Passing clock{services().clock.now()};
    logging::Logger logger{clock, sink, logging::Level::error};
    std::atomic<Position> forgotten{};
    Links links{*node().vault().cookie_key()};
    Postman postman{{.log = node().log(),
                     .outbox = *outbox,
                     .transport = transport,
                     .duty = duty,
                     .desk = Desk({.log = node().log(),
                                   .keys = node().keys(),
                                   .projector = node().projector(),
                                   .clock = clock,
                                   .unsubscriptions = links,
                                   .base = "https://palabre.example",
                                   .links = commands::accounts::LinkSeal(*node().vault().cookie_key()),
                                   .random = services().random}),
                     .composer = Composer(services().messages, *mail::Mailbox::parse("palabre@example.org"),
                                          "https://palabre.example"),
                     .clock = clock,
                     .counts = counts,
                     .logger = logger,
                     .forgotten = [this] { return forgotten.load(); },
                     .bounced = [](const auto&, const auto&, int) { return Status(); },
                     .on_fatal = [](const Error& why) { FAIL(why.message); }}};

    /// Files below the folder of mails, in tmp/, new/ and about/.
    [[nodiscard]] std::size_t files() const {
        std::size_t count = 0;
        for (const auto& each : fs::recursive_directory_iterator(mails / "mail")) count += each.is_regular_file();
        return count;
    }
    /// While the first mail is on its way, which goes on then.
    void erase_meanwhile(const test::Person& who) {
        REQUIRE(post(who, Village::of(who, "/erasure")).status == 204);
        forgotten = node().projector().shown();
        transport.acted.set_value();
    }
    void await(const std::atomic<std::uint64_t>& count) {
        for (int tries = 0; count == 0 && tries < 3000; ++tries)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        REQUIRE(count == 1);
    }
};

} // namespace

TEST_CASE("postman: whoever is erased while a mail tells of her is in none afterwards") {
    Office office;
    const Opened hers = office.open(office.ada, {office.public_space}, "La question");
    office.reply(office.ben, hers, "Une réponse");
    REQUIRE(office.transport.written.get_future().wait_for(patience) == std::future_status::ready);
    CHECK(office.files() == 2); // the mail, and whom it concerns
    SUBCASE("the writer: nobody is told any more") {
        office.erase_meanwhile(office.ben);
        office.await(office.counts.dropped);
        CHECK(office.transport.sends == 1);
        CHECK(office.files() == 0);
    }
    SUBCASE("the writer, while the disk is away: it is tried again") {
        office.transport.faults = 2;
        office.erase_meanwhile(office.ben);
        office.await(office.counts.dropped);
        CHECK(office.transport.taken == 3);
        CHECK(office.files() == 0);
    }
    SUBCASE("the writer, where it is out of reach: nobody gets it twice") {
        office.transport.gives_back = false;
        office.erase_meanwhile(office.ben);
        office.await(office.counts.sent);
        CHECK(office.transport.sends == 1);
    }
    SUBCASE("somebody else: the mail is made anew") {
        office.erase_meanwhile(office.moderator);
        office.await(office.counts.sent);
        CHECK(office.transport.sends == 2);
        CHECK(office.files() == 2);
    }
}

TEST_CASE("postman: while the views have not forgotten somebody, no mail is made of them") {
    Office office;
    office.transport.acted.set_value();
    office.forgotten = Position{number(office.node().projector().shown()) + 1000};
    const Opened hers = office.open(office.ada, {office.public_space}, "La question");
    office.reply(office.ben, hers, "Une réponse");
    office.await(office.counts.waiting);
    std::this_thread::sleep_for(std::chrono::milliseconds(500)); // more than the way out takes
    CHECK(office.transport.sends == 0);
    office.forgotten = office.node().projector().shown();
    office.await(office.counts.sent);
    CHECK(office.files() == 2);
}
