// SPDX-License-Identifier: Apache-2.0
// The members of a community as they are found.
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

using Members = std::set<MemberId>;

const auto ada = alias<MemberId>("ada");
const auto ben = alias<MemberId>("ben");

void join(History& history, const MemberId& member, const std::string& name) {
    events::members::Joined e;
    e.member = member;
    e.name = name;
    history.happens(e);
}
void tell(History& history, const MemberId& member, const std::string& name, const std::string& trade,
          const std::string& departement, const std::string& bio) {
    events::members::ProfileEdited e;
    e.member = member;
    e.name = name;
    e.trade = trade;
    e.departement = departement;
    e.bio = bio;
    history.happens(e);
}

/// By somebody who may see members, or may not.
Members found(const History& history, std::string_view text, bool sees = true, const search::Filter& filter = {}) {
    search::Analyzer analyzer;
    const View view = history.view(search::projection);
    auto reader = value(search::read(view, nord(), analyzer));
    const search::Language languages[] = {search::Language::fr};
    std::vector<bool> visible(10);
    for (const auto& scope : value(search::scopes(view, nord())))
        visible[scope.number] = scope.of == search::Scope::Of::members && sees;
    search::Request request;
    request.query = search::parse_query(text, languages, false, analyzer);
    request.visible = search::VisibleScopes(visible);
    request.filter = filter;
    Members out;
    for (const auto& hit : value(search::find(reader, request, analyzer)).hits)
        out.insert(std::get<MemberId>(search::subject_of(*value(reader.document(hit.document)))));
    return out;
}

} // namespace

TEST_CASE("search rows: members are found by name, trade, place and what they tell, by who may see them") {
    History history;
    join(history, ada, "Ada Lovelace");
    join(history, ben, "Benoît Lévêque");
    tell(history, ada, "Ada Lovelace", "infirmier", "07", "Je soigne les plaies chroniques.");
    history.apply();
    CHECK(found(history, "lovelace") == Members{ada});
    CHECK(found(history, "leveque") == Members{ben});
    for (const auto* text : {"infirmière", "Ardèche", "plaie", "ada infirmier ardeche"})
        CHECK(found(history, text) == Members{ada});
    CHECK(found(history, "lovelace", false).empty());
    search::Filter filter;
    filter.choices = {{search::Column::department, {places::number_of_area("07")}},
                      {search::Column::region, {places::number_of_area("84")}},
                      {search::Column::trade, {search::number_of_code("infirmier")}}};
    CHECK(found(history, "", true, filter) == Members{ada});
    filter.choices[0].values = {places::number_of_area("26")};
    CHECK(found(history, "", true, filter).empty());
}

TEST_CASE("search rows: who has left or is erased is found by nothing, and the rows are those of a rebuild") {
    History history;
    join(history, ada, "Ada Lovelace");
    tell(history, ada, "Ada Lovelace", "infirmier", "07", "zygomatique");
    join(history, ben, "Benoît Lévêque");
    history.apply();
    history.keys().destroy(nord(), ada, PersonalClass::identity);
    history.keys().destroy(nord(), ada, PersonalClass::content);
    events::members::Erased erased;
    erased.member = ada;
    history.happens(erased);
    events::members::Left left;
    left.member = ben;
    history.keys().destroy(nord(), ben, PersonalClass::identity);
    history.happens(left);
    history.apply();
    for (const auto* text : {"lovelace", "zygomatique", "leveque", "infirmier"}) CHECK(found(history, text).empty());
    const Rows lived = history.rows(search::projection);
    for (const auto& [key, bytes] : lived)
        for (const auto* word : {"lovelac", "zygomat", "levequ"}) CHECK((key + bytes).find(word) == std::string::npos);
    history.rebuild();
    CHECK(history.rows(search::projection) == lived);
}

TEST_CASE("search: the codes of all lists have numbers of their own") {
    std::set<std::uint32_t> numbers;
    for (const auto& trade : events::trades()) CHECK(numbers.insert(search::number_of_code(trade.code)).second);
    for (const auto& one : events::specialties()) CHECK(numbers.insert(search::number_of_code(one.code)).second);
    CHECK_FALSE(numbers.contains(0));
}

} // namespace palabre::projections::test
