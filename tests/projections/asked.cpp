// SPDX-License-Identifier: Apache-2.0
#include "tests/projections/asked.hpp"

#include "projections/accounts/directory.hpp"
#include "projections/accounts/legal.hpp"
#include "projections/ads/ads.hpp"
#include "projections/forum/files.hpp"
#include "projections/forum/follows.hpp"
#include "projections/forum/posts.hpp"
#include "projections/forum/reactions.hpp"
#include "projections/forum/reads.hpp"
#include "projections/forum/threads.hpp"
#include "projections/invitations/invitations.hpp"
#include "projections/members/members.hpp"
#include "projections/notices/notices.hpp"
#include "projections/organisations/organisations.hpp"
#include "projections/search/contents.hpp"
#include "projections/search/query/search.hpp"
#include "projections/search/subject.hpp"
#include "projections/spaces/counters.hpp"
#include "projections/spaces/spaces.hpp"
#include "tests/projections/question.hpp"

namespace palabre::projections::test {

namespace {

Json ask_account(const Asked& q) {
    namespace directory = accounts::directory;
    const auto found = value(directory::account(q.view(directory::projection), q.id<AccountId>("account")));
    if (!found) return nullptr;
    Json ended = Json::array();
    for (const auto& each : found->ended) ended.push_back(each.session.text());
    return {{"email_hash", found->email_hash.text()},
            {"key", found->key.text()},
            {"ended", std::move(ended)},
            {"former_email", optional(found->former_email)},
            {"credential", text_of(found->credential)},
            {"epoch", found->epoch},
            {"administrator", found->administrator},
            {"confirmed", found->confirmed},
            {"terms", text_of(found->terms)},
            {"name", optional(found->name)},
            {"email", optional(found->email)},
            {"language", found->language},
            {"registered", found->registered.text()}};
}
Json ask_by_email(const Asked& q) {
    namespace directory = accounts::directory;
    return text_of(value(directory::by_email(q.view(directory::projection), q.id<NameHash>("email_hash"))));
}
Json ask_applicant(const Asked& q) {
    namespace directory = accounts::directory;
    return text_of(value(directory::applicant(q.view(directory::projection), q.id<NameHash>("email_hash"))));
}
Json ask_legal_page(const Asked& q) {
    namespace legal = accounts::legal;
    const auto page = events::parse<events::accounts::LegalPage>(q.text("page"));
    const auto language = events::parse<events::Language>(q.text("language"));
    REQUIRE((page && language));
    const auto found = value(legal::text(q.view(legal::projection), *page, *language));
    const auto version = value(legal::version(q.view(legal::projection), *page, *language));
    CHECK(found.has_value() == version.has_value());
    if (!found) return nullptr;
    CHECK(found->version == *version);
    return {{"version", version->text()}, {"text", found->markdown}, {"edited", found->edited.text()}};
}
Json ask_community_of_slug(const Asked& q) {
    namespace directory = accounts::directory;
    return text_of(value(directory::community(q.view(directory::projection), q.text("slug"))));
}
Json ask_memberships(const Asked& q) {
    namespace directory = accounts::directory;
    Json list = Json::array();
    for (const auto& one : value(directory::memberships(q.view(directory::projection), q.id<AccountId>("account"))))
        list.push_back({one.community.text(), one.member.text()});
    return list;
}
Json ask_left(const Asked& q) {
    namespace directory = accounts::directory;
    Json list = Json::array();
    for (const auto& one : value(directory::left(q.view(directory::projection), q.id<AccountId>("account"))))
        list.push_back({one.community.text(), one.member.text()});
    return list;
}

Json ask_community(const Asked& q) {
    const auto found = value(spaces::spaces::community(q.view(spaces::spaces::projection), q.community()));
    if (!found) return nullptr;
    const auto counters = value(spaces::counters::of_community(q.view(spaces::counters::projection), q.community()));
    return parsed(spaces::community_json(*found, counters));
}
Json ask_communities(const Asked& q) {
    return rows(value(spaces::spaces::communities(q.view(spaces::spaces::projection))));
}
Json ask_space(const Asked& q) {
    const auto id = q.id<SpaceId>("space");
    const auto found = value(spaces::spaces::space(q.view(spaces::spaces::projection), q.community(), id));
    if (!found) return nullptr;
    const auto counters = value(spaces::counters::of_space(q.view(spaces::counters::projection), q.community(), id));
    return parsed(spaces::space_json(*found, counters));
}
Json ask_space_by_slug(const Asked& q) {
    return text_of(value(spaces::spaces::by_slug(q.view(spaces::spaces::projection), q.community(), q.text("slug"))));
}
Json ask_spaces(const Asked& q) {
    return rows(value(spaces::spaces::list(q.view(spaces::spaces::projection), q.community())));
}
Json ask_rule(const Asked& q) {
    const auto view = q.view(spaces::spaces::projection);
    const auto rule = value(spaces::spaces::rule(view, q.community(), q.id<SpaceId>("space")));
    if (!rule) return nullptr;
    return {rights::text(rule->kind), rights::text(rule->visibility), rights::text(rule->join_rule)};
}
Json ask_counters(const Asked& q) {
    const auto view = q.view(spaces::counters::projection);
    if (!q.json.contains("space")) return parsed(value(spaces::counters::of_community(view, q.community())).json());
    const auto space = q.id<SpaceId>("space");
    const auto many = value(spaces::counters::of_spaces(view, q.community(), {space, alias<SpaceId>("nowhere")}));
    const auto one = value(spaces::counters::of_space(view, q.community(), space));
    CHECK(many.at(0).json() == one.json());
    CHECK(many.at(1).record.contributors.total == 0);
    return parsed(one.json());
}

Json ask_member(const Asked& q) {
    const auto view = q.view(members::members::projection);
    const auto id = q.id<MemberId>("member");
    const auto many = value(members::members::members(view, q.community(), {alias<MemberId>("nobody"), id}));
    CHECK_FALSE(many.at(0).has_value());
    const auto one = value(members::members::member(view, q.community(), id));
    CHECK(row(one) == row(many.at(1)));
    return row(one);
}
Json ask_visitor_form(const Asked& q) {
    const auto view = q.view(members::members::projection);
    const auto found = value(members::members::member(view, q.community(), q.id<MemberId>("member")));
    return found ? parsed(members::visitor_json(found->record, q.json.value("shows_names", false))) : Json(nullptr);
}
Json ask_standing(const Asked& q) {
    const auto view = q.view(members::members::projection);
    const auto found =
        value(q.json.contains("account") ? members::members::standing(view, q.community(), q.id<AccountId>("account"))
                                         : members::members::standing(view, q.community(), q.id<MemberId>("member")));
    if (!found) return nullptr;
    static constexpr const char* words[] = {"none", "active", "left", "erased"};
    return {{"member", found->member.text()},
            {"membership", words[number(found->standing.membership)]},
            {"manager", found->standing.roles.has(rights::Role::manager)},
            {"moderator", found->standing.roles.has(rights::Role::moderator)}};
}
Json ask_history(const Asked& q) {
    const auto view = q.view(members::members::projection);
    Json list = Json::array();
    for (const auto& span : value(members::members::history(view, q.community(), q.id<MemberId>("member"))))
        list.push_back({span.since.text(), optional(span.profile.trade), optional(span.profile.specialty),
                        optional(span.profile.status), optional(span.profile.departement)});
    return list;
}
Json ask_contributions(const Asked& q) {
    const auto found = members::members::contributions(q.view(members::members::projection), q.community(),
                                                       q.id<MemberId>("member"), q.cursor(), q.limit());
    if (found.has_error()) return refused(found.error());
    Json list = Json::array();
    for (const auto& one : found->contributions) list.push_back({one.thread.text(), one.post.text(), one.time.text()});
    return list;
}

Json ask_threads(const Asked& q) {
    using forum::threads::Scope;
    using forum::threads::Sort;
    const auto scope = q.json.contains("space")     ? Scope::of(q.id<SpaceId>("space"))
                       : q.text("for") == "members" ? Scope::of_members()
                                                    : Scope::of_everyone();
    const auto sort = q.text("sort") == "activity" ? Sort::activity
                      : q.text("sort") == "newest" ? Sort::newest
                                                   : Sort::unanswered;
    const auto found =
        forum::threads::list(q.view(forum::threads::projection), q.community(), scope, sort, q.cursor(), q.limit());
    if (found.has_error()) return refused(found.error());
    Json list = Json::array();
    for (const auto& thread : found->threads) list.push_back(thread.record.id.text());
    return list;
}
Json ask_thread(const Asked& q) {
    const auto view = q.view(forum::threads::projection);
    return row(value(forum::threads::thread(view, q.community(), q.id<ThreadId>("thread"))));
}
Json ask_page(const Asked& q) {
    const auto found = value(forum::posts::page(q.view(forum::posts::projection), q.community(),
                                                q.id<ThreadId>("thread"), q.json.value("page", 1U)));
    return found ? rows(found->posts) : Json(nullptr);
}
Json ask_post(const Asked& q) {
    const auto found = value(forum::posts::post(q.view(forum::posts::projection), q.community(), q.id<PostId>("post")));
    if (!found) return nullptr;
    Json post = parsed(found->post.json());
    post["thread"] = found->thread.text();
    return post;
}
Json ask_file(const Asked& q) {
    const auto found = value(forum::files::file(q.view(forum::posts::projection), q.community(), q.id<FileId>("file")));
    if (!found) return nullptr;
    Json file = parsed(forum::files::json_of(*found));
    file["post"] = found->post ? Json(found->post->text()) : Json(nullptr);
    file["erased"] = found->erased;
    return file;
}
Json ask_reactions(const Asked& q) {
    Json list = Json::array();
    for (const auto& one : value(forum::reactions::of(q.view(forum::reactions::projection), q.community(),
                                                      q.id<MemberId>("member"), q.id<ThreadId>("thread"))))
        list.push_back({one.post.text(), events::forum::text(one.kind)});
    return list;
}
Json ask_link(const Asked& q) {
    const auto thread = q.json.contains("thread") ? std::optional(q.id<ThreadId>("thread")) : std::nullopt;
    return text_of(
        value(invitations::link(q.view(invitations::projection), q.community(), q.id<MemberId>("member"), thread)));
}
Json ask_invitation(const Asked& q) {
    const auto found = value(
        invitations::invitation(q.view(invitations::projection), q.community(), q.id<InvitationId>("invitation")));
    return found ? Json{found->member.text(), text_of(found->thread)} : Json(nullptr);
}
Json ask_invitations(const Asked& q) {
    const auto view = q.view(invitations::projection);
    const auto counts = q.json.contains("member")
                            ? value(invitations::of_member(view, q.community(), q.id<MemberId>("member")))
                            : value(invitations::of_community(view, q.community()));
    return {counts.links, counts.accepted};
}
Json ask_unread(const Asked& q) {
    const auto member = q.id<MemberId>("member");
    const auto view = q.view(forum::reads::projection);
    const auto since = value(forum::reads::since(view, q.community(), member));
    Json list = Json::array();
    for (const Json& each : q.json["threads"]) {
        const auto id = *ThreadId::parse(each.get<std::string>());
        const auto thread =
            value(forum::threads::thread(q.view(forum::threads::projection), q.community(), id))->record;
        const auto mark = value(forum::reads::marks(view, q.community(), member, {id})).front();
        const auto unread = forum::reads::unread(thread, member, since, mark);
        // Asked for one thread, it is the same.
        const auto alone = value(forum::reads::unread(view, q.community(), member, thread));
        CHECK(alone.has_value() == unread.has_value());
        list.push_back(unread ? Json{unread->first, unread->count} : Json(nullptr));
    }
    return list;
}
Json ask_followed(const Asked& q) {
    const auto view = q.view(forum::follows::projection);
    const auto member = q.id<MemberId>("member");
    const auto found = forum::follows::followed(view, q.community(), member, q.cursor(), q.limit());
    if (found.has_error()) return refused(found.error());
    Json list = Json::array();
    for (const auto& target : found->targets) {
        CHECK(value(forum::follows::is_following(view, q.community(), member, target)));
        list.push_back(std::visit([](const auto& id) { return id.text(); }, target));
    }
    return list;
}
/// By a member who may see every space.
Json ask_found(const Asked& q) {
    search::Analyzer analyzer;
    const View view = q.view(search::projection);
    auto reader = value(search::read(view, q.community(), analyzer));
    const search::Language languages[] = {search::Language::fr};
    search::Request request;
    request.query = search::parse_query(q.text("text"), languages, false, analyzer);
    request.visible = search::VisibleScopes(std::vector<bool>(100, true));
    Json list = Json::array();
    for (const auto& hit : value(search::find(reader, request, analyzer)).hits)
        list.push_back(std::get<PostId>(search::subject_of(*value(reader.document(hit.document)))).text());
    return list;
}
Json ask_notices(const Asked& q) {
    const auto wanted = q.json.value("by_mail", false)
                            ? +[](const notices::Wish& wish) { return wish.mail == notices::Mail::now; }
                            : notices::is_shown;
    const notices::Range range{.after = Sequence{q.json.value("after", std::uint64_t{0})},
                               .before = Sequence{q.json.value("before", ~std::uint64_t{0})}};
    const auto all = value(
        notices::list(q.view(notices::projection), q.community(), q.id<MemberId>("member"), range, wanted, q.limit()));
    Json list = Json::array();
    for (const auto& one : all)
        list.push_back(
            {notices::text(one.kind), one.ad.none() ? one.post.text() : one.ad.text(), number(one.sequence)});
    return list;
}
Json ask_read(const Asked& q) {
    return number(value(notices::read_up_to(q.view(notices::projection), q.community(), q.id<MemberId>("member"))));
}
Json ask_readers(const Asked& q) {
    const auto view = q.view(notices::projection);
    const auto after = q.json.contains("after") ? q.id<MemberId>("after") : MemberId{};
    Json list = Json::array();
    if (q.json.contains("space"))
        for (const auto& one : value(notices::followers(view, q.community(), q.id<SpaceId>("space"), after, q.limit())))
            list.push_back(one.member.text());
    else
        for (const auto& member : value(notices::members(view, q.community(), after, q.limit())))
            list.push_back(member.text());
    return list;
}

Json titles(const Result<ads::AdList>& found) {
    if (found.has_error()) return refused(found.error());
    Json list = Json::array();
    for (const auto& ad : found->ads) list.push_back(ad.record.id.text());
    return list;
}
Json ask_ads(const Asked& q) {
    const View view = q.view(ads::projection);
    if (q.json.contains("author"))
        return titles(ads::of_author(view, q.community(), q.id<MemberId>("author"), q.cursor(), q.limit()));
    if (q.json.contains("kept_by"))
        return titles(ads::favourites(view, q.community(), q.id<MemberId>("kept_by"), q.cursor(), q.limit()));
    if (q.json.contains("waiting"))
        return titles(ads::queue(view, q.community(),
                                 q.text("waiting") == "reports" ? ads::Waiting::reports : ads::Waiting::approval,
                                 q.cursor(), q.limit()));
    const auto kind = q.json.contains("kind") ? events::parse<events::ads::AdKind>(q.text("kind")) : std::nullopt;
    return titles(ads::published(view, q.community(), kind, q.cursor(), q.limit()));
}
Json ask_ad(const Asked& q) {
    const View view = q.view(ads::projection);
    const auto id = q.id<AdId>("ad");
    const auto found = value(ads::ad(view, q.community(), id));
    if (!found) return nullptr;
    Json ad = parsed(found->json());
    ad["body_html"] = optional(value(ads::body_html(view, q.community(), id)));
    return ad;
}
Json ask_comments(const Asked& q) {
    Json list = Json::array();
    const auto found =
        value(ads::comments(q.view(ads::projection), q.community(), q.id<AdId>("ad"), q.cursor(), q.limit()));
    for (const auto& comment : found.comments) list.push_back(parsed(comment.json()));
    return list;
}
Json ask_likes(const Asked& q) {
    return value(ads::likes(q.view(ads::projection), q.community(), q.id<MemberId>("member"), q.id<AdId>("ad")));
}
Json ask_said(const Asked& q) {
    const auto why = q.text("why") == "report" ? ads::SaidWhy::report : ads::SaidWhy::refusal;
    Json list = Json::array();
    for (const auto& said : value(ads::said(q.view(ads::projection), q.community(), q.id<AdId>("ad"), why)))
        list.push_back({said.by.text(), said.reason, optional(said.note)});
    return list;
}
Json ask_steps(const Asked& q) {
    Json list = Json::array();
    for (const auto& step : value(ads::history(q.view(ads::projection), q.community(), q.id<AdId>("ad"))))
        list.push_back(ads::text(step.what));
    return list;
}
Json ask_due(const Asked& q) {
    Json list = Json::array();
    for (const auto& due : value(ads::due(q.view(ads::projection), *Instant::parse(q.text("by")), q.limit())))
        list.push_back({due.ad.text(), due.over});
    return list;
}
Json ask_ad_rules(const Asked& q) {
    const auto rules = value(ads::rules(q.view(ads::projection), q.community()));
    return {rules.moderated, rules.open};
}
Json ask_holder(const Asked& q) {
    return text_of(value(ads::holder(q.view(ads::projection), q.community(), q.id<FileId>("file"))));
}
const std::map<std::string, Json (*)(const Asked&)> questions = {
    {"ads", ask_ads},
    {"ad", ask_ad},
    {"comments of ad", ask_comments},
    {"likes ad", ask_likes},
    {"said of ad", ask_said},
    {"steps of ad", ask_steps},
    {"ads due", ask_due},
    {"ad rules", ask_ad_rules},
    {"ad of file", ask_holder},
    {"account", ask_account},
    {"account by e-mail", ask_by_email},
    {"applicant by e-mail", ask_applicant},
    {"legal page", ask_legal_page},
    {"community by slug", ask_community_of_slug},
    {"memberships", ask_memberships},
    {"left memberships", ask_left},
    {"community", ask_community},
    {"communities", ask_communities},
    {"space", ask_space},
    {"space by slug", ask_space_by_slug},
    {"spaces", ask_spaces},
    {"rule of space", ask_rule},
    {"counters", ask_counters},
    {"member", ask_member},
    {"member for visitors", ask_visitor_form},
    {"standing", ask_standing},
    {"profile history", ask_history},
    {"contributions", ask_contributions},
    {"conversations", ask_conversations},
    {"messages", ask_messages},
    {"blocks", ask_blocks},
    {"contacts", ask_contacts},
    {"message reports", ask_message_reports},
    {"saved searches", ask_saved_searches},
    {"alerts", ask_alerts},
    {"told", ask_told},
    {"organisation", ask_organisation},
    {"delegations", ask_delegations},
    {"acts", ask_acts},
    {"threads", ask_threads},
    {"thread", ask_thread},
    {"page", ask_page},
    {"post", ask_post},
    {"file", ask_file},
    {"reactions", ask_reactions},
    {"unread", ask_unread},
    {"link", ask_link},
    {"invitation", ask_invitation},
    {"invitations", ask_invitations},
    {"followed", ask_followed},
    {"found", ask_found},
    {"notices", ask_notices},
    {"notices read", ask_read},
    {"readers", ask_readers},
};

} // namespace

Json ask(const History& history, const Json& question) {
    const auto name = question["ask"].get<std::string>();
    const auto found = questions.find(name);
    REQUIRE_MESSAGE(found != questions.end(), "no such question: " << name);
    return found->second(Asked(history, question));
}

} // namespace palabre::projections::test
