// SPDX-License-Identifier: Apache-2.0
// Several vaults that one share makes one: a share in memory whose rows each vault takes when the test says so, and
// which keeps of each key what a compaction keeps.
#include "core/store/store.hpp"
#include "core/vault/vault.hpp"
#include "tests/core/temp_folder.hpp"

#include <doctest/doctest.h>
#include <map>
#include <random>

using namespace palabre;

namespace {

using Place = std::pair<VaultRow::Family, std::string>;

/// The rows, in order. Compacted ones are gone; their offsets stay empty.
struct Topic {
    std::vector<std::optional<VaultRow>> rows;

    /// What a compaction of the first `count` offsets leaves: of each key the last row, wherever that is.
    void compact(std::size_t count) {
        std::map<Place, std::size_t> last;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (rows[i]) last[{rows[i]->family, rows[i]->key}] = i;
        for (std::size_t i = 0; i < count; ++i)
            if (rows[i] && last.at({rows[i]->family, rows[i]->key}) != i) rows[i].reset();
    }
};

/// A node's vault and its place in the topic. Tails when it appends and when it is told to.
class Node : public VaultShare {
public:
    Node(Topic& topic, const test::TempFolder& folder, const char* name, std::uint64_t seed, const char* key = "key")
        : topic_(topic), random_(seed) {
        auto opened = Vault::open(folder / name, random_, {.master_key_file = folder / key});
        REQUIRE(opened);
        vault_ = std::move(*opened);
    }
    /// Joins the others: takes what is there, then appends what it has brought.
    Status join() {
        PALABRE_TRY(brought, vault_->share_by(*this));
        PALABRE_CHECK(tail());
        if (brought.empty()) return {};
        return append(brought);
    }
    Status append(const std::vector<VaultRow>& rows) override {
        if (before_append) std::exchange(before_append, {})();
        for (const VaultRow& row : rows) topic_.rows.emplace_back(row);
        return tail();
    }
    Status tail() {
        while (next_ < topic_.rows.size()) {
            std::vector<VaultRow> rows;
            while (next_ < topic_.rows.size() && rows.size() < portion)
                if (const auto& row = topic_.rows[next_++]) rows.push_back(*row);
            PALABRE_CHECK(vault_->take(rows, static_cast<std::int64_t>(next_) - 1, [this](const auto& repairs) {
                topic_.rows.insert(topic_.rows.end(), repairs.begin(), repairs.end());
                return Status();
            }));
        }
        return {};
    }
    [[nodiscard]] Vault& vault() { return *vault_; }
    [[nodiscard]] RecordId put(const Owner& owner, std::string_view secret) {
        const auto id = random_.draw<RecordId>();
        REQUIRE(vault_->put(owner, id, secret));
        return id;
    }

    std::function<void()> before_append; ///< what another node does meanwhile, once
    std::size_t portion = 3;

private:
    Topic& topic_;
    SeededRandom random_;
    std::unique_ptr<Vault> vault_;
    std::size_t next_ = 0;
};

const CommunityId community = CommunityId::from_number(1);
Owner owner(std::uint64_t number) {
    return {community, MemberId(number).text()};
}

RecordState state(Node& node, const Owner& of, const RecordId& id) {
    const auto record = node.vault().get(of, id);
    REQUIRE(record);
    return record->state;
}
std::string secret(Node& node, const Owner& of, const RecordId& id) {
    const auto record = node.vault().get(of, id);
    REQUIRE(record);
    return record->secret;
}

} // namespace

TEST_CASE("shared vault: what is put at one node stands at the others once they have taken it") {
    const test::TempFolder folder;
    Topic topic;
    Node a(topic, folder, "a", 1);
    Node b(topic, folder, "b", 2);
    REQUIRE(a.join());
    REQUIRE(b.join());
    const RecordId id = a.put(owner(1), "secret");
    CHECK(state(b, owner(1), id) == RecordState::unknown);
    REQUIRE(b.tail());
    CHECK(secret(b, owner(1), id) == "secret");
    CHECK(a.vault().cookie_key()->view() == (b.tail(), b.vault().cookie_key()->view()));
}

TEST_CASE("shared vault: of two keys that are drawn at once one stands everywhere") {
    const test::TempFolder folder;
    Topic topic;
    Node a(topic, folder, "a", 1);
    Node b(topic, folder, "b", 2);
    REQUIRE(a.join());
    REQUIRE(b.join());
    std::string first;
    a.before_append = [&] { first = b.vault().naming_key(community)->view(); };
    CHECK(a.vault().naming_key(community)->view() == first);
    CHECK(b.vault().naming_key(community)->view() == first);

    topic.compact(topic.rows.size());
    Node late(topic, folder, "late", 3);
    REQUIRE(late.join());
    CHECK(late.vault().naming_key(community)->view() == first);
}

TEST_CASE("shared vault: a record that comes after its owner's end is destroyed for all, also after a compaction") {
    const test::TempFolder folder;
    Topic topic;
    Node a(topic, folder, "a", 1);
    Node b(topic, folder, "b", 2);
    REQUIRE(a.join());
    REQUIRE(b.join());
    const RecordId early = a.put(owner(1), "early");
    REQUIRE(b.tail());
    SeededRandom random(9);
    const auto late = random.draw<RecordId>();
    a.before_append = [&] { REQUIRE(b.vault().destroy(owner(1))); };
    const auto refused = a.vault().put(owner(1), late, "late");
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == ErrorCode::invalid);
    REQUIRE(b.tail());
    REQUIRE(a.tail());
    topic.compact(topic.rows.size());
    for (const auto& row : topic.rows)
        if (row && row->family == VaultRow::Family::records) CHECK(row->value.size() == 1); // no secret is left
    Node fresh(topic, folder, "fresh", 3);
    REQUIRE(fresh.join());
    for (Node* node : {&a, &b, &fresh}) {
        CHECK(node->vault().destroyed(owner(1)));
        CHECK(state(*node, owner(1), early) == RecordState::destroyed);
        CHECK(state(*node, owner(1), late) == RecordState::destroyed);
    }
}

TEST_CASE("shared vault: a node brings what its vault holds, and another master key is refused") {
    const test::TempFolder folder;
    Topic topic;
    Node alone(topic, folder, "alone", 1);
    const RecordId id = alone.put(owner(1), "from before");
    const RecordId gone = alone.put(owner(2), "gone");
    REQUIRE(alone.vault().destroy(owner(2)));
    const std::string naming(alone.vault().naming_key(community)->view());
    REQUIRE(alone.vault().leave_sealed(CommunityId::from_number(7)));
    REQUIRE(alone.join());

    Node second(topic, folder, "second", 2);
    REQUIRE(second.join());
    CHECK(secret(second, owner(1), id) == "from before");
    CHECK(state(second, owner(2), gone) == RecordState::destroyed);
    CHECK(second.vault().naming_key(community)->view() == naming);
    CHECK(*second.vault().is_left_sealed(CommunityId::from_number(7)));

    Node stranger(topic, folder, "stranger", 3, "another key");
    const auto refused = stranger.join();
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == ErrorCode::invalid);
    CHECK(refused.error().message.find("master key") != std::string::npos);
    CHECK(stranger.vault().taken().value() == -1);
}

TEST_CASE("shared vault: rows that are none stop it") {
    const test::TempFolder folder;
    Topic topic;
    Node a(topic, folder, "a", 1);
    REQUIRE(a.join());
    for (const VaultRow& row : {VaultRow{VaultRow::Family::records, "no key", "\3"},
                                VaultRow{static_cast<VaultRow::Family>(9), "key", "\3"}}) {
        CHECK(a.vault().take({row}, 100, [](const auto&) { return Status(); }).has_error());
        CHECK(a.vault().taken().value() < 100);
    }
}

TEST_CASE("shared vault: any histories at three nodes end in one state, whatever a compaction has left") {
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        std::mt19937 chance(seed); // NOLINT(cert-msc51-cpp): the same every time
        const test::TempFolder folder;
        Topic topic;
        std::vector<std::unique_ptr<Node>> nodes;
        for (const char* name : {"a", "b", "c"}) {
            nodes.push_back(std::make_unique<Node>(topic, folder, name, seed * 10 + nodes.size()));
            nodes.back()->portion = 1 + chance() % 4;
            REQUIRE(nodes.back()->join());
        }
        SeededRandom random(seed);
        std::vector<std::pair<Owner, RecordId>> all;
        const auto act = [&](Node& node) {
            const Owner of = owner(1 + chance() % 4);
            switch (chance() % 8) {
            case 0:
                REQUIRE(node.vault().destroy(of));
                break;
            case 1:
                if (!all.empty()) {
                    const auto [whose, id] = all[chance() % all.size()];
                    REQUIRE(node.vault().destroy(whose, id));
                }
                break;
            case 2:
                REQUIRE(node.tail());
                break;
            case 3:
                REQUIRE(node.vault().naming_key(CommunityId::from_number(1 + chance() % 3)));
                break;
            default: {
                const auto id = random.draw<RecordId>();
                all.emplace_back(of, id);
                std::ignore = node.vault().put(of, id, id.text()); // refused when the owner is destroyed
            }
            }
        };
        for (int step = 0; step < 30; ++step) {
            Node& one = *nodes[chance() % 3];
            Node& other = *nodes[chance() % 3];
            if (&one != &other && chance() % 2 == 0) one.before_append = [&] { act(other); };
            act(one);
            one.before_append = {};
        }
        // Repairs may call for repairs: until nobody has anything to say.
        for (std::size_t before = 0; before != topic.rows.size();) {
            before = topic.rows.size();
            for (const auto& node : nodes) REQUIRE(node->tail());
        }
        Topic small = topic;
        small.compact(small.rows.size());
        std::size_t secrets = 0, present = 0;
        for (const auto& row : small.rows)
            secrets += row && row->family == VaultRow::Family::records && row->value.size() > 1 ? 1 : 0;
        for (const auto& [whose, id] : all) present += state(*nodes[0], whose, id) == RecordState::present ? 1 : 0;
        CHECK(secrets == present);

        topic.compact(chance() % (topic.rows.size() + 1));
        nodes.push_back(std::make_unique<Node>(topic, folder, "fresh", seed));
        REQUIRE(nodes.back()->join());

        for (const auto& [whose, id] : all) {
            const auto first = nodes.front()->vault().get(whose, id);
            REQUIRE(first);
            for (const auto& node : nodes) {
                CHECK(state(*node, whose, id) == first->state);
                CHECK(secret(*node, whose, id) == first->secret);
            }
        }
        for (std::uint64_t number = 1; number <= 3; ++number) {
            const auto of = CommunityId::from_number(number);
            const std::string first(nodes.front()->vault().naming_key(of)->view());
            for (const auto& node : nodes) {
                REQUIRE(node->tail());
                CHECK(node->vault().naming_key(of)->view() == first);
            }
        }
    }
}
