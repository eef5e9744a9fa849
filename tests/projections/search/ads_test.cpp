// SPDX-License-Identifier: Apache-2.0
// The ads of a community as they are found.
#include "core/places/places.hpp"
#include "events/codes.hpp"
#include "projections/search/contents.hpp"
#include "projections/search/query/search.hpp"
#include "projections/search/scopes.hpp"
#include "projections/search/subject.hpp"
#include "tests/projections/history.hpp"

#include <set>

namespace palabre::projections::test {
namespace {

using events::ads::AdKind;
using events::ads::AdStanding;
using search::Column;
using Ads = std::set<AdId>;

const auto ada = alias<MemberId>("ada");
const auto post = alias<AdId>("post");
const auto room = alias<AdId>("room");

events::ads::AdWritten job(AdStanding standing = AdStanding::published) {
    events::ads::AdWritten e;
    e.ad = post;
    e.author = ada;
    e.editor = ada;
    e.kind = AdKind::job_offered;
    e.standing = standing;
    e.trade = "infirmier";
    e.contract = "cdi";
    e.commune = "07010";
    e.departement = "07";
    e.region = "84";
    e.salary_least = 2'400'00;
    e.salary_period = events::ads::SalaryPeriod::month;
    e.title = "Poste de nuit en EHPAD";
    e.body = "Une équipe zygomatique vous attend.";
    e.structure = "Résidence des Cévennes";
    return e;
}
events::ads::AdWritten premises() {
    events::ads::AdWritten e;
    e.ad = room;
    e.author = ada;
    e.editor = ada;
    e.kind = AdKind::premises_offered;
    e.standing = AdStanding::published;
    e.departement = "69";
    e.region = "84";
    e.latitude = 4'576; // Lyon
    e.longitude = 484;
    e.rent = 650'00;
    e.surface = 18;
    e.title = "Cabinet à partager";
    e.body = "Salle d’attente et parking.";
    return e;
}

Ads found(const History& history, std::string_view text, const search::Filter& filter = {}, bool sees = true) {
    search::Analyzer analyzer;
    const View view = history.view(search::projection);
    auto reader = value(search::read(view, nord(), analyzer));
    const search::Language languages[] = {search::Language::fr};
    std::vector<bool> visible(10);
    for (const auto& scope : value(search::scopes(view, nord())))
        visible[scope.number] = scope.of == search::Scope::Of::ads && sees;
    search::Request request;
    request.query = search::parse_query(text, languages, false, analyzer);
    request.visible = search::VisibleScopes(visible);
    request.filter = filter;
    Ads out;
    for (const auto& hit : value(search::find(reader, request, analyzer)).hits)
        out.insert(std::get<AdId>(search::subject_of(*value(reader.document(hit.document)))));
    return out;
}

search::Filter only(Column column, std::uint32_t value) {
    search::Filter out;
    out.choices = {{column, {value}}};
    return out;
}

template <class Event>
Event about(const AdId& ad) {
    Event e;
    e.ad = ad;
    e.author = ada;
    return e;
}

} // namespace

TEST_CASE("search rows: ads are found by their words, what is said by codes, places, prices and kinds") {
    History history;
    history.happens(job());
    history.happens(premises());
    history.apply();
    for (const auto* text :
         {"poste nuit", "infirmière", "annonay", "CDI", "ardèche", "cevennes", "contrat à durée indéterminée"})
        CHECK(found(history, text) == Ads{post});
    CHECK(found(history, "auvergne rhône alpes") == Ads{post, room});
    CHECK(found(history, "parking") == Ads{room});
    CHECK(found(history, "parking", {}, false).empty());
    CHECK(found(history, "", only(Column::kind, search::code(AdKind::job_offered))) == Ads{post});
    CHECK(found(history, "", only(Column::region, places::number_of_area("84"))) == Ads{post, room});
    CHECK(found(history, "", only(Column::commune, places::number_of_commune("07010"))) == Ads{post});
    CHECK(found(history, "", only(Column::contract, search::number_of_code("cdi"))) == Ads{post});
    search::Filter filter;
    filter.ranges = {{Column::price, 600, 700}};
    CHECK(found(history, "", filter) == Ads{room});
    filter.ranges = {{Column::price, 2'400, 2'400}};
    CHECK(found(history, "", filter) == Ads{post});
    filter.ranges = {{Column::surface, 10, 20}};
    CHECK(found(history, "", filter) == Ads{room});
    filter.ranges.clear();
    filter.around = search::Filter::Circle{45.76, 4.84, 10};
    CHECK(found(history, "", filter) == Ads{room});
    filter.around->kilometres = 80; // Annonay is 59 km away
    CHECK(found(history, "", filter) == Ads{post, room});
}

TEST_CASE("search rows: an ad is found while it is published, and not before or after") {
    History history;
    history.happens(job(AdStanding::awaiting));
    history.apply();
    CHECK(found(history, "nuit").empty());
    const auto happens = [&](const events::Event& event, bool there) {
        history.happens(event);
        history.apply();
        CHECK(found(history, "nuit") == (there ? Ads{post} : Ads{}));
        CHECK(found(history, "infirmier") == (there ? Ads{post} : Ads{}));
    };
    happens(about<events::ads::AdApproved>(post), true);
    auto edited = job();
    edited.title = "Poste de nuit";
    happens(edited, true);
    happens(about<events::ads::AdExpired>(post), false);
    happens(about<events::ads::AdRenewed>(post), true);
    auto closed = about<events::ads::AdClosed>(post);
    closed.outcome = events::ads::AdOutcome::filled;
    happens(closed, false);
    happens(about<events::ads::AdRenewed>(post), true);
    closed.outcome = events::ads::AdOutcome::removed;
    happens(closed, false);
    for (const auto& [key, bytes] : history.rows(search::projection))
        CHECK((key + bytes).find("zygomat") == std::string::npos);
}

TEST_CASE("search rows: of who is erased no ad keeps a word, and the rows are those of a rebuild") {
    History history;
    history.happens(job());
    history.happens(premises());
    history.apply();
    CHECK(found(history, "zygomatique") == Ads{post});
    for (const auto c : {PersonalClass::identity, PersonalClass::content}) history.keys().destroy(nord(), ada, c);
    events::members::Erased erased;
    erased.member = ada;
    history.happens(erased);
    history.apply();
    CHECK(found(history, "").empty());
    const Rows lived = history.rows(search::projection);
    for (const auto& [key, bytes] : lived)
        for (const auto* word : {"zygomat", "parking", "vennes"}) CHECK((key + bytes).find(word) == std::string::npos);
    history.rebuild();
    CHECK(history.rows(search::projection) == lived);
}

TEST_CASE("search rows: who has left offers nothing any more") {
    History history;
    history.happens(job());
    events::members::Left left;
    left.member = ada;
    history.happens(left);
    history.apply();
    CHECK(found(history, "nuit").empty());
}

} // namespace palabre::projections::test
