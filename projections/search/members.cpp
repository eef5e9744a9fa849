// SPDX-License-Identifier: Apache-2.0
#include "projections/search/members.hpp"

#include "core/places/places.hpp"
#include "events/codes.hpp"
#include "projections/search/applying.hpp"
#include "projections/search/index/writer.hpp"
#include "projections/search/scopes.hpp"
#include "projections/search/subject.hpp"

namespace palabre::projections::search::members {
namespace {

/// In both languages: who reads French looks for "infirmier", whatever language the member has chosen.
void add_label(std::string& to, const events::Code* code) {
    if (code == nullptr) return;
    to.append(code->fr).append("\n");
    if (code->en != code->fr) to.append(code->en).append("\n");
}

/// As the event says it; nothing: no words.
Status put(Stage& stage, const Applied& at, const MemberId& member, const std::optional<Document>& document) {
    Writer writer(stage, at.community, applying_analyzer());
    PALABRE_CHECK(writer.put(id_of(member), document));
    return writer.finish();
}

Document document_of(std::uint16_t scope, const std::string& name) {
    Document out;
    search::at(out.columns, Column::scope) = scope;
    search::at(out.columns, Column::kind) = member_kind;
    out.texts = {{Field::title, name}};
    return out;
}

/// Numbers of scopes do not depend on who is erased: it is asked for whether there are words or not.
Result<std::uint16_t> scope(Stage& stage, const Applied& at) {
    return scope_of(stage, at.community, Scope::Of::members, {});
}

Status on(Stage& stage, const Applied& at, const events::members::Joined& e) {
    PALABRE_TRY(own_scope, scope(stage, at));
    if (!e.name) return put(stage, at, e.member, std::nullopt);
    Document document = document_of(own_scope, *e.name);
    document.language = e.language;
    search::at(document.columns, Column::created) = seconds(happened(at));
    return put(stage, at, e.member, document);
}

Status on(Stage& stage, const Applied& at, const events::members::ProfileEdited& e) {
    PALABRE_TRY(own_scope, scope(stage, at));
    Writer writer(stage, at.community, applying_analyzer());
    PALABRE_TRY(before, writer.document(id_of(e.member)));
    if (!e.name || !before) return put(stage, at, e.member, std::nullopt);
    Document document = document_of(own_scope, *e.name);
    document.language = before->language;
    search::at(document.columns, Column::created) = search::at(before->numbers(), Column::created);
    std::string labels;
    add_label(labels, e.trade ? events::find_trade(*e.trade) : nullptr);
    add_label(labels, e.specialty ? events::find_specialty(*e.specialty) : nullptr);
    if (e.trade) search::at(document.columns, Column::trade) = number_of_code(*e.trade);
    if (e.departement) {
        add_label(labels, events::find_departement(*e.departement));
        search::at(document.columns, Column::department) = places::number_of_area(*e.departement);
        if (const auto* department = places::Places::list().department(*e.departement))
            search::at(document.columns, Column::region) = places::number_of_area(department->region);
    }
    document.texts.push_back({Field::tags, std::move(labels)});
    document.texts.push_back({Field::body, e.bio.value_or("")});
    return put(stage, at, e.member, document);
}

Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    return put(stage, at, e.member, std::nullopt);
}
Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    return put(stage, at, e.member, std::nullopt);
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

} // namespace palabre::projections::search::members
