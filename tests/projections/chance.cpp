// SPDX-License-Identifier: Apache-2.0
#include "tests/projections/chance.hpp"

#include "core/limits.hpp"
#include "core/text/references.hpp"

#include <algorithm>
#include <rapidcheck.h>

namespace palabre::projections::test {

namespace {

namespace ads = events::ads;
namespace forum = events::forum;
namespace members = events::members;

/// Evenly, whatever the size that rapidcheck has reached.
int below(int bound) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, bound));
}
bool rarely() {
    return below(12) == 0;
}
template <class T>
const T& pick(const std::vector<T>& from) {
    return from.at(static_cast<std::size_t>(below(static_cast<int>(from.size()))));
}

struct KnownPost {
    ThreadId thread;
    PostId post;
    MemberId author;
    bool opening;
};

class Chance {
public:
    std::vector<events::Event> run(std::size_t length) {
        create_space("public", events::spaces::Visibility::public_);
        create_space("members", events::spaces::Visibility::members);
        create_space("secret", events::spaces::Visibility::secret);
        join();
        open();
        while (happened_.size() < length) step();
        return std::move(happened_);
    }

private:
    void step() {
        switch (below(28)) {
        case 23:
        case 24:
            return write_ad();
        case 25:
        case 26:
            return act_on_ad();
        case 0:
            return join();
        case 1:
            return edit_profile();
        case 2:
            return add(members::AdherentDeclared{.member = member(), .adherent = below(2) == 0});
        case 3:
        case 4:
            return open();
        case 5:
        case 6:
        case 7:
        case 8:
            return publish();
        case 9:
            return edit();
        case 10:
        case 11:
            return remove();
        case 12:
        case 13:
        case 14:
            return react();
        case 15:
            return accept();
        case 16:
            return keep_house();
        case 17:
            return add(forum::ThreadMoved{.thread = thread(), .spaces = some_spaces(), .by = member()});
        case 18:
            if (below(6) == 0)
                return add(events::spaces::CommunityStyled{.accent = "#8a1c7c",
                                                           .logo = below(2) == 0 ? std::optional(alias<FileId>("logo"))
                                                                                 : std::nullopt,
                                                           .by = member()});
            if (below(3) == 0) return organise();
            if (below(2) == 0) return below(2) == 0 ? talk() : search();
            return below(3) == 0 ? choose_notices() : follow();
        case 19:
        case 20:
            return upload();
        case 21:
            return describe();
        case 22:
            return read();
        default:
            if (below(3) == 0) return add(members::Erased{.member = member()});
            if (below(2) == 0) return add(members::Left{.member = member()});
        }
    }

    void organise() {
        namespace organisations = events::organisations;
        const auto clinic = alias<OrganisationId>("clinic");
        switch (below(4)) {
        case 0:
            return add(organisations::Created{.organisation = clinic, .by = member(), .name = "Clinic"});
        case 1:
            return add(organisations::Verified{.organisation = clinic, .verified = below(2) == 0});
        case 2:
            return add(organisations::DelegateInvited{.organisation = clinic, .member = member()});
        default:
            return add(organisations::DelegateJoined{.organisation = clinic, .member = member()});
        }
    }
    void talk() {
        namespace messages = events::messages;
        const auto conversation = alias<ConversationId>(below(2) == 0 ? "c1" : "c2");
        const auto message = alias<MessageId>("x" + std::to_string(happened_.size()));
        switch (below(5)) {
        case 0:
            return add(messages::ConversationOpened{.conversation = conversation,
                                                    .message = message,
                                                    .ad = alias<AdId>("ad"),
                                                    .advertiser = member(),
                                                    .correspondent = member(),
                                                    .body = "Words"});
        case 1:
            return add(messages::ConversationRead{.conversation = conversation, .member = member(), .ordinal = 1});
        case 2:
            return add(messages::Blocked{.conversation = conversation, .member = member(), .person = member()});
        case 3:
            return add(messages::MessageReported{.conversation = conversation, .message = message, .by = member()});
        default: {
            messages::MessageSent e;
            e.conversation = conversation;
            e.message = message;
            e.author = member();
            e.recipient = member();
            e.body = "Words " + mark(e.author);
            return add(e);
        }
        }
    }
    void search() {
        namespace ads = events::ads;
        const auto saved = alias<SavedSearchId>("s" + std::to_string(below(4)));
        switch (below(3)) {
        case 0:
            return add(events::alerts::SearchDropped{.search = saved, .member = member()});
        case 1: {
            events::alerts::SearchSaved e;
            e.search = alias<SavedSearchId>("s" + std::to_string(happened_.size()));
            e.member = member();
            if (below(2) == 0) e.words = below(2) == 0 ? "title" : mark(e.member);
            e.length = e.words ? 1 : 0;
            if (below(2) == 0) e.departement = "44";
            return add(e);
        }
        default: {
            ads::AdWritten e;
            e.ad = alias<AdId>("d" + std::to_string(happened_.size()));
            e.author = e.editor = member();
            e.standing = below(3) == 0 ? ads::AdStanding::awaiting : ads::AdStanding::published;
            if (below(2) == 0) e.departement = "44";
            e.title = "Title " + mark(e.author);
            e.body = "Words " + mark(e.author);
            return add(e);
        }
        }
    }
    std::optional<OrganisationId> in_whose_name() {
        return below(4) == 0 ? std::optional(alias<OrganisationId>("clinic")) : std::nullopt;
    }
    void choose_notices() {
        if (below(2) == 0) return add(events::notices::Read{.member = member(), .up_to = happened_.size() + 1});
        add(events::notices::SettingsChosen{.member = member(),
                                            .reply_shown = below(2) == 0,
                                            .thread_shown = below(2) == 0,
                                            .thread_mail = events::notices::NoticeMail::weekly});
    }

    void add(events::Event event) { happened_.push_back(std::move(event)); }
    void create_space(const char* name, events::spaces::Visibility visibility) {
        add(events::spaces::SpaceCreated{
            .space = alias<SpaceId>(name), .slug = name, .name = name, .visibility = visibility});
    }
    void join() {
        const MemberId fresh = alias<MemberId>("m" + std::to_string(members_.size()));
        members_.push_back(fresh);
        members::Joined e;
        e.member = fresh;
        if (below(2) == 0) e.account = alias<AccountId>("a" + std::to_string(members_.size()));
        if (below(3) != 0) e.adherent = below(2) == 0;
        e.name = mark(fresh);
        add(e);
    }
    void edit_profile() {
        const MemberId of = member();
        members::ProfileEdited e;
        e.member = of;
        if (below(2) == 0) e.trade = below(2) == 0 ? "infirmier" : "medecin";
        if (below(2) == 0) e.bio = "Bio " + mark(of);
        e.show_name = below(2) == 0;
        e.name = mark(of);
        add(e);
    }
    void open() {
        const std::string number = std::to_string(threads_.size());
        forum::ThreadOpened e;
        e.thread = alias<ThreadId>("t" + number);
        e.post = alias<PostId>("o" + number);
        e.author = member();
        e.organisation = in_whose_name();
        e.kind = below(3) == 0 ? forum::ThreadKind::news : forum::ThreadKind::question;
        e.spaces = some_spaces();
        e.title = "Title " + mark(e.author);
        e.body = "Opening *words* " + mark(e.author);
        e.tags = {"tag", "tag of " + mark(e.author)};
        threads_.push_back(e.thread);
        e.attachments = some_files(e.author);
        posts_.push_back({e.thread, e.post, e.author, true});
        add(e);
    }
    void upload() {
        forum::FileUploaded e;
        e.file = alias<FileId>("f" + std::to_string(files_.size()));
        e.author = pick(members_);
        e.name = "name " + mark(e.author);
        e.alternative = "alternative " + mark(e.author);
        e.format = below(2) == 0 ? forum::FileFormat::pdf : forum::FileFormat::webp;
        e.bytes = 1;
        e.blobs = {BlobId{}};
        files_.push_back({e.file, e.author});
        add(e);
    }
    void describe() {
        if (files_.empty()) return;
        const auto& [file, author] = pick(files_);
        add(forum::FileDescribed{.file = file, .author = author, .alternative = "said of " + mark(author)});
    }
    /// Of this author's, whether they are in a post or not: deciders would not let all of them pass.
    std::vector<FileId> some_files(const MemberId& author) {
        std::vector<FileId> some;
        for (const auto& [file, of] : files_)
            if (of == author && some.size() < limits::attachments && below(2) == 0) some.push_back(file);
        return some;
    }
    void publish() {
        forum::PostPublished e;
        e.post = alias<PostId>("p" + std::to_string(posts_.size()));
        e.author = member();
        e.organisation = in_whose_name();
        e.body = "Words " + mark(e.author) + " " + text::reference(member()) + "\n\n" +
                 text::reference(text::Quote{pick(posts_).post});
        e.attachments = some_files(e.author);
        if (below(2) == 0) {
            const KnownPost& parent = pick(posts_);
            e.thread = parent.thread;
            e.parent = rarely() ? alias<PostId>("none") : parent.post;
        } else {
            e.thread = thread();
        }
        if (e.thread != alias<ThreadId>("none")) posts_.push_back({e.thread, e.post, e.author, false});
        add(e);
    }
    void edit() {
        const KnownPost post = some_post();
        forum::PostEdited e;
        e.thread = post.thread;
        e.post = post.post;
        e.author = post.author;
        e.editor = member();
        e.body = "New words " + mark(post.author);
        e.attachments = some_files(post.author);
        if (post.opening && below(2) == 0) e.title = "New title " + mark(post.author);
        add(e);
    }
    void remove() {
        const KnownPost post = some_post();
        if (post.opening && below(3) != 0) return;
        add(forum::PostRemoved{.thread = post.thread, .post = post.post, .by = member(), .opening = post.opening});
    }
    void react() {
        const KnownPost post = some_post();
        const MemberId by = rarely() ? alias<MemberId>("voter") : member();
        const auto given = reactions_.find({by, post.post});
        if (given != reactions_.end()) {
            add(forum::ReactionRemoved{.thread = post.thread, .post = post.post, .member = by, .kind = given->second});
            reactions_.erase(given);
            return;
        }
        const auto kind = below(3) == 0 ? forum::ReactionKind::dislike : forum::ReactionKind::like;
        reactions_[{by, post.post}] = kind;
        add(forum::ReactionAdded{.thread = post.thread, .post = post.post, .member = by, .kind = kind});
    }
    void accept() {
        const KnownPost post = some_post();
        if (below(3) == 0) return add(forum::AnswerWithdrawn{.thread = post.thread, .by = member()});
        if (!post.opening) add(forum::AnswerAccepted{.thread = post.thread, .post = post.post, .by = member()});
    }
    void keep_house() {
        if (below(2) == 0) return add(forum::ThreadPinned{.thread = thread(), .pinned = below(2) == 0, .by = member()});
        add(forum::ThreadLocked{.thread = thread(), .locked = below(2) == 0, .by = member()});
    }
    void follow() {
        forum::Followed e{.member = member()};
        switch (below(3)) {
        case 0:
            e.thread = thread();
            break;
        case 1:
            e.target_kind = forum::Followable::space;
            e.space = alias<SpaceId>("public");
            break;
        default:
            e.target_kind = forum::Followable::person;
            e.person = member();
        }
        if (below(3) > 0) return add(e);
        add(forum::Unfollowed{e.member, e.target_kind, e.thread, e.space, e.person});
    }
    void read() {
        if (below(4) > 0) return add(forum::ThreadRead{thread(), member(), static_cast<std::uint32_t>(below(9) + 1)});
        add(forum::AllRead{member(), below(2) == 0 ? std::nullopt : std::optional(alias<SpaceId>("public"))});
    }

    void write_ad() {
        ads::AdWritten e;
        if (!ads_.empty() && below(3) == 0) {
            std::tie(e.ad, e.author) = pick(ads_);
        } else {
            e.ad = alias<AdId>("ad" + std::to_string(ads_.size()));
            e.author = member();
            ads_.emplace_back(e.ad, e.author);
        }
        e.editor = below(4) == 0 ? member() : e.author;
        e.kind = static_cast<ads::AdKind>(below(4));
        e.standing = static_cast<ads::AdStanding>(below(3));
        if (e.standing == ads::AdStanding::published) e.expires = Instant{below(100)};
        e.attachments = some_files(e.author);
        e.title = "Ad " + mark(e.author);
        e.body = "Ad of *words* " + mark(e.author);
        if (below(2) == 0) e.place = "Near " + mark(e.author);
        if (below(2) == 0) e.structure = "House of " + mark(e.author);
        add(e);
    }
    void act_on_ad() {
        const auto [ad, author] = ads_.empty() || rarely() ? std::pair(alias<AdId>("none"), member()) : pick(ads_);
        const MemberId by = member();
        const Instant end{below(100)};
        const PostId comment = alias<PostId>("c" + std::to_string(below(12)));
        switch (below(13)) {
        case 9:
            return add(ads::LikeMarked{ad, by, below(3) > 0});
        case 10:
        case 11:
            return add(ads::CommentPublished{ad, comment, by, author, 9, "Comment " + mark(by), {}});
        case 12:
            return add(ads::CommentRemoved{ad, comment, by, author});
        case 0:
            return add(ads::AdApproved{ad, author, by, end});
        case 1:
            return add(ads::AdRefused{ad, author, by, static_cast<ads::RefusalReason>(below(5)), "No " + mark(by), {}});
        case 2:
            return add(ads::AdRenewed{ad, author, by, end});
        case 3:
            return add(ads::AdClosed{ad, author, by, static_cast<ads::AdOutcome>(below(3))});
        case 4:
            return add(ads::AdExpiring{ad, author, end});
        case 5:
            return add(ads::AdExpired{ad, author, end});
        case 6:
            return add(ads::FavouriteMarked{ad, by, below(3) > 0});
        case 7:
            return add(ads::AdReported{ad, by, static_cast<ads::ReportReason>(below(5)), "Bad " + mark(by), {}});
        default:
            return add(ads::ReportsAnswered{ad, by});
        }
    }

    MemberId member() { return rarely() ? alias<MemberId>("nobody") : pick(members_); }
    ThreadId thread() { return rarely() ? alias<ThreadId>("none") : pick(threads_); }
    KnownPost some_post() {
        if (rarely()) return {thread(), alias<PostId>("none"), member(), false};
        return pick(posts_);
    }
    static std::vector<SpaceId> some_spaces() {
        std::vector<SpaceId> spaces;
        for (const char* name : {"public", "members", "secret"})
            if (below(2) == 0) spaces.push_back(alias<SpaceId>(name));
        if (spaces.empty()) spaces.push_back(alias<SpaceId>("public"));
        return spaces;
    }

    std::vector<events::Event> happened_;
    std::vector<MemberId> members_;
    std::vector<ThreadId> threads_;
    std::vector<KnownPost> posts_;
    std::vector<std::pair<FileId, MemberId>> files_;
    std::vector<std::pair<AdId, MemberId>> ads_;
    std::map<std::pair<MemberId, PostId>, forum::ReactionKind> reactions_;
};

} // namespace

std::string mark(const MemberId& member) {
    return "of-" + member.text();
}

std::vector<events::Event> random_history(std::size_t length) {
    return Chance().run(length);
}

events::Event without(const events::Event& event, const MemberId& member, std::optional<PersonalClass> personal_class) {
    events::Event bare = events::with_sealed(event, {});
    for (const auto& part : events::personal_parts(event)) {
        if (part.of == member.text() && part.personal_class == personal_class.value_or(part.personal_class)) continue;
        REQUIRE(events::restore(bare, part.of, part.personal_class, part.plain).has_value());
    }
    return bare;
}

} // namespace palabre::projections::test
