// SPDX-License-Identifier: Apache-2.0
// Attached files through the API; pictures as phones make them are in tests/system/attachments_test.py.
#include "commands/forum/collector.hpp"
#include "core/blobs/blobs.hpp"
#include "core/images/decoded.hpp"
#include "core/limits.hpp"
#include "tests/http/api/village.hpp"

#include <set>

using namespace palabre;
using namespace palabre::test;

namespace {

const std::string leaflet = "%PDF-1.4\n%%EOF\n";

std::string photo() {
    images::Raster raster({40, 30}, images::Ink::rgba);
    std::ranges::fill(raster.dots, std::uint8_t{200});
    return *images::write_jpeg(raster);
}

struct Fixture : Village {
    std::string upload(const Person& who, const std::string& bytes, const std::string& form = {}) {
        const Reply reply = send_files(who, at("/files"), {{"file", "dossier/genou.pdf", bytes}}, form);
        REQUIRE_MESSAGE(reply.status == 201, reply.body());
        return reply.json()["id"];
    }
    Reply file(const Person& who, const std::string& id, const std::string& rest = "/original") {
        return get(who, at("/files/" + id + rest));
    }
};

/// Those of a node, as if all had been written long ago: only what the model knows of them keeps them.
class AgedBlobs final : public Blobs {
public:
    explicit AgedBlobs(Blobs& inner) : inner_(inner) {}
    Result<std::unique_ptr<Spool>> spool() override { return inner_.spool(); }
    Result<std::unique_ptr<BlobWriter>> create(const BlobPlace& place, const SecretKey& key) override {
        return inner_.create(place, key);
    }
    Result<std::unique_ptr<BlobReader>> open(const BlobPlace& place, const BlobId& id,
                                             const SecretKey& key) const override {
        return inner_.open(place, id, key);
    }
    Status remove(const BlobPlace& place) override { return inner_.remove(place); }
    Status remove(const Owner& owner) override { return inner_.remove(owner); }
    Status for_each(Instant unfinished_before, const Found& found) override {
        return inner_.for_each(unfinished_before,
                               [&](const BlobPlace& place, Instant) { return found(place, Instant{}); });
    }
    /// Ids of the files of which there are bytes.
    std::set<std::string> files() {
        std::set<std::string> all;
        const Status read = for_each({}, [&](const BlobPlace& place, Instant) -> Status {
            all.insert(place.file.text());
            return {};
        });
        REQUIRE(read.has_value());
        return all;
    }

private:
    Blobs& inner_;
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "api files: a document is taken, described, served and attached") {
    const std::string id = upload(ada, leaflet, "alternative=Le%20genou");
    CHECK(file(ada, id, "").json() == Json{{"id", id},
                                           {"format", "pdf"},
                                           {"bytes", leaflet.size()},
                                           {"width", nullptr},
                                           {"height", nullptr},
                                           {"name", "genou.pdf"},
                                           {"alternative", "Le genou"}});
    CHECK(put(ada, at("/files/" + id), {{"alternative", "Le coude"}}).status == 204);
    CHECK(file(ada, id, "").json()["alternative"] == "Le coude");
    CHECK(file(ada, id).body() == leaflet);
    const Opened opened = open(ada, {members_space});
    const Reply posted = post(ada, thread(opened, "/posts"), {{"body", "Voici."}, {"attachments", {id}}});
    CHECK(posted.status == 201);
    const Json shown = page(ben, opened)["posts"][1];
    CHECK(shown["attachments"][0]["id"] == id);
    CHECK(file(ben, id).body() == leaflet);
    CHECK(file(nobody, id).brief() == "401 sign-in-required");
    CHECK(put(ada, at("/files/" + id), Json::object()).status == 204);
    CHECK(page(ben, opened)["posts"][1]["attachments"][0]["alternative"] == nullptr);
    CHECK(page(ben, opened)["posts"][1]["body_html"] == shown["body_html"]);
    CHECK(logged().empty());
}

TEST_CASE_FIXTURE(Fixture, "api files: what waits is its author's alone, and answers others as what is not there") {
    const std::string id = upload(ada, leaflet);
    for (const Person& who : {nobody, outsider, ben, moderator, admin})
        for (const std::string rest : {"", "/original", "/small"}) {
            CHECK(file(who, id, rest).brief() == "404 not-found");
            CHECK(file(who, id, rest).body() == file(who, "mzxw6ytboi2dg", rest).body());
        }
    CHECK(put(ben, at("/files/" + id), {{"alternative", "x"}}).brief() == "404 not-found");
    CHECK(file(ada, id, "/small").brief() == "404 not-found");
    CHECK(file(ada, "none", "").brief() == "404 not-found");
}

TEST_CASE_FIXTURE(Fixture, "api files: what is sent wrongly is told by its field") {
    const auto brief = [&](const std::vector<Sent>& files, const std::string& form = {}) {
        return send_files(ada, at("/files"), files, form).brief();
    };
    CHECK(brief({}) == "422 missing /file");
    CHECK(brief({{"file", "", ""}}) == "422 missing /file");
    CHECK(brief({{"other", "a.pdf", leaflet}}) == "422 unknown-field /other");
    CHECK(brief({{"file", "a.pdf", leaflet}, {"file", "b.pdf", leaflet}}) == "400 repeated-field /file");
    CHECK(brief({{"file", "a.pdf", leaflet}}, "title=x") == "422 unknown-field /title");
    CHECK(brief({{"file", "a.pdf", leaflet}}, "alternative=" + std::string(1'001, 'x')) == "422 too-long /alternative");
    CHECK(brief({{"file", "a\x01.pdf", leaflet}}) == "422 ill-formed /file");
    CHECK(brief({{"file", std::string("a\0.pdf", 6), leaflet}}) == "422 ill-formed /file");
    CHECK(brief({{"file", "a\xff.pdf", leaflet}}) == "422 ill-formed /file");
    CHECK(brief({{"file", "a.txt", "text"}}) == "422 unsupported-file /file");
    CHECK(brief({{"file", "a.jpg", photo().substr(0, 300)}}) == "422 damaged-file /file");
    CHECK(logged().empty());
}

TEST_CASE_FIXTURE(Fixture, "api files: the same key is the same file, and only its bytes are kept") {
    const Fields key = {{"idempotency-key", "once"}};
    const Reply first = send_files(ada, at("/files"), {{"file", "a.jpg", photo()}}, {}, key);
    const Reply again = send_files(ada, at("/files"), {{"file", "a.jpg", photo()}}, {}, key);
    CHECK(first.json() == again.json());
    std::size_t places = 0;
    REQUIRE(node().blobs().for_each({}, [&](const BlobPlace& place, Instant) -> Status {
        CHECK(place.file.text() == first.json()["id"]);
        ++places;
        return {};
    }));
    CHECK(places == 1);
}

TEST_CASE_FIXTURE(Fixture, "api files: what waited for a day cannot be attached") {
    const std::string early = upload(ada, leaflet);
    tick(limits::file_waits - std::chrono::minutes(1));
    const std::string late = upload(ada, leaflet);
    tick(std::chrono::minutes(1));
    const Opened opened = open(ada, {public_space});
    const auto attach = [&](const std::string& id) {
        return post(ada, thread(opened, "/posts"), {{"body", "x"}, {"attachments", {id}}}).brief();
    };
    CHECK(attach(early) == "410 gone /attachments/0");
    CHECK(attach(late) == "201");
}

TEST_CASE_FIXTURE(Fixture, "api files: the bytes of what is in no post go when its time is over, and no others") {
    using Files = std::set<std::string>;
    AgedBlobs blobs(*services().blobs);
    commands::forum::Collector collector(*services().model, blobs, services().clock);
    // What is left after so long. The collector looks once an hour.
    const auto left_after = [&](Duration passed) {
        tick(passed);
        REQUIRE(collector.collect().has_value());
        return blobs.files();
    };
    const Duration grace = limits::file_waits + limits::file_kept;
    const std::string never = upload(ada, leaflet), taken_out = upload(ada, leaflet), shown = upload(ada, leaflet);
    const Opened opened = open(ada, {public_space});
    const Reply posted = post(ada, thread(opened, "/posts"), {{"body", "x"}, {"attachments", {taken_out, shown}}});
    REQUIRE(posted.status == 201);
    const std::string id = posted.json()["id"], where = at("/posts/" + id);

    CHECK(left_after(grace - std::chrono::minutes(10)) == Files{never, taken_out, shown});
    CHECK(left_after(std::chrono::hours(1)) == Files{taken_out, shown}); // in no post from the beginning
    CHECK(file(ada, never).brief() == "410 gone");
    // Its time begins when it is taken out, however old it is.
    REQUIRE(put(ada, where, {{"body", "x"}, {"attachments", {shown}}}).status == 204);
    CHECK(left_after(grace - std::chrono::minutes(10)) == Files{taken_out, shown});
    CHECK(file(ada, taken_out).body() == leaflet);
    CHECK(left_after(std::chrono::hours(1)) == Files{shown});
    CHECK(file(ada, taken_out).brief() == "410 gone");
    CHECK(left_after(std::chrono::hours(24 * 30)) == Files{shown});
    CHECK(file(nobody, shown).body() == leaflet);
}

TEST_CASE_FIXTURE(Fixture, "api files: one account holds no more places than it needs") {
    http::Uploads& uploads = *services().uploads;
    std::vector<std::shared_ptr<Spool>> held;
    for (std::size_t i = 0; i < limits::uploads_of_account; ++i) held.push_back(*uploads.spool(ada.account));
    CHECK(uploads.spool(ada.account).error().code == ErrorCode::busy);
    const auto other = uploads.spool(ben.account);
    CHECK(other.has_value());
    held.pop_back();
    CHECK(uploads.spool(ada.account).has_value());
    // All together they are bounded as ever.
    for (std::uint64_t account = 1; held.size() < limits::uploads - 1; ++account)
        held.push_back(*uploads.spool(AccountId(account)));
    CHECK(uploads.spool(manager.account).error().code == ErrorCode::busy);
}

TEST_CASE_FIXTURE(Fixture, "api files: a full share is told before anything is made of the bytes") {
    const Fields key = {{"idempotency-key", "once"}};
    const std::vector<Sent> sent = {{"file", "genou.pdf", leaflet}};
    const Reply first = send_files(ada, at("/files"), sent, {}, key);
    for (std::size_t i = 1; i < limits::files_waiting; ++i) (void)upload(ada, leaflet);
    CHECK(send_files(ada, at("/files"), {{"file", "a.jpg", photo().substr(0, 300)}}).brief() == "422 too-many /file");
    CHECK(send_files(ada, at("/files"), sent, {}, key).json() == first.json());
    tick(limits::file_waits);
    CHECK(send_files(ada, at("/files"), {{"file", "a.txt", "text"}}).brief() == "422 unsupported-file /file");
}

TEST_CASE_FIXTURE(Fixture, "api files: the rate is asked before a byte is taken, and once") {
    const std::string files = at("/files"), page = "/c/kine/new";
    const Fields form = {{"content-type", "multipart/form-data; boundary=x"}};
    const auto sent = [&](const Person& who) {
        const auto reception = receive(who, page, form);
        REQUIRE(reception.sink != nullptr);
        http::Request request;
        CHECK(reception.sink->take("--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nGenou\r\n") == 0);
        CHECK(
            reception.sink->take("--x\r\nContent-Disposition: form-data; name=\"file-1\"; filename=\"a.pdf\"\r\n\r\n" +
                                 leaflet + "\r\n--x--\r\n") == 0);
        CHECK(reception.sink->finish(request) == 0);
        CHECK(request.body == "title=Genou");
        return request;
    };
    // All that ada may write by the time of her next request.
    const auto drain = [&] {
        const Instant next = services().clock.now() + std::chrono::seconds(1);
        while (!services().rates.writes.take(ada.account.view(), next)) {
        }
    };
    drain();
    const auto refused = receive(ada, files, form).refused;
    REQUIRE(refused.has_value());
    CHECK(refused->status == 429);
    // Of a page's form the texts are wanted all the same, and it is told behind them.
    drain();
    const http::Request hers = sent(ada), his = sent(ben);
    CHECK(hers.files.empty());
    CHECK(!hers.counted);
    CHECK(his.files.size() == 1);
    CHECK(his.counted);
    drain();
    CHECK(post(ada, at("/preview"), {{"body", "x"}}).status == 429);
    drain();
    CHECK(send_files(ada, at("/files"), {{"file", "a.pdf", leaflet}}).status == 201); // was counted when it began
}
