// SPDX-License-Identifier: Apache-2.0
#include "tools/demo/generator.hpp"

#include "tools/demo/composer.hpp"
#include "tools/demo/spaces.hpp"

#include <stdexcept>

namespace palabre::tools::demo {

using commands::Submission;

namespace {

class Writer {
public:
    Writer(const Library& library, Instant start, Chance& chance)
        : library_(library), calendar_(start), chance_(chance),
          community_(CommunityId::from_number(chance.random().number())) {}

    Demo run(const Size& size) {
        Demo demo{founding(), {}};
        make_spaces();
        const Plan plan = make_plan(library_, calendar_, size.members, size.contributions, chance_);
        Composer composer(library_, chance_);
        for (const Person& person : plan.people) join(person, composer);
        for (const std::size_t moderator : plan.moderators) appoint(plan.people[moderator]);
        for (const Discussion& discussion : plan.discussions) tell(discussion, plan);
        // What was made first stays first at equal times.
        std::stable_sort(made_.begin(), made_.end(),
                         [](const Submission& a, const Submission& b) { return *a.at < *b.at; });
        demo.submissions = std::move(made_);
        return demo;
    }

private:
    commands::Founding founding();
    void make_spaces();
    void join(const Person& person, Composer& composer);
    void appoint(const Person& person);
    void tell(const Discussion& discussion, const Plan& plan);
    void tell(const Discussion& discussion, const Message& message, const Plan& plan);
    void submit(Instant at, std::string actor, commands::Command command, std::vector<Vault::Put> secrets = {});
    [[nodiscard]] SpaceId space(std::string_view slug) const;

    const Library& library_;
    Calendar calendar_;
    Chance& chance_;
    CommunityId community_;
    std::vector<SpaceId> spaces_; ///< as spaces() tells them
    std::vector<Submission> made_;
};

commands::Founding Writer::founding() {
    return {.community = community_,
            .founded = {.slug = std::string(slug),
                        .name = std::string(name),
                        .promise = std::string(promise),
                        .language = events::Language::fr,
                        .demo = true},
            .caller = {.origin = log::Origin::demo},
            .id = chance_.random().draw<CommandId>(),
            .at = calendar_.start()};
}

void Writer::submit(Instant at, std::string actor, commands::Command command, std::vector<Vault::Put> secrets) {
    made_.push_back({.community = community_,
                     .command = std::move(command),
                     .caller = {.actor = std::move(actor), .origin = log::Origin::demo},
                     .id = chance_.random().draw<CommandId>(),
                     .at = at,
                     .secrets = std::move(secrets)});
}

SpaceId Writer::space(std::string_view wanted) const {
    for (std::size_t i = 0; i < spaces_.size(); ++i)
        if (spaces()[i].slug == wanted) return spaces_[i];
    throw std::logic_error("a subject of the demo names a space that is not there: " + std::string(wanted));
}

void Writer::make_spaces() {
    using namespace events::spaces;
    for (const SpaceOf& each : spaces()) {
        spaces_.push_back(chance_.random().draw<SpaceId>());
        submit(calendar_.start() + std::chrono::minutes(1), {},
               commands::spaces::CreateSpace{.space = spaces_.back(),
                                             .slug = std::string(each.slug),
                                             .name = std::string(each.name),
                                             .description = std::string(each.description),
                                             .kind = each.trade.empty() ? SpaceKind::theme : SpaceKind::trade,
                                             .visibility = each.open ? Visibility::public_ : Visibility::members,
                                             .join_rule = JoinRule::open,
                                             .trade = each.trade.empty() ? std::nullopt
                                                                         : std::optional(std::string(each.trade))});
    }
}

void Writer::join(const Person& person, Composer& composer) {
    const auto actor = person.id.text();
    const auto identity = chance_.random().draw<RecordId>(), content = chance_.random().draw<RecordId>();
    const Owner owner{community_, actor};
    submit(person.joined, actor,
           commands::members::Join{.member = person.id,
                                   .identity_key = identity,
                                   .content_key = content,
                                   .adherent = person.adherent,
                                   .language = events::Language::fr,
                                   .show_name = person.show_name,
                                   .name = person.name},
           {{owner, identity, std::string(SecretKey::draw(chance_.random()).view())},
            {owner, content, std::string(SecretKey::draw(chance_.random()).view())}});
    const bool tells = person.voice > 0 ? chance_.percent(60) : chance_.percent(8);
    const auto soon = person.joined + std::chrono::seconds(chance_.between(60, 1'500));
    submit(soon, actor,
           commands::members::EditProfile{.member = person.id,
                                          .trade = person.trade,
                                          .specialty = person.specialty,
                                          .status = person.status,
                                          .departement = person.departement,
                                          .show_name = person.show_name,
                                          .name = person.name,
                                          .bio = tells ? std::optional(composer.common('B', person)) : std::nullopt});
    // Half of them follow the space of their trade, some a theme.
    for (std::size_t i = 0; i < spaces_.size(); ++i) {
        const bool own = spaces()[i].trade == person.trade;
        if (chance_.percent(own ? 50 : spaces()[i].trade.empty() ? 5 : 0))
            submit(soon + std::chrono::seconds(chance_.between(20, 300)), actor,
                   commands::forum::Follow{.space = spaces_[i]});
    }
}

void Writer::appoint(const Person& person) {
    submit(calendar_.start() + std::chrono::hours(2), {},
           commands::members::GiveRole{.member = person.id, .role = events::members::Role::moderator});
}

void Writer::tell(const Discussion& discussion, const Plan& plan) {
    const Message& opening = discussion.messages.front();
    std::vector<SpaceId> where;
    for (const auto& each : discussion.subject->spaces) where.push_back(space(each));
    const auto asker = plan.people[opening.author].id.text();
    submit(opening.at, asker,
           commands::forum::OpenThread{.thread = discussion.id,
                                       .post = opening.id,
                                       .kind = discussion.subject->kind,
                                       .spaces = std::move(where),
                                       .tags = discussion.subject->tags,
                                       .language = events::Language::fr,
                                       .title = discussion.title,
                                       .body = opening.body});
    for (const Message& message : discussion.messages) tell(discussion, message, plan);
    const auto moderator = [&] { return plan.people[chance_.pick(plan.moderators)].id.text(); };
    if (discussion.accepted)
        submit(discussion.accepted->first, asker,
               commands::forum::AcceptAnswer{.thread = discussion.id,
                                             .post = discussion.messages[discussion.accepted->second].id});
    if (discussion.locked)
        submit(*discussion.locked, moderator(), commands::forum::LockThread{.thread = discussion.id});
    if (discussion.pinned) submit(*discussion.pinned, moderator(), commands::forum::PinThread{.thread = discussion.id});
}

void Writer::tell(const Discussion& discussion, const Message& message, const Plan& plan) {
    const auto author = plan.people[message.author].id.text();
    if (&message != &discussion.messages.front()) {
        commands::forum::PublishPost post{
            .thread = discussion.id, .post = message.id, .language = events::Language::fr, .body = message.body};
        if (message.parent) post.parent = discussion.messages[*message.parent].id;
        submit(message.at, author, std::move(post));
    }
    using commands::forum::ReactionKind;
    for (const Thanks& thanks : message.thanks)
        submit(thanks.at, plan.people[thanks.by].id.text(),
               commands::forum::React{.post = message.id, .kind = ReactionKind::like});
    if (message.edit)
        submit(message.edit->first, author,
               commands::forum::EditPost{.post = message.id, .body = message.edit->second});
    if (message.removal)
        submit(message.removal->first, plan.people[message.removal->second].id.text(),
               commands::forum::RemovePost{.post = message.id});
}

} // namespace

Demo generate(std::uint64_t seed, Instant start, const Size& size) {
    const auto library = parse_library(built_in_texts());
    if (library.has_error()) throw std::logic_error(library.error().message); // a test reads them all
    Chance chance(seed);
    return Writer(*library, start, chance).run(size);
}

} // namespace palabre::tools::demo
