// SPDX-License-Identifier: Apache-2.0
// The posts of a community as they are found.
#include "projections/search/contents.hpp"
#include "projections/search/scopes.hpp"
#include "projections/search/subject.hpp"

#include "projections/search/query/search.hpp"
#include "tests/projections/history.hpp"

#include <algorithm>
#include <set>

namespace palabre::projections::test {
namespace {

using search::VisibleScopes;
using Posts = std::set<PostId>;

const auto thread = alias<ThreadId>("t");
const auto asker = alias<MemberId>("asker");
const auto helper = alias<MemberId>("helper");
const auto opening = alias<PostId>("o");
const auto hall = alias<SpaceId>("hall");
const auto board = alias<SpaceId>("board");

void open(History& history, const std::string& title, const std::string& body, const How& how = {}) {
    events::forum::ThreadOpened e;
    e.thread = thread;
    e.post = opening;
    e.author = asker;
    e.kind = events::forum::ThreadKind::question;
    e.spaces = {hall};
    e.title = title;
    e.body = body;
    e.tags = std::vector<std::string>{"épaule"};
    history.happens(e, how);
}
PostId reply(History& history, const char* name, const std::string& body) {
    events::forum::PostPublished e;
    e.thread = thread;
    e.post = alias<PostId>(name);
    e.author = helper;
    e.body = body;
    history.happens(e);
    return e.post;
}
void edit(History& history, const PostId& post, const MemberId& author, std::optional<std::string> title,
          const std::string& body) {
    events::forum::PostEdited e;
    e.thread = thread;
    e.post = post;
    e.author = author;
    e.editor = author;
    e.title = std::move(title);
    e.body = body;
    history.happens(e);
}

VisibleScopes seeing(const History& history, const std::set<SpaceId>& spaces, const CommunityId& community = nord()) {
    std::vector<bool> visible(100);
    for (const auto& scope : value(search::scopes(history.view(search::projection), community)))
        visible[scope.number] =
            std::ranges::all_of(scope.spaces, [&](const auto& space) { return spaces.contains(space); });
    return VisibleScopes(visible);
}
Posts found(const History& history, std::string_view text, const std::set<SpaceId>& spaces = {hall, board},
            const CommunityId& community = nord()) {
    search::Analyzer analyzer;
    const View view = history.view(search::projection);
    auto reader = value(search::read(view, community, analyzer));
    const search::Language languages[] = {search::Language::fr};
    search::Request request;
    request.query = search::parse_query(text, languages, false, analyzer);
    request.visible = seeing(history, spaces, community);
    Posts posts;
    for (const auto& hit : value(search::find(reader, request, analyzer)).hits)
        posts.insert(std::get<PostId>(search::subject_of(*value(reader.document(hit.document)))));
    return posts;
}

} // namespace

TEST_CASE("search rows: title, tags and text of posts are found, in their community") {
    History history;
    open(history, "Une question d’infirmière", "Comment **soigner** ?");
    const auto answer = reply(history, "p1", "À l'hôpital.");
    history.apply();
    CHECK(found(history, "infirmier") == Posts{opening});
    CHECK(found(history, "epaule") == Posts{opening});
    CHECK(found(history, "soigner") == Posts{opening});
    CHECK(found(history, "hopitaux") == Posts{answer});
    CHECK(found(history, "infirmier", {hall}, sud()).empty());
}

TEST_CASE("search rows: an edited post is found by its new words, and by its title as it stays") {
    History history;
    open(history, "Titre premier IDE", "ancien");
    const auto answer = reply(history, "p1", "ancien");
    edit(history, opening, asker, std::nullopt, "nouveau");
    edit(history, answer, helper, std::nullopt, "neuf");
    history.apply();
    CHECK(found(history, "ancien").empty());
    CHECK(found(history, "nouveau premier") == Posts{opening});
    CHECK(found(history, "infirmier diplômé") == Posts{opening}); // capitals stay known
    CHECK(found(history, "neuf") == Posts{answer});
    edit(history, opening, asker, "Titre second", "nouveau");
    history.apply();
    CHECK(found(history, "premier").empty());
    CHECK(found(history, "second") == Posts{opening});
}

TEST_CASE("search rows: what is removed is not found, nor what stood below it") {
    History history;
    open(history, "Question", "ouverture");
    const auto first = reply(history, "p1", "premier");
    const auto second = reply(history, "p2", "deuxième");
    events::forum::PostRemoved removed;
    removed.thread = thread;
    removed.post = first;
    history.happens(removed);
    history.apply();
    CHECK(found(history, "premier").empty());
    CHECK(found(history, "deuxième") == Posts{second});
    removed.post = opening;
    history.happens(removed);
    reply(history, "p3", "tardif");
    history.apply();
    for (const auto* word : {"question", "deuxième", "tardif"}) CHECK(found(history, word).empty());
}

TEST_CASE("search rows: a moved thread is found where it stands now") {
    History history;
    open(history, "Question", "ouverture");
    const auto answer = reply(history, "p1", "ouverture");
    history.apply();
    CHECK(found(history, "ouverture", {hall}) == Posts{opening, answer});
    events::forum::ThreadMoved moved;
    moved.thread = thread;
    moved.spaces = {hall, board};
    history.happens(moved);
    history.apply();
    CHECK(found(history, "ouverture", {hall}).empty());
    CHECK(found(history, "ouverture", {hall, board}) == Posts{opening, answer});
    const auto late = reply(history, "p2", "tardive");
    history.apply();
    CHECK(found(history, "tardive", {board}).empty());
    CHECK(found(history, "tardive") == Posts{late});
}

TEST_CASE("search rows: of who is erased no word is left, and the rows are those of a rebuild") {
    History history;
    open(history, "Question", "ouverture");
    for (int i = 0; i < 140; ++i)
        reply(history, ("p" + std::to_string(i)).c_str(), "réponse zygomatique numéro " + std::to_string(i));
    history.apply();
    CHECK(found(history, "zygomatique").size() == 20);
    for (const auto c : {PersonalClass::identity, PersonalClass::content}) history.keys().destroy(nord(), helper, c);
    events::members::Erased erased;
    erased.member = helper;
    history.happens(erased);
    history.apply();
    CHECK(found(history, "zygomatique").empty());
    CHECK(found(history, "ouverture") == Posts{opening});
    const Rows lived = history.rows(search::projection);
    for (const auto& [key, bytes] : lived) CHECK((key + bytes).find("zygomat") == std::string::npos);
    history.rebuild();
    CHECK(history.rows(search::projection) == lived);
}

TEST_CASE("search rows: the same whatever batches they came in") {
    std::vector<Rows> all;
    for (const std::size_t batch : {1, 50, 1'000}) {
        History history(batch);
        open(history, "Question", "ouverture");
        for (int i = 0; i < 300; ++i)
            reply(history, ("p" + std::to_string(i)).c_str(), "réponse numéro " + std::to_string(i % 40));
        history.apply();
        all.push_back(history.rows(search::projection));
    }
    CHECK(all[0] == all[1]);
    CHECK(all[0] == all[2]);
}

} // namespace palabre::projections::test
