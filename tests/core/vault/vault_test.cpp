// SPDX-License-Identifier: Apache-2.0
#include "core/vault/vault.hpp"

#include "core/limits.hpp"
#include "core/store/key.hpp"
#include "core/store/store.hpp"
#include "core/vault/secret_cache.hpp"
#include "tests/core/damage.hpp"
#include "tests/core/temp_folder.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <fstream>
#include <numeric>
#include <thread>

using namespace palabre;
namespace fs = std::filesystem;

namespace {

struct Fixture {
    test::TempFolder folder;
    fs::path place = folder / "vault";
    fs::path key_file = folder / "data.key";
    SystemRandom random;
    CommunityId community = CommunityId::from_number(1);
    Owner ada{community, MemberId(1).text()};
    Owner bob{community, MemberId(2).text()};
    std::unique_ptr<Vault> vault;

    Fixture() { vault = reopened(); }
    std::unique_ptr<Vault> reopened() {
        vault.reset();
        auto opened = Vault::open(place, random, {.master_key_file = key_file});
        REQUIRE(opened);
        return std::move(*opened);
    }
    ErrorCode refused(bool create = true) {
        vault.reset();
        auto opened = Vault::open(place, random, {.master_key_file = key_file, .create = create});
        REQUIRE(opened.has_error());
        return opened.error().code;
    }
    RecordId put(const Owner& owner, std::string_view secret) {
        const auto id = random.draw<RecordId>();
        REQUIRE(vault->put(owner, id, secret));
        return id;
    }
    RecordState state(const Owner& owner, const RecordId& id) {
        const auto record = vault->get(owner, id);
        REQUIRE(record);
        CHECK(record->secret.empty() == (record->state != RecordState::present));
        return record->state;
    }
    /// The stored bytes of a record, taken from under the closed vault.
    std::string stored(const Owner& owner, const RecordId& id) {
        vault.reset();
        auto store = Store::open(place, {.use = Store::Use::vault});
        REQUIRE(store);
        const auto value =
            (*store)->get(*(*store)->family("records"), Key().add(owner.community).text(owner.id).add(id));
        REQUIRE(value);
        return value->value_or("");
    }
    void store_raw(const Owner& owner, const RecordId& id, std::string_view value) {
        vault.reset();
        auto store = Store::open(place, {.use = Store::Use::vault});
        REQUIRE(store);
        Batch batch;
        batch.put(*(*store)->family("records"), Key().add(owner.community).text(owner.id).add(id), value);
        REQUIRE((*store)->write(batch, true));
    }
    /// Whether `bytes` stand in any file of the vault.
    bool on_disk(const std::string& bytes) {
        for (const auto& entry : fs::recursive_directory_iterator(place)) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string content{std::istreambuf_iterator<char>(in), {}};
            if (content.find(bytes) != std::string::npos) return true;
        }
        return false;
    }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "vault: it knows when it was restored last, and that it never was") {
    CHECK(*vault->restored() == std::nullopt);
    for (const std::int64_t at : {1'000'000, 2'000'000}) {
        REQUIRE(vault->set_restored(Instant{at}));
        CHECK(*vault->restored() == Instant{at});
    }
    vault = reopened();
    CHECK(*vault->restored() == Instant{2'000'000});
}

TEST_CASE_FIXTURE(Fixture, "vault: what is put is there, at once and after a restart") {
    const auto short_one = put(ada, "a secret");
    const auto empty_one = random.draw<RecordId>();
    REQUIRE(vault->put(ada, empty_one, ""));
    const std::string longest(limits::vault_secret_bytes, 'x');
    const auto long_one = put(ada, longest);
    for (int round = 0; round < 2; ++round) {
        CHECK(vault->get(ada, short_one)->secret == "a secret");
        CHECK(vault->get(ada, empty_one)->state == RecordState::present);
        CHECK(vault->get(ada, long_one)->secret == longest);
        vault = reopened();
    }
}

TEST_CASE_FIXTURE(Fixture, "vault: a record is found under its own owner and id only") {
    const auto id = put(ada, "a secret");
    CHECK(state(bob, id) == RecordState::unknown);
    CHECK(state({CommunityId::platform(), ada.id}, id) == RecordState::unknown);
    CHECK(state(ada, random.draw<RecordId>()) == RecordState::unknown);
}

TEST_CASE_FIXTURE(Fixture, "vault: an id is written once") {
    const auto id = put(ada, "first");
    const auto again = vault->put(ada, id, "second");
    REQUIRE(again.has_error());
    CHECK(again.error().code == ErrorCode::invalid);
    CHECK(vault->get(ada, id)->secret == "first");
    CHECK(vault->put(bob, id, "another owner's"));
}

TEST_CASE_FIXTURE(Fixture, "vault: several records are put together or not at all") {
    const auto one = random.draw<RecordId>(), two = random.draw<RecordId>();
    REQUIRE(vault->put({{ada, one, "1"}, {bob, two, "2"}}));
    CHECK(vault->get(bob, two)->secret == "2");
    const auto fresh = random.draw<RecordId>();
    CHECK(vault->put({{ada, fresh, "3"}, {bob, two, "4"}}).has_error());
    CHECK(state(ada, fresh) == RecordState::unknown);
    CHECK(vault->put({{ada, fresh, "3"}, {ada, fresh, "4"}}).has_error());
    CHECK(state(ada, fresh) == RecordState::unknown);
    CHECK(vault->put(std::vector<Vault::Put>{}));
}

TEST_CASE_FIXTURE(Fixture, "vault: too long a secret and an impossible owner are refused") {
    const auto id = random.draw<RecordId>();
    CHECK(vault->put(ada, id, std::string(limits::vault_secret_bytes + 1, 'x')).error().code == ErrorCode::invalid);
    for (const std::string& owner : {std::string(), std::string("a\0b", 3), std::string(65, 'a')}) {
        CHECK(vault->put({community, owner}, id, "x").error().code == ErrorCode::invalid);
        CHECK(vault->get({community, owner}, id).error().code == ErrorCode::invalid);
        CHECK(vault->destroy(Owner{community, owner}).error().code == ErrorCode::invalid);
    }
    CHECK(vault->put({CommunityId(), "a"}, id, "x").error().code == ErrorCode::invalid);
}

TEST_CASE_FIXTURE(Fixture, "vault: a key is a record of 32 bytes") {
    const SecretKey key = SecretKey::draw(random);
    const auto id = put(ada, key.view());
    CHECK(vault->key(ada, id)->view() == key.view());
    CHECK_FALSE(vault->key(ada, random.draw<RecordId>()));
    const auto no_key = put(ada, "short");
    CHECK_THROWS_AS((void)vault->key(ada, no_key), std::runtime_error);
}

TEST_CASE_FIXTURE(Fixture, "vault: destroying one record leaves the others") {
    const auto identity = put(ada, "identity"), content = put(ada, "content");
    REQUIRE(vault->destroy(ada, identity));
    for (int round = 0; round < 2; ++round) {
        CHECK(state(ada, identity) == RecordState::destroyed);
        CHECK_FALSE(vault->key(ada, identity));
        CHECK(vault->get(ada, content)->secret == "content");
        CHECK_FALSE(vault->destroyed(ada));
        CHECK(vault->destroy(ada, identity));
        vault = reopened();
    }
    CHECK(vault->put(ada, identity, "back").error().code == ErrorCode::invalid);
    CHECK(vault->put(ada, random.draw<RecordId>(), "a new one"));
}

TEST_CASE_FIXTURE(Fixture, "vault: a record destroyed before it came can never come") {
    const auto id = random.draw<RecordId>();
    REQUIRE(vault->destroy(ada, id));
    CHECK(state(ada, id) == RecordState::destroyed);
    CHECK(vault->put(ada, id, "late").error().code == ErrorCode::invalid);
}

TEST_CASE_FIXTURE(Fixture, "vault: destroying an owner destroys all that is and all that will be, for good") {
    std::vector<RecordId> ids;
    for (int i = 0; i < 3; ++i) ids.push_back(put(ada, "secret"));
    const auto other = put(bob, "bob's");
    const Owner neighbour{community, ada.id + "a"};
    const auto next = put(neighbour, "the next key in order");
    REQUIRE(vault->destroy(ada));
    for (int round = 0; round < 2; ++round) {
        CHECK(vault->destroyed(ada));
        for (const auto& id : ids) CHECK(state(ada, id) == RecordState::destroyed);
        CHECK(state(ada, random.draw<RecordId>()) == RecordState::destroyed);
        CHECK(vault->put(ada, random.draw<RecordId>(), "late").error().code == ErrorCode::invalid);
        CHECK(vault->get(bob, other)->secret == "bob's");
        CHECK(vault->get(neighbour, next)->secret == "the next key in order");
        CHECK_FALSE(vault->destroyed(bob));
        CHECK(vault->destroy(ada));
        CHECK(vault->destroy(ada, ids[0]));
        vault = reopened();
    }
}

TEST_CASE_FIXTURE(Fixture, "vault: an owner of more records than one batch takes is destroyed whole") {
    std::vector<Vault::Put> puts;
    for (std::size_t i = 0; i < limits::vault_destroyed_per_batch + 7; ++i)
        puts.push_back({ada, random.draw<RecordId>(), "secret"});
    REQUIRE(vault->put(puts));
    REQUIRE(vault->destroy(ada));
    for (const auto& put : puts) CHECK(state(ada, put.id) == RecordState::destroyed);
    for (const auto& put : {puts.front(), puts.back()}) CHECK(stored(ada, put.id) == "\3");
}

TEST_CASE_FIXTURE(Fixture, "vault: many are destroyed together, by one rewrite of the files") {
    const auto numbered = [this] { return std::stoull(test::newest_file(place, ".sst").stem().string()); };
    const std::string secret = "a secret of some length";
    std::vector<Vault::Doomed> doomed;
    std::vector<RecordId> ids, kept;
    std::vector<std::string> wrapped;
    for (std::uint64_t i = 0; i < 40; ++i) {
        const Owner owner{community, MemberId(100 + i).text()};
        ids.push_back(put(owner, secret));
        kept.push_back(put(owner, secret));
        doomed.push_back({owner, i % 2 == 0 ? std::optional(ids.back()) : std::nullopt});
    }
    for (std::size_t i = 0; i < ids.size(); ++i) wrapped.push_back(stored(doomed[i].owner, ids[i]));
    doomed.push_back({ada, random.draw<RecordId>()}); // never came
    doomed.push_back(doomed.front());
    vault = reopened();
    REQUIRE(vault->destroy(std::vector{doomed[0]}));
    const auto before = numbered();
    REQUIRE(vault->destroy(doomed));
    CHECK(numbered() - before < 20);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        CHECK(state(doomed[i].owner, ids[i]) == RecordState::destroyed);
        CHECK(state(doomed[i].owner, kept[i]) == (doomed[i].record ? RecordState::present : RecordState::destroyed));
        CHECK_FALSE(on_disk(wrapped[i]));
    }
    CHECK(vault->put(ada, *doomed[40].record, "late").error().code == ErrorCode::invalid);
    const auto after = numbered();
    REQUIRE(vault->destroy(doomed)); // nothing is left to do
    REQUIRE(vault->destroy(std::vector<Vault::Doomed>{}));
    CHECK(numbered() == after);
    CHECK(vault->destroy({{ada}, {Owner{community, ""}}}).error().code == ErrorCode::invalid);
    CHECK_FALSE(vault->destroyed(ada));
}

TEST_CASE_FIXTURE(Fixture, "vault: destroyed bytes are gone from the disk, plain text never was there") {
    const std::string secret = "a secret of some length, to be found";
    const auto one = put(ada, secret), two = put(ada, secret + "2"), kept = put(bob, secret + "3");
    const std::string wrapped_one = stored(ada, one), wrapped_two = stored(ada, two), wrapped_kept = stored(bob, kept);
    CHECK(on_disk(wrapped_one));
    CHECK(on_disk(wrapped_two));
    CHECK_FALSE(on_disk(secret));
    CHECK(wrapped_one != wrapped_two);

    vault = reopened();
    REQUIRE(vault->destroy(ada, one));
    CHECK_FALSE(on_disk(wrapped_one));
    CHECK(on_disk(wrapped_two));
    REQUIRE(vault->destroy(ada));
    CHECK_FALSE(on_disk(wrapped_two));
    CHECK(on_disk(wrapped_kept));
}

TEST_CASE_FIXTURE(Fixture, "vault: a destruction that a crash cut short is finished by the next call") {
    const auto id = put(ada, "secret");
    const std::string wrapped = stored(ada, id);
    store_raw(ada, id, "\2"); // overwritten, but not yet purged
    vault = reopened();
    CHECK(state(ada, id) == RecordState::destroyed);
    CHECK(on_disk(wrapped));
    REQUIRE(vault->destroy(ada, id));
    CHECK_FALSE(on_disk(wrapped));
    CHECK(stored(ada, id) == "\3");
}

TEST_CASE_FIXTURE(Fixture,
                  "vault: a record under another key or of changed bytes is corrupt, never taken for destroyed") {
    const auto one = put(ada, "one"), two = put(ada, "two");
    const std::string wrapped = stored(ada, two);
    std::string changed = stored(ada, one);
    changed.back() = static_cast<char>(changed.back() ^ 1);
    for (const std::string& value : {changed, wrapped, std::string(), std::string("\1"), std::string("\7x")}) {
        store_raw(ada, one, value);
        vault = reopened();
        CHECK(vault->get(ada, one).error().code == ErrorCode::corrupt);
        CHECK_THROWS_AS((void)vault->key(ada, one), std::runtime_error);
    }
    CHECK(vault->get(ada, two)->secret == "two");
}

TEST_CASE_FIXTURE(Fixture, "vault: the wrapped form is frozen (golden bytes, computed outside of this code)") {
    const Owner owner{CommunityId::parse("aaaaaaaaaaaac").value(), "aaaaaaaaaaaae"};
    RecordId id;
    std::iota(id.bytes.begin(), id.bytes.end(), static_cast<unsigned char>(0));
    vault.reset();
    fs::remove_all(place);
    fs::remove(key_file);
    std::ofstream(key_file) << "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f\n";
    fs::permissions(key_file, fs::perms::owner_read | fs::perms::owner_write);
    vault = reopened();
    std::string golden("\1", 1);
    for (char c = 0; c < 24; ++c) golden.push_back(c);
    golden += "\x60\xe2\x8a\x8f\x89\xad\xf2\x30\xda\xab\x79\x2c\x94\xdf\xeb\xe7\x66\xed\xa5\x42\xd7\xc0\x92"
              "\xd9\x7c\xcb\x75\x01\x48\x6f\xc6\xa3\x13\x4c\x80\x6a\xdd\x1b\x42\x5a\x40\xb2\x36\x20\x5c\xb4\xb4\x0c";
    store_raw(owner, id, golden);
    vault = reopened();
    REQUIRE(vault->get(owner, id));
    CHECK(vault->get(owner, id)->secret == std::string(32, '\0'));
}

TEST_CASE_FIXTURE(Fixture, "vault: a new vault makes its master key, an old one insists on its own") {
    CHECK(fs::exists(key_file));
    const auto id = put(ada, "secret");
    vault.reset();

    const fs::path safe = folder / "safe.key";
    fs::rename(key_file, safe);
    CHECK(refused() == ErrorCode::not_found);
    CHECK_FALSE(fs::exists(key_file)); // a new one would only hide the loss

    std::ofstream(key_file) << std::string(64, '0');
    fs::permissions(key_file, fs::perms::owner_read);
    CHECK(refused() == ErrorCode::invalid);

    fs::remove(key_file);
    fs::copy_file(safe, key_file);
    fs::permissions(key_file, fs::perms::owner_read | fs::perms::group_read);
    CHECK(refused() == ErrorCode::invalid);

    fs::permissions(key_file, fs::perms::owner_read);
    vault = reopened();
    CHECK(vault->get(ada, id)->secret == "secret");
}

TEST_CASE_FIXTURE(Fixture, "vault: a missing vault is made only when asked, a held one is busy") {
    vault = reopened();
    auto second = Vault::open(place, random, {.master_key_file = key_file});
    REQUIRE(second.has_error());
    CHECK(second.error().code == ErrorCode::busy);
    vault.reset();
    fs::remove_all(place);
    CHECK(refused(false) == ErrorCode::not_found);
    CHECK_FALSE(fs::exists(place));
}

TEST_CASE_FIXTURE(Fixture, "vault: records without the check of their key are corrupt") {
    put(ada, "secret");
    vault.reset();
    {
        auto store = Store::open(place, {.use = Store::Use::vault});
        REQUIRE(store);
        Batch batch;
        batch.remove(*(*store)->family("keys"), Key().text("check"));
        REQUIRE((*store)->write(batch, true));
    }
    CHECK(refused() == ErrorCode::corrupt);
}

TEST_CASE_FIXTURE(Fixture, "vault: naming and cookie keys are drawn once") {
    const auto naming = vault->naming_key(community);
    const auto other = vault->naming_key(CommunityId::platform());
    const auto cookie = vault->cookie_key();
    REQUIRE(naming);
    CHECK(naming->view() != other->view());
    CHECK(naming->view() != cookie->view());
    for (int round = 0; round < 2; ++round) {
        CHECK(vault->naming_key(community)->view() == naming->view());
        CHECK(vault->cookie_key()->view() == cookie->view());
        vault = reopened();
    }
}

TEST_CASE_FIXTURE(Fixture, "vault: a naming key is set once and never changed") {
    const SecretKey key = SecretKey::draw(random);
    REQUIRE(vault->set_naming_key(community, key));
    CHECK(vault->naming_key(community)->view() == key.view());
    CHECK(vault->set_naming_key(community, key));
    CHECK(vault->set_naming_key(community, SecretKey::draw(random)).error().code == ErrorCode::invalid);
    CHECK(vault->naming_key(community)->view() == key.view());
}

TEST_CASE_FIXTURE(Fixture, "vault: for_each gives one community's records in order, and stops at an error") {
    const auto one = put(ada, "one"), gone = put(ada, "gone");
    const auto erased = put(bob, "erased");
    put({CommunityId::platform(), ada.id}, "elsewhere");
    REQUIRE(vault->destroy(ada, gone));
    REQUIRE(vault->destroy(bob));
    std::map<std::pair<std::string, RecordId>, std::pair<RecordState, std::string>> seen;
    REQUIRE(vault->for_each(community, [&](const Owner& owner, const RecordId& id, const VaultRecord& record) {
        CHECK(owner.community == community);
        seen[{owner.id, id}] = {record.state, record.secret};
        return Status();
    }));
    CHECK(seen.size() == 3);
    CHECK(seen[{ada.id, one}] == std::pair{RecordState::present, std::string("one")});
    CHECK(seen[{ada.id, gone}].first == RecordState::destroyed);
    CHECK(seen[{bob.id, erased}] == std::pair{RecordState::destroyed, std::string()});

    int calls = 0;
    const auto status = vault->for_each(community, [&](const auto&, const auto&, const auto&) -> Status {
        ++calls;
        return error(ErrorCode::no_space, "full");
    });
    CHECK(status.error().code == ErrorCode::no_space);
    CHECK(calls == 1);
}

TEST_CASE_FIXTURE(Fixture, "vault: readers beside a destruction never see the secret after it") {
    const auto id = put(ada, std::string(32, 'k'));
    std::atomic<bool> done = false;
    std::atomic<int> late = 0;
    std::vector<std::thread> readers;
    for (int t = 0; t < 3; ++t)
        readers.emplace_back([&] {
            for (bool over = false; !over;) {
                over = done; // taken before the read: what is read afterwards must be destroyed
                const auto record = vault->get(ada, id);
                if (!record || (over && record->state != RecordState::destroyed)) ++late;
            }
        });
    REQUIRE(vault->destroy(ada));
    done = true;
    for (auto& reader : readers) reader.join();
    CHECK(late == 0);
}

TEST_CASE("vault: a name's hash depends on key, kind and value, and is frozen") {
    std::string raw(32, '\0');
    std::iota(raw.begin(), raw.end(), '\x80');
    const SecretKey key = SecretKey::from(raw);
    CHECK(name_hash(key, "email", "ada@example.org").text() == "rxpxuyg6pbeedi2tg25prooyte");
    CHECK(name_hash(key, "emai", "lada@example.org") != name_hash(key, "email", "ada@example.org"));
    CHECK(name_hash(key, "handle", "ada@example.org") != name_hash(key, "email", "ada@example.org"));
    raw[0] = 'x';
    CHECK(name_hash(SecretKey::from(raw), "email", "ada@example.org") != name_hash(key, "email", "ada@example.org"));
}
