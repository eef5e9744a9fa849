// SPDX-License-Identifier: Apache-2.0
#include "tests/commands/random_command.hpp"

#include "core/text/references.hpp"

#include <rapidcheck.h>

namespace palabre::test {
namespace {

using namespace commands;

constexpr std::size_t member_count = 4, spaces_count = 3, thread_count = 4, post_count = 8, accounts_count = 3;

template <class T>
T pick(std::vector<T> from) {
    return from[random_below(from.size())];
}
bool seldom() {
    return random_below(8) == 0;
}
/// A word of a coded list of `count`.
template <class Code>
Code code(std::size_t count) {
    return static_cast<Code>(random_below(count));
}
template <class Make>
auto perhaps(Make make) {
    return random_below(2) == 0 ? std::nullopt : std::optional(make());
}

std::string words() {
    if (!seldom()) return pick<std::string>({"Un texte.", "é", "x"});
    return pick<std::string>({"", " ", "\xff", std::string("\0", 1), "\xed\xa0\x80", std::string(201, 'a'),
                              std::string(40'001, 'b'), "</script>", "\u202e\u2028"});
}
std::string slug() {
    return seldom() ? pick<std::string>({"", "-", "É", "a--b", "../x", std::string(61, 'a')})
                    : pick<std::string>({"un", "deux", "trois"});
}
std::optional<std::string> coded() {
    return perhaps([] { return pick<std::string>({"infirmier", "liberal", "44", "", "no such code", "\xff"}); });
}
std::vector<SpaceId> some_spaces() {
    std::vector<SpaceId> all;
    for (std::size_t n = random_below(seldom() ? 8 : 3); n-- > 0;) all.push_back(some_id<SpaceId>(spaces_count + 1));
    return all;
}
std::vector<std::string> some_tags() {
    std::vector<std::string> all;
    for (std::size_t n = random_below(seldom() ? 13 : 2); n-- > 0;) all.push_back(words());
    return all;
}
std::optional<Version> some_version() {
    return seldom() ? std::optional(Version{{7}}) : std::nullopt;
}
MemberId member() {
    return some_id<MemberId>(member_count + 1);
}
ThreadId thread() {
    return some_id<ThreadId>(thread_count);
}
PostId post() {
    return some_id<PostId>(post_count);
}
RecordId record() {
    return RecordId{{static_cast<unsigned char>(random_below(5))}};
}
/// Mostly one of the three targets, at times two or none.
template <class Kind>
Command following() {
    const auto which = random_below(seldom() ? 6 : 3);
    Kind c;
    if (which == 0 || which == 3) c.thread = thread();
    if (which == 1 || which >= 3) c.space = some_id<SpaceId>(spaces_count + 1);
    if (which == 2 || which == 4) c.person = member();
    if (which == 5) return Kind{};
    return c;
}
/// Words that may refer to somebody and something, and at times to far too much.
std::string referring_words() {
    std::string made = words();
    for (std::size_t n = random_below(seldom() ? 40 : 3); n-- > 0;) made += text::reference(member());
    for (std::size_t n = random_below(seldom() ? 40 : 3); n-- > 0;) made += text::reference(text::Quote{post()});
    return made;
}

Command of_accounts() {
    const auto account = some_id<AccountId>(accounts_count);
    const NameHash address{{static_cast<unsigned char>(random_below(3))}};
    const TextVersion version{{static_cast<unsigned char>(random_below(2))}};
    switch (random_below(14)) {
    case 5:
        return accounts::ConfirmAddress{.account = account, .email_hash = address};
    case 6:
        return accounts::AskForLink{.account = account, .purpose = code<accounts::LinkPurpose>(2)};
    case 7:
        return accounts::AskAddressChange{.account = account, .email_hash = address, .email = words()};
    case 8:
        return accounts::ChangeAddress{.account = account,
                                       .former = NameHash{{static_cast<unsigned char>(random_below(3))}},
                                       .email_hash = address,
                                       .email = words()};
    case 9:
        return accounts::EndSessions{.account = account};
    case 10:
        return accounts::AcceptTerms{.account = account, .terms = version};
    case 11:
        return accounts::EditLegalPage{.page = code<events::accounts::LegalPage>(5),
                                       .language = code<accounts::Language>(2),
                                       .version = version,
                                       .text = words(),
                                       .starter = {}};
    case 12:
        if (seldom()) return accounts::EndSession{.account = account, .session = SessionId{{static_cast<unsigned char>(random_below(3))}}};
        if (seldom()) return accounts::ExpireApplication{.account = account};
        if (!seldom()) return accounts::EndSessions{.account = account};
        return accounts::EraseAccount{.account = account};
    case 0:
        return accounts::RegisterAccount{.account = account,
                                         .email_hash = address,
                                         .key = record(),
                                         .credential = perhaps(record),
                                         .name = words(),
                                         .email = pick<std::string>({"a@b.c", "", "\xff"}),
                                         .confirmed = random_below(2) == 0,
                                         .terms = perhaps([&] { return version; })};
    case 1:
        return accounts::ChangeCredential{.account = account, .credential = record()};
    case 2:
        return accounts::GivePlatformRole{.account = account};
    case 3:
        return accounts::TakePlatformRole{.account = account};
    case 4:
        return accounts::RegisterCommunity{.community = CommunityId::from_number(random_below(3) + 1), .slug = slug()};
    default:
        return accounts::RecordPersonalDataRead{.types = some_tags()};
    }
}

Command of_members() {
    switch (random_below(9)) {
    case 7:
        return commands::members::OfferClaim{.member = member(), .email = words()};
    case 8:
        return commands::members::Claim{.member = member(), .account = some_id<AccountId>(accounts_count)};
    case 0:
        return commands::members::Join{.member = member(),
                                       .account = perhaps([] { return some_id<AccountId>(accounts_count); }),
                                       .identity_key = record(),
                                       .content_key = record(),
                                       .adherent = perhaps([] { return seldom(); }),
                                       .name = words()};
    case 1:
        return commands::members::EditProfile{.member = member(),
                                              .trade = coded(),
                                              .specialty = coded(),
                                              .status = coded(),
                                              .departement = coded(),
                                              .name = words(),
                                              .bio = perhaps(words),
                                              .expected = some_version()};
    case 2:
        return commands::members::DeclareAdherent{.member = member(), .adherent = seldom()};
    case 3:
        return commands::members::GiveRole{.member = member(), .role = code<commands::members::Role>(2)};
    case 4:
        return commands::members::TakeRole{.member = member(), .role = code<commands::members::Role>(2)};
    case 5:
        return commands::members::Leave{.member = member()};
    default:
        return commands::members::Erase{.member = member()};
    }
}

Command of_spaces() {
    if (seldom())
        return commands::spaces::FoundCommunity{
            .slug = slug(), .name = words(), .promise = perhaps(words), .dislikes = true};
    if (seldom()) return commands::spaces::RaiseLevel{.level = static_cast<std::uint32_t>(random_below(3))};
    if (seldom()) return commands::spaces::StyleCommunity{.accent = perhaps([] { return std::string("#8a1c7c"); }),
                                                .logo = perhaps([] { return some_id<FileId>(post_count); })};
    return commands::spaces::CreateSpace{.space = some_id<SpaceId>(spaces_count),
                                         .slug = slug(),
                                         .name = words(),
                                         .description = perhaps(words),
                                         .kind = code<commands::spaces::SpaceKind>(5),
                                         .visibility = code<commands::spaces::Visibility>(5),
                                         .join_rule = code<commands::spaces::JoinRule>(4),
                                         .trade = coded()};
}

Command of_moderation() {
    switch (random_below(5)) {
    case 0:
        return forum::AcceptAnswer{.thread = thread(), .post = post()};
    case 1:
        return forum::WithdrawAnswer{.thread = thread()};
    case 2:
        return forum::PinThread{.thread = thread(), .pinned = seldom()};
    case 3:
        return forum::LockThread{.thread = thread(), .locked = !seldom()};
    default:
        return forum::MoveThread{.thread = thread(), .spaces = some_spaces()};
    }
}

Command of_files() {
    if (seldom()) return forum::DescribeFile{.file = some_id<FileId>(post_count), .alternative = perhaps(words)};
    const bool document = seldom();
    const auto side = [&] { return document ? std::nullopt : std::optional<std::uint32_t>(random_below(3) + 1); };
    return forum::UploadFile{.file = some_id<FileId>(post_count),
                             .format = document ? events::forum::FileFormat::pdf : events::forum::FileFormat::webp,
                             .bytes = random_below(3),
                             .width = side(),
                             .height = side(),
                             .blobs = document ? std::vector{BlobId{{1}}} : std::vector{BlobId{{1}}, {{2}}, {{3}}},
                             .name = perhaps(words),
                             .alternative = perhaps(words)};
}

Command of_forum() {
    switch (random_below(13)) {
    case 0:
        return forum::OpenThread{.thread = thread(),
                                 .post = post(),
                                 .kind = code<forum::ThreadKind>(4),
                                 .spaces = some_spaces(),
                                 .tags = some_tags(),
                                 .title = words(),
                                 .body = referring_words()};
    case 1:
        return forum::PublishPost{
            .thread = thread(), .post = post(), .parent = perhaps(post), .body = referring_words()};
    case 2:
        return forum::EditPost{
            .post = post(), .title = perhaps(words), .body = referring_words(), .expected = some_version()};
    case 3:
        return forum::RemovePost{.post = post(), .expected = some_version()};
    case 4:
        return forum::React{.post = post(), .kind = code<forum::ReactionKind>(2)};
    case 5:
        return forum::Unreact{.post = post(), .kind = code<forum::ReactionKind>(2)};
    case 6:
        return following<forum::Follow>();
    case 7:
        return of_files();
    case 11:
        return forum::ReadThread{thread(), static_cast<std::uint32_t>(random_below(4) + 1)};
    case 9:
        return invitations::MakeLink{some_id<InvitationId>(3), perhaps(thread)};
    case 10:
        return invitations::Accept{some_id<InvitationId>(4)};
    case 8:
        return forum::ReadAll{perhaps([] { return some_id<SpaceId>(spaces_count + 1); })};
    default:
        return following<forum::Unfollow>();
    }
}

Command of_notices() {
    const auto account = some_id<AccountId>(accounts_count);
    const auto mail = [] { return code<commands::notices::Mail>(4); };
    switch (random_below(4)) {
    case 0:
        return commands::notices::MarkRead{.up_to = random_below(5)};
    case 1:
        return commands::notices::ReportBounce{
            .account = account, .email_hash = NameHash{{static_cast<unsigned char>(random_below(3))}}, .code = 550};
    case 2:
        return commands::notices::RestoreAddress{.account = account};
    default:
        return commands::notices::ChooseSettings{
            .reply = {!seldom(), mail()}, .mention = {}, .accepted = {}, .thread = {seldom(), mail()}};
    }
}

} // namespace

std::size_t random_below(std::size_t end) {
    return *rc::gen::inRange<std::size_t>(0, end);
}

std::vector<std::pair<Caller, Command>> opening_acts() {
    std::vector<std::pair<Caller, Command>> acts;
    const auto act = [&](MemberId who, Command command) {
        acts.emplace_back(Caller{.actor = who.text(), .administrator = true}, std::move(command));
    };
    act(MemberId(1), commands::spaces::FoundCommunity{.slug = "un", .name = "Un", .dislikes = true});
    for (std::uint64_t n = 1; n <= 2; ++n) {
        const std::string name = n == 1 ? "un" : "deux";
        act(MemberId(1), commands::spaces::CreateSpace{.space = SpaceId(n), .slug = name, .name = name});
    }
    for (std::uint64_t n = 1; n <= 3; ++n)
        act(MemberId(n),
            commands::members::Join{.member = MemberId(n), .identity_key = {}, .content_key = {}, .name = "Ada"});
    act(MemberId(1), commands::members::GiveRole{.member = MemberId(1), .role = commands::members::Role::moderator});
    act(MemberId(2), forum::OpenThread{.thread = ThreadId(1),
                                       .post = PostId(1),
                                       .kind = forum::ThreadKind::question,
                                       .spaces = {SpaceId(1)},
                                       .title = "Un titre",
                                       .body = "Un texte."});
    act(MemberId(3), forum::PublishPost{.thread = ThreadId(1), .post = PostId(2), .body = "Une réponse."});
    return acts;
}

Command random_command() {
    switch (random_below(8)) {
    case 0:
        return random_below(2) == 0 ? of_accounts() : of_notices();
    case 1:
        return of_spaces();
    case 2:
    case 3:
        return of_members();
    case 4:
    case 5:
        return of_moderation();
    default:
        return of_forum();
    }
}

Caller random_caller() {
    const auto nobody = seldom() ? pick<std::string>({"", "x", "\xff"}) : member().text();
    return {.actor = nobody,
            .origin = pick<log::Origin>({log::Origin::live, log::Origin::live, log::Origin::live, log::Origin::process,
                                         log::Origin::import, log::Origin::demo}),
            .administrator = random_below(3) == 0};
}

} // namespace palabre::test
