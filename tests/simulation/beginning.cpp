// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/beginning.hpp"

#include "core/log/direct.hpp"
#include "tests/simulation/disk.hpp"

#include <list>
#include <stdexcept>
#include <unistd.h>

namespace palabre::sim {
namespace {

using namespace commands;

struct MasterKey {
    std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("palabre-simulation-" + std::to_string(::getpid()) + ".key");
    MasterKey() { std::filesystem::remove(file); }
    ~MasterKey() {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
    }
    MasterKey(const MasterKey&) = delete;
    MasterKey& operator=(const MasterKey&) = delete;
};

/// A node alone that makes it.
struct Maker {
    Disk disk{"beginning"};
    SeededRandom random{0};
    ManualClock clock{*Instant::parse("2026-01-02T03:04:05.000000Z")};
    std::unique_ptr<log::LocalLog> log = std::move(*log::LocalLog::open("beginning/log", {}));
    std::unique_ptr<Vault> vault =
        std::move(*Vault::open("beginning/vault", random, {.master_key_file = master_key_file()}));
    std::unique_ptr<Model> model = std::move(*Model::open("beginning/model", *log, {}));
    log::Direct order;
    Writer::Parts parts{order, *log, *model, *vault, clock, random, {}, [](const Error&) {}};
    WriteLoop loop{parts};
    Beginning made{{}, {}, {}, SecretKey::draw(random), {}};

    void run(Submission submission) {
        for (const auto& put : submission.secrets) made.secrets.push_back(put);
        std::list<Waiting> group;
        group.push_back({std::move(submission),
                         [](const Outcome& outcome) {
                             if (!std::holds_alternative<commands::Accepted>(outcome))
                                 throw std::logic_error("the beginning was refused");
                         },
                         clock.now()});
        if (!loop.run(group)) throw std::logic_error("the beginning could not be made");
    }
    void run(const CommunityId& community, Command command, Caller caller) {
        run({.community = community,
             .command = std::move(command),
             .caller = std::move(caller),
             .id = random.draw<CommandId>()});
    }

    void found(const CommunityId& id) {
        const Caller administrator{.administrator = true};
        run(CommunityId::platform(), accounts::RegisterCommunity{.community = id, .slug = "c" + id.text()},
            administrator);
        if (!loop.give_genesis(id)) throw std::logic_error("the beginning could not be made");
        made.records.emplace_back(log::Genesis{id});
        run(id, spaces::FoundCommunity{.slug = "c" + id.text(), .name = "Commune"}, administrator);
        Place place{.community = id};
        for (const char* name : {"Ann", "Ben", "Cid", "Dan"}) {
            place.members.push_back(random.draw<MemberId>());
            run(joining(random, id, place.members.back(), std::nullopt, name));
        }
        run(id, members::GiveRole{place.members[0], events::members::Role::moderator}, administrator);
        for (const char* slug : {"accueil", "salon"}) {
            place.spaces.push_back(random.draw<SpaceId>());
            run(id,
                spaces::CreateSpace{.space = place.spaces.back(),
                                    .slug = slug,
                                    .name = slug,
                                    .visibility = spaces::Visibility::public_},
                administrator);
        }
        place.threads.push_back(random.draw<ThreadId>());
        place.posts.push_back(random.draw<PostId>());
        run(id,
            forum::OpenThread{.thread = place.threads[0],
                              .post = place.posts[0],
                              .kind = forum::ThreadKind::question,
                              .spaces = {place.spaces[0]},
                              .title = "Question",
                              .body = "Alors ?"},
            {.actor = place.members[1].text()});
        made.places.push_back(std::move(place));
    }

    Beginning make() {
        if (!loop.prepare()) throw std::logic_error("the beginning could not be made");
        for (std::uint64_t number : {1, 2}) found(CommunityId::from_number(number));
        // Geneses first: what follows is in the partitions of its communities.
        made.records.insert(made.records.begin(), log::Genesis{CommunityId::platform()});
        auto cursor = log->cursor(Position{});
        while (auto event = *cursor.next()) {
            made.end = std::max(made.end, event->accepted + Duration(1));
            made.records.emplace_back(std::move(event->proposal));
        }
        return std::move(made);
    }
};

} // namespace

const Beginning& beginning() {
    static const Beginning made = Maker().make();
    return made;
}

const std::filesystem::path& master_key_file() {
    static const MasterKey key;
    return key.file;
}

Submission joining(Random& random, const CommunityId& community, MemberId member, std::optional<AccountId> account,
                   std::string name) {
    const auto identity = random.draw<RecordId>(), content = random.draw<RecordId>();
    const Owner owner{community, member.text()};
    return {.community = community,
            .command = members::Join{.member = member,
                                     .account = account,
                                     .identity_key = identity,
                                     .content_key = content,
                                     .name = std::move(name)},
            .caller = {.actor = member.text()},
            .id = random.draw<CommandId>(),
            .secrets = {{owner, identity, std::string(SecretKey::draw(random).view())},
                        {owner, content, std::string(SecretKey::draw(random).view())}}};
}

} // namespace palabre::sim
