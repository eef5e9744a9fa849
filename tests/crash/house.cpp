// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/house.hpp"

#include "commands/processes.hpp"
#include "core/log/verify.hpp"
#include "projections/registry.hpp"

#include <algorithm>
#include <future>
#include <set>

namespace palabre::test {
namespace fs = std::filesystem;
using namespace palabre::commands;

namespace {

Caller as(MemberId member) {
    return {.actor = member.text()};
}

template <class T>
const T& one_of(const std::vector<T>& all, std::mt19937_64& chance) {
    return all[chance() % all.size()];
}

} // namespace

// ---- Beginning and ending ----

House::House(std::uint64_t seed, bool empty) : chance_(seed), ids_(seed) {
    if (!empty) {
        fs::copy(pattern(), folder_.path(), fs::copy_options::recursive);
        found();
    }
}

const fs::path& House::pattern() {
    static const TempFolder kept;
    static const bool made = [] {
        House house(0, true);
        REQUIRE_MESSAGE(house.open(), house.why());
        house.found();
        REQUIRE(house.acknowledged() > 0);
        house.close();
        fs::copy(house.folder_.path(), kept.path(), fs::copy_options::recursive);
        return true;
    }();
    REQUIRE(made);
    return kept.path();
}

bool House::open() {
    if (node_) return true;
    auto opened = tools::Node::open({.data = folder_ / "data",
                                     .master_key = folder_ / "key",
                                     .on_fatal =
                                         [this](const Error& error) {
                                             const std::lock_guard lock(ended_mutex_);
                                             why_ = error.message;
                                             disk_->stop();
                                         },
                                     .on_damage = [this](const Error& error) { damage_ = error.message; },
                                     .environment = disk_},
                                    clock_, random_);
    if (opened.has_error()) {
        const std::lock_guard lock(ended_mutex_);
        why_ = opened.error().message;
        return false;
    }
    node_ = std::move(*opened);
    return true;
}

void House::settle() {
    if (open()) found();
}

void House::close() {
    node_.reset();
}

void House::come_back(bool power) {
    disk_->stop();
    close();
    if (power) disk_->lose(chance_);
    disk_->restart();
    why_.clear();
}

std::size_t House::acknowledged() const {
    return static_cast<std::size_t>(std::ranges::count_if(asked_, [](const Asked& a) { return a.answer.has_value(); }));
}

// ---- People ----

/// With the seed of the pattern these ids are drawn alike, whether they are written or only known again.
void House::found() {
    SeededRandom ids(0);
    community_ = CommunityId::from_number(ids.number());
    space_ = ids.draw<SpaceId>();
    threads_ = {ids.draw<ThreadId>()};
    for (int i = 0; i < 3; ++i) members_.push_back(ids.draw<MemberId>());
    posts_ = {{ids.draw<PostId>(), members_[0]}};
    if (!node_) return;

    const auto founded = found_community(node_->writer(), node_->model(),
                                         {.community = community_,
                                          .founded = {.slug = "soins", .name = "Soins"},
                                          .caller = {.administrator = true},
                                          .id = ids.draw<CommandId>()});
    if (!std::holds_alternative<Accepted>(founded)) return;
    (void)submit(community_, spaces::CreateSpace{.space = space_, .slug = "accueil", .name = "Accueil"},
                 {.administrator = true});
    for (const MemberId member : members_) (void)join(member, "Anna");
    (void)submit(community_,
                 forum::OpenThread{.thread = threads_[0],
                                   .post = posts_[0].first,
                                   .spaces = {space_},
                                   .title = "Où poser une voie ?",
                                   .body = "Sur quel bras ?"},
                 as(members_[0]));
}

void House::join(MemberId member, const std::string& name) {
    const auto identity = ids_.draw<RecordId>(), content = ids_.draw<RecordId>();
    const Owner owner{community_, member.text()};
    (void)submit(community_,
                 members::Join{.member = member, .identity_key = identity, .content_key = content, .name = name},
                 as(member),
                 {{owner, identity, std::string(SecretKey::draw(ids_).view())},
                  {owner, content, std::string(SecretKey::draw(ids_).view())}});
}

Outcome House::submit(const CommunityId& where, Command command, Caller caller, std::vector<Vault::Put> secrets) {
    asked_.push_back({{.community = where,
                       .command = std::move(command),
                       .caller = std::move(caller),
                       .id = ids_.draw<CommandId>(),
                       .secrets = std::move(secrets)}});
    Outcome outcome = node_->writer().run(asked_.back().submission);
    if (const auto* accepted = std::get_if<Accepted>(&outcome)) asked_.back().answer = *accepted;
    return outcome;
}

Outcome House::reply() {
    return submit(community_,
                  forum::PublishPost{.thread = threads_[0], .post = ids_.draw<PostId>(), .body = "Le gauche."},
                  as(members_[0]));
}

Submission House::some_act() {
    const MemberId who = one_of(members_, chance_);
    Submission made{.community = community_, .command = {}, .caller = as(who), .id = ids_.draw<CommandId>()};
    const std::string body = std::string(chance_() % 400, 'x') + std::to_string(asked_.size());
    const std::uint64_t kind = chance_() % 10;
    if (kind == 0) {
        const forum::OpenThread open{.thread = ids_.draw<ThreadId>(),
                                     .post = ids_.draw<PostId>(),
                                     .spaces = {space_},
                                     .title = "Une question",
                                     .body = body};
        threads_.push_back(open.thread);
        posts_.emplace_back(open.post, who);
        made.command = open;
    } else if (kind < 6) {
        const forum::PublishPost post{.thread = one_of(threads_, chance_), .post = ids_.draw<PostId>(), .body = body};
        posts_.emplace_back(post.post, who);
        made.command = post;
    } else if (kind < 8) {
        const auto& [post, author] = one_of(posts_, chance_);
        made.command = forum::EditPost{.post = post, .body = body};
        made.caller = as(author);
    } else {
        made.command = forum::React{one_of(posts_, chance_).first, forum::ReactionKind::like};
    }
    return made;
}

void House::act_together(std::size_t count) {
    std::vector<std::future<Outcome>> outcomes;
    const std::size_t first = asked_.size();
    // The writer is held until all have asked: one group for the first, one for all others, each time the same.
    std::promise<void> gathered;
    const std::shared_future<void> all_asked = gathered.get_future().share();
    for (std::size_t i = 0; i < count; ++i) {
        asked_.push_back({some_act()});
        auto done = std::make_shared<std::promise<Outcome>>();
        outcomes.push_back(done->get_future());
        node_->writer().submit(asked_.back().submission, [done, all_asked](Outcome o) {
            all_asked.wait();
            done->set_value(std::move(o));
        });
    }
    gathered.set_value();
    for (std::size_t i = 0; i < count; ++i) {
        const Outcome outcome = outcomes[i].get();
        if (const auto* accepted = std::get_if<Accepted>(&outcome)) asked_[first + i].answer = *accepted;
    }
}

/// Brings the disk what nothing else brings it: keys are destroyed, all files written anew.
void House::erase_somebody() {
    const auto guest = ids_.draw<MemberId>();
    join(guest, "Dora");
    (void)submit(community_,
                 forum::PublishPost{.thread = threads_[0], .post = ids_.draw<PostId>(), .body = "Un texte de Dora."},
                 as(guest));
    (void)submit(community_, members::Erase{guest}, as(guest));
    catch_up();
}

void House::catch_up() {
    if (const auto done = node_->catch_up(); done.has_error()) {
        const std::lock_guard lock(ended_mutex_);
        if (why_.empty()) why_ = done.error().message;
    }
}

void House::live(int acts) {
    for (int i = 0; i < acts && !ended() && open(); ++i) {
        const std::uint64_t kind = chance_() % 100;
        if (kind < 70)
            act_together(1 + chance_() % 5);
        else if (kind < 90)
            catch_up();
        else if (kind < 95)
            erase_somebody();
        else
            close();
    }
}

// ---- What is there ----

void House::check_whole() {
    REQUIRE_MESSAGE(open(), why_);
    CHECK_MESSAGE(damage_.empty(), damage_); // what is lost with the power is no damage: nothing is built anew for it
    ask_again();
    check_log();
    const auto caught_up = node_->catch_up();
    REQUIRE_MESSAGE(caught_up.has_value(), (caught_up ? "" : caught_up.error().message));
    check_rebuild();
}

/// Each client that has no answer asks again with the same id, and so does each that has one: it must get it again.
void House::ask_again() {
    for (Asked& asked : asked_) {
        const Outcome outcome = node_->writer().run(asked.submission);
        const auto* accepted = std::get_if<Accepted>(&outcome);
        if (!asked.answer) {
            if (accepted != nullptr) asked.answer = *accepted;
            continue;
        }
        REQUIRE_MESSAGE(accepted != nullptr, "an acknowledged event is missing: " << asked.answer->community.text()
                                                                                  << "/"
                                                                                  << number(asked.answer->sequence));
        CHECK(accepted->replayed);
        CHECK(accepted->sequence == asked.answer->sequence);
        CHECK(accepted->position == asked.answer->position);
        CHECK(accepted->version == asked.answer->version);
    }
    REQUIRE_MESSAGE(!ended(), why_);
}

void House::check_log() const {
    std::set<std::string> ids;
    auto cursor = node_->log().cursor(Position{});
    for (;;) {
        auto event = cursor.next();
        REQUIRE(event.has_value());
        if (!*event) break;
        CHECK_MESSAGE(ids.insert((*event)->proposal.community.text() + (*event)->proposal.id.text()).second,
                      "stands twice in the log: " << (*event)->proposal.id.text());
    }
    for (const Asked& asked : asked_)
        if (asked.answer) CHECK(ids.contains(asked.submission.community.text() + asked.submission.id.text()));
    const auto chain = log::verify_chain(node_->log(), folder_ / "chain", {}, std::make_shared<FaultyDisk>());
    CHECK_MESSAGE(chain.has_value(), (chain ? "" : chain.error().message));
}

void House::check_rebuild() const {
    // Never synced, like everything on such a disk: the rebuild costs little.
    const auto disk = std::make_shared<FaultyDisk>();
    const TempFolder scratch;
    const auto model = Model::open(scratch / "model", node_->log(), {.environment = disk});
    REQUIRE(model.has_value());
    CHECK(node_->model().digest().value().text() == (*model)->digest().value().text());

    Store::Options how = projections::store_options();
    how.environment = disk;
    const auto views = Store::open(scratch / "views", how);
    REQUIRE(views.has_value());
    projections::Projector rebuilt(**views, node_->log(), node_->keys(), projections::registry(),
                                   {.events_per_batch = 1000, .threads = 1, .background = false});
    REQUIRE(rebuilt.open().has_value());
    REQUIRE(rebuilt.run().has_value());
    for (const auto& state : node_->projector().states()) CHECK_MESSAGE(!state.stopped, state.name);
    for (const auto& projection : projections::registry())
        CHECK_MESSAGE(node_->projector().digest(projection.name).value().text() ==
                          rebuilt.digest(projection.name).value().text(),
                      projection.name);
}

} // namespace palabre::test
