// SPDX-License-Identifier: Apache-2.0
#include "tests/commands/random_command.hpp"

#include "core/limits.hpp"
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
    const auto hash = [] { return NameHash{{static_cast<unsigned char>(random_below(3))}}; };
    const NameHash address = hash();
    const TextVersion version{{static_cast<unsigned char>(random_below(2))}};
    switch (random_below(14)) {
    case 5:
        return accounts::ConfirmAddress{.account = account, .email_hash = address};
    case 6:
        return accounts::AskForLink{.account = account, .purpose = code<accounts::LinkPurpose>(2)};
    case 7:
        return accounts::AskAddressChange{.account = account, .email_hash = address, .email = words()};
    case 8:
        return accounts::ChangeAddress{.account = account, .former = hash(), .email_hash = address, .email = words()};
    case 9:
        return accounts::ChooseLanguage{.account = account, .language = code<accounts::Language>(2)};
    case 10:
        return accounts::AcceptTerms{.account = account, .terms = version};
    case 11:
        return accounts::EditLegalPage{.page = code<events::accounts::LegalPage>(5),
                                       .language = code<accounts::Language>(2),
                                       .version = version,
                                       .text = words(),
                                       .starter = {}};
    case 12:
        switch (random_below(5)) {
        case 0:
            return accounts::EraseAccount{.account = account};
        case 1:
            return accounts::ExpireApplication{.account = account};
        case 2:
            return accounts::EndSession{.account = account,
                                        .session = SessionId{{static_cast<unsigned char>(random_below(3))}}};
        default:
            return accounts::EndSessions{.account = account};
        }
    case 0:
        return accounts::RegisterAccount{.account = account,
                                         .email_hash = address,
                                         .key = record(),
                                         .credential = perhaps(record),
                                         .language = code<accounts::Language>(2),
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
    // Few go for good: where everybody is gone, nothing happens any more.
    if (seldom()) return commands::members::Leave{.member = member()};
    if (seldom()) return commands::members::Erase{.member = member()};
    switch (random_below(7)) {
    case 5:
        return commands::members::OfferClaim{.member = member(), .email = words()};
    case 6:
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
    default:
        return commands::members::TakeRole{.member = member(), .role = code<commands::members::Role>(2)};
    }
}

Command of_spaces() {
    if (seldom())
        return commands::spaces::FoundCommunity{
            .slug = slug(), .name = words(), .promise = perhaps(words), .dislikes = true};
    if (seldom()) return commands::spaces::RaiseLevel{.level = static_cast<std::uint32_t>(random_below(3))};
    if (seldom())
        return commands::spaces::StyleCommunity{.accent = perhaps([] { return std::string("#8a1c7c"); }),
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

Command of_messages() {
    namespace messages = commands::messages;
    const auto conversation = some_id<ConversationId>(3);
    const auto message = some_id<MessageId>(6);
    switch (random_below(7)) {
    case 0:
        return messages::Contact{
            .conversation = conversation, .message = message, .ad = some_id<AdId>(3), .body = words()};
    case 1:
        return messages::MarkRead{conversation, static_cast<std::uint32_t>(random_below(3) + 1)};
    case 2:
        return messages::Block{conversation, random_below(2) == 0};
    case 3:
        return messages::Report{conversation, message, code<messages::MessageReport>(5), perhaps(words)};
    case 4:
        return commands::alerts::SaveSearch{.search = some_id<SavedSearchId>(3),
                                            .trade = coded(),
                                            .departement = coded(),
                                            .latitude = perhaps([] { return 4'700; }),
                                            .longitude = perhaps([] { return seldom() ? 18'001 : -155; }),
                                            .radius =
                                                perhaps([] { return static_cast<std::uint32_t>(seldom() ? 0 : 30); }),
                                            .price_least = perhaps([] { return std::uint64_t{2}; }),
                                            .price_most = perhaps([] { return std::uint64_t{1}; }),
                                            .words = perhaps(words)};
    case 5:
        return commands::alerts::DropSearch{some_id<SavedSearchId>(4)};
    default:
        return messages::Send{.conversation = conversation, .message = message, .body = words()};
    }
}
OrganisationId organisation() {
    return some_id<OrganisationId>(3);
}
std::optional<OrganisationId> in_whose_name() {
    return seldom() ? std::optional(organisation()) : std::nullopt;
}
Command of_organisations() {
    namespace organisations = commands::organisations;
    switch (random_below(6)) {
    case 0:
        return organisations::Create{.organisation = organisation(),
                                     .kind = code<organisations::OrganisationKind>(6),
                                     .name = words(),
                                     .departement = coded()};
    case 1:
        return organisations::Edit{.organisation = organisation(),
                                   .kind = code<organisations::OrganisationKind>(6),
                                   .name = words(),
                                   .departement = coded(),
                                   .expected = some_version()};
    case 2:
        return organisations::Verify{.organisation = organisation(), .verified = !seldom()};
    case 3:
        return organisations::InviteDelegate{.organisation = organisation(), .member = member()};
    case 4:
        return organisations::JoinAsDelegate{.organisation = organisation()};
    default:
        return organisations::RemoveDelegate{.organisation = organisation(), .member = member()};
    }
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
                                 .body = referring_words(),
                                 .organisation = in_whose_name()};
    case 1:
        return forum::PublishPost{.thread = thread(),
                                  .post = post(),
                                  .parent = perhaps(post),
                                  .body = referring_words(),
                                  .organisation = in_whose_name()};
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
        return invitations::MakeLink{some_id<InvitationId>(3), perhaps(thread),
                                     perhaps([] { return some_id<AdId>(3); })};
    case 10:
        return invitations::Accept{some_id<InvitationId>(4)};
    case 8:
        return forum::ReadAll{perhaps([] { return some_id<SpaceId>(spaces_count + 1); })};
    default:
        return following<forum::Unfollow>();
    }
}

std::string day() {
    return seldom() ? pick<std::string>({"", "2026-02-30", "2026-1-01", "x"})
                    : pick<std::string>({"2026-11-26", "2026-11-27"});
}
std::vector<FileId> some_files() {
    std::vector<FileId> all;
    for (std::size_t n = random_below(seldom() ? 12 : 2); n-- > 0;) all.push_back(some_id<FileId>(post_count));
    return all;
}
/// What an ad says, mostly of what its kind takes.
ads::Details details() {
    ads::Details d{.kind = code<ads::AdKind>(4), .party = code<ads::AdParty>(2), .hides_name = seldom()};
    const bool job = d.kind == ads::AdKind::job_offered || d.kind == ads::AdKind::job_wanted;
    if (seldom()) d.trade = coded();
    d.departement = seldom() ? coded() : std::optional<std::string>("44");
    if (seldom()) d.commune = pick<std::string>({"44109", "44", "07019", "\xff"});
    if (seldom()) d.latitude = static_cast<std::int32_t>(random_below(20'000)) - 10'000;
    if (d.latitude && !seldom()) d.longitude = static_cast<std::int32_t>(random_below(40'000)) - 20'000;
    if (!job || seldom()) d.surface = static_cast<std::uint32_t>(random_below(100'002));
    if (!job && seldom()) d.rent = 10'000'000'000 + random_below(2);
    if (job || seldom()) d.contract = seldom() ? coded() : std::optional<std::string>("cdi");
    if (job && seldom()) d.salary_least = random_below(3);
    if (job && seldom()) d.salary_most = random_below(3);
    if (d.salary_least || d.salary_most) d.salary_period = perhaps([] { return code<ads::SalaryPeriod>(3); });
    if (job && seldom()) d.rome = pick<std::string>({"J1506", "J15", "j1506", ""});
    if (seldom()) d.starts_on = day();
    if (seldom()) d.attachments = some_files();
    d.title = words();
    d.body = words();
    if (seldom()) d.place = words();
    if (d.party == ads::AdParty::structure) d.structure = words();
    return d;
}

Command of_ads() {
    const auto ad = some_id<AdId>(3);
    const auto end = [] { return Instant{} + limits::ad_stands; };
    const bool first = random_below(2) == 0;
    switch (random_below(14)) {
    case 0:
        if (first) return ads::ApproveAd{ad};
        return ads::RefuseAd{ad, code<ads::RefusalReason>(5), perhaps(words)};
    case 2:
        return ads::RenewAd{ad};
    case 3:
        return ads::CloseAd{ad, code<ads::AdOutcome>(3)};
    case 4:
        if (first) return ads::WarnOfEnd{ad, end()};
        return ads::EndAd{ad, end()};
    case 1:
        if (first) return ads::RemoveComment{ad, some_id<PostId>(3)};
        return ads::CommentAd{ad, some_id<PostId>(3), words()};
    case 6:
        if (first) return ads::LikeAd{ad, !seldom()};
        return ads::MarkFavourite{ad, !seldom()};
    case 7:
        if (first) return ads::AnswerReports{ad};
        return ads::ReportAd{ad, code<ads::ReportReason>(5), perhaps(words)};
    case 9:
        if (first) return ads::VisitAds{day()};
        return ads::SetRules{.moderated = random_below(2) == 0, .open = seldom()};
    case 11:
        return ads::EditAd{ad, details(), seldom(), some_version()};
    default:
        return ads::WriteAd{ad, details(), seldom(), perhaps(words), perhaps(end)};
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
        return commands::notices::ChooseSettings{.reply = {!seldom(), mail()},
                                                 .mention = {},
                                                 .accepted = {},
                                                 .thread = {seldom(), mail()},
                                                 .ad = {},
                                                 .message = {},
                                                 .alert = {}};
    }
}

} // namespace

std::size_t random_below(std::size_t end) {
    // Of its own accord the generator takes early cases from the beginning of a range alone.
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, end));
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
    const ads::Details wanted{
        .kind = ads::AdKind::premises_wanted, .departement = "44", .title = "Un local", .body = "Au calme."};
    act(MemberId(2), ads::WriteAd{.ad = AdId(1), .details = wanted});
    act(MemberId(1), ads::SetRules{.moderated = true});
    act(MemberId(3), ads::WriteAd{.ad = AdId(2), .details = wanted});
    act(MemberId(3),
        commands::messages::Contact{
            .conversation = ConversationId(1), .message = MessageId(1), .ad = AdId(1), .body = "Encore libre ?"});
    act(MemberId(2), commands::alerts::SaveSearch{.search = SavedSearchId(1)});
    act(MemberId(3), commands::organisations::Create{.organisation = OrganisationId(1), .name = "Clinique"});
    act(MemberId(3), commands::organisations::InviteDelegate{OrganisationId(1), MemberId(2)});
    return acts;
}

Command random_command() {
    switch (random_below(12)) {
    case 8:
    case 10:
        return of_ads();
    case 11:
        return of_notices();
    case 9:
        return random_below(2) == 0 ? of_organisations() : of_messages();
    case 0:
        return of_accounts();
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
