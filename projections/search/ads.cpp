// SPDX-License-Identifier: Apache-2.0
#include "projections/search/ads.hpp"

#include "core/places/places.hpp"
#include "events/codes.hpp"
#include "projections/search/applying.hpp"
#include "projections/search/index/writer.hpp"
#include "projections/search/scopes.hpp"
#include "projections/search/subject.hpp"

#include <algorithm>

namespace palabre::projections::search::ads {
namespace {

using events::ads::AdKind;
using events::ads::AdWritten;

enum class Part : std::uint8_t {
    ad = 'D',     // community, ad → Kept
    author = 'U', // community, author, ad → : what leaving and erasing look for
};

/// What an ad says, published or not.
struct Kept {
    bool published = false;
    bool over = false;       ///< withdrawn by leaving, or removed: nothing publishes it again
    std::uint32_t since = 0; ///< published, in seconds
    Said said;               ///< without words: erased, or removed
};

Key part(const CommunityId& community, Part part) {
    return Key().add(community).u8(static_cast<std::uint8_t>(part));
}
std::string ad_key(const CommunityId& community, const AdId& ad) {
    return part(community, Part::ad).add(ad).str();
}
Key author_prefix(const CommunityId& community, const MemberId& author) {
    return part(community, Part::author).add(author);
}

constexpr double degrees_per_unit = 0.01;
constexpr std::uint64_t cents = 100;
constexpr std::uint64_t months_a_year = 12;
/// Of full time in France, 35 hours a week (Code du travail, L3121-27): 151.67 a month.
constexpr std::uint64_t hundredth_hours_a_month = 15'167;

std::uint32_t whole_euros(std::uint64_t in_cents) {
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(in_cents / cents, 1, UINT32_MAX));
}

/// A month, in euros; 0: nothing is said.
std::uint32_t price_of(const AdWritten& e) {
    if (const auto said = e.rent ? e.rent : e.price) return whole_euros(*said);
    const auto pay = e.salary_least ? e.salary_least : e.salary_most;
    if (!pay || !e.salary_period) return 0;
    switch (*e.salary_period) {
    case events::ads::SalaryPeriod::hour:
        return whole_euros(*pay * hundredth_hours_a_month / cents);
    case events::ads::SalaryPeriod::year:
        return whole_euros(*pay / months_a_year);
    default:
        return whole_euros(*pay);
    }
}

void add_label(std::string& to, std::string_view label) {
    if (!label.empty()) to.append(label).append("\n");
}
void add_label(std::string& to, const events::Code* code) {
    if (code == nullptr) return;
    add_label(to, code->fr);
    if (code->en != code->fr) add_label(to, code->en);
}

void add_place(Columns& columns, std::string& labels, const AdWritten& e) {
    const auto& all = places::Places::list();
    const auto* commune = e.commune ? all.commune(*e.commune) : nullptr;
    if (commune != nullptr) {
        search::at(columns, Column::commune) = places::number_of_commune(commune->code);
        add_label(labels, commune->name);
    }
    if (e.departement) {
        search::at(columns, Column::department) = places::number_of_area(*e.departement);
        add_label(labels, events::find_departement(*e.departement));
    }
    if (e.region) {
        search::at(columns, Column::region) = places::number_of_area(*e.region);
        add_label(labels, events::find_region(*e.region));
    }
    if (e.latitude && e.longitude) {
        search::at(columns, Column::latitude) = coordinate(*e.latitude * degrees_per_unit);
        search::at(columns, Column::longitude) = coordinate(*e.longitude * degrees_per_unit);
    } else if (commune != nullptr && commune->has_point) {
        search::at(columns, Column::latitude) = coordinate(commune->point.latitude);
        search::at(columns, Column::longitude) = coordinate(commune->point.longitude);
    }
}

void drop_words(Kept& kept) {
    kept.said.title.clear();
    kept.said.labels.clear();
    kept.said.body.clear();
}

/// What the event says.
void take(Kept& kept, const AdWritten& e, std::uint16_t scope) {
    kept.said = said_by(e);
    kept.said.columns[static_cast<std::size_t>(Column::scope)] = scope;
    if (kept.over) drop_words(kept);
}

std::optional<Document> shown(const Kept& kept) {
    if (!kept.published || kept.over || kept.said.title.empty()) return std::nullopt;
    Document out = document_of(kept.said);
    search::at(out.columns, Column::created) = kept.since;
    return out;
}

/// One event's changes.
class Indexing {
public:
    Indexing(Stage& stage, const Applied& at)
        : stage_(stage), at_(at), writer_(stage, at.community, applying_analyzer()) {}

    [[nodiscard]] Result<std::optional<Kept>> kept(const AdId& ad) const {
        return find<Kept>(stage_, ad_key(at_.community, ad));
    }
    Status put(const AdId& ad, const Kept& kept) {
        projections::put(stage_, ad_key(at_.community, ad), kept);
        return writer_.put(id_of(ad), shown(kept));
    }
    /// One that is not there is passed over.
    template <class Change>
    Status change(const AdId& ad, Change&& change) {
        PALABRE_TRY(known, kept(ad));
        if (!known) return {};
        std::forward<Change>(change)(*known);
        return put(ad, *known);
    }
    Status finish() { return writer_.finish(); }

private:
    Stage& stage_;
    const Applied& at_;
    Writer writer_;
};

template <class Change>
Status change(Stage& stage, const Applied& at, const AdId& ad, Change&& with) {
    Indexing indexing(stage, at);
    PALABRE_CHECK(indexing.change(ad, std::forward<Change>(with)));
    return indexing.finish();
}

Status on(Stage& stage, const Applied& at, const AdWritten& e) {
    // Numbers of scopes do not depend on who is erased: it is asked for whether there are words or not.
    PALABRE_TRY(scope, scope_of(stage, at.community, Scope::Of::ads, {}));
    Indexing indexing(stage, at);
    PALABRE_TRY(before, indexing.kept(e.ad));
    Kept kept = before.value_or(Kept{});
    take(kept, e, scope);
    const bool published = e.standing == events::ads::AdStanding::published;
    if (published && !kept.published) kept.since = seconds(happened(at));
    kept.published = published;
    if (!before) stage.put(author_prefix(at.community, e.author).add(e.ad).str(), {});
    PALABRE_CHECK(indexing.put(e.ad, kept));
    return indexing.finish();
}

Status publish(Stage& stage, const Applied& at, const AdId& ad) {
    return change(stage, at, ad, [&](Kept& kept) {
        kept.published = true;
        kept.since = seconds(happened(at));
    });
}
Status on(Stage& stage, const Applied& at, const events::ads::AdApproved& e) {
    return publish(stage, at, e.ad);
}
Status on(Stage& stage, const Applied& at, const events::ads::AdRenewed& e) {
    return publish(stage, at, e.ad);
}
Status on(Stage& stage, const Applied& at, const events::ads::AdRefused& e) {
    return change(stage, at, e.ad, [](Kept& kept) { kept.published = false; });
}
Status on(Stage& stage, const Applied& at, const events::ads::AdExpired& e) {
    return change(stage, at, e.ad, [](Kept& kept) { kept.published = false; });
}
Status on(Stage& stage, const Applied& at, const events::ads::AdClosed& e) {
    return change(stage, at, e.ad, [&](Kept& kept) {
        kept.published = false;
        if (e.outcome != events::ads::AdOutcome::removed) return;
        kept.over = true;
        drop_words(kept);
    });
}

template <class Change>
Status change_all(Stage& stage, const Applied& at, const MemberId& author, Change&& change) {
    Indexing indexing(stage, at);
    const Key prefix = author_prefix(at.community, author);
    PALABRE_CHECK(stage.walk(prefix, prefix.prefix_end(), [&](std::string_view key, std::string_view) {
        return indexing.change(AdId::from(key.substr(prefix.str().size())), change);
    }));
    return indexing.finish();
}
Status on(Stage& stage, const Applied& at, const events::members::Left& e) {
    return change_all(stage, at, e.member, [](Kept& kept) { kept.published = false; });
}
Status on(Stage& stage, const Applied& at, const events::members::Erased& e) {
    return change_all(stage, at, e.member, [](Kept& kept) { drop_words(kept); });
}

/// What else happens is not heard.
template <class Event>
Status on(Stage&, const Applied&, const Event&) {
    return {};
}

} // namespace

Said said_by(const AdWritten& e) {
    Columns columns{};
    std::string labels;
    search::at(columns, Column::kind) = code(e.kind);
    if (e.trade) search::at(columns, Column::trade) = number_of_code(*e.trade);
    if (e.contract) search::at(columns, Column::contract) = number_of_code(*e.contract);
    add_label(labels, e.trade ? events::find_trade(*e.trade) : nullptr);
    add_label(labels, e.contract ? events::find_contract(*e.contract) : nullptr);
    add_place(columns, labels, e);
    search::at(columns, Column::price) = price_of(e);
    search::at(columns, Column::surface) = e.surface.value_or(0);
    add_label(labels, e.place.value_or(""));
    add_label(labels, e.structure.value_or(""));
    Said said;
    said.language = e.language;
    said.columns.assign(columns.begin(), columns.end());
    if (!e.title) return said;
    said.title = *e.title;
    said.labels = std::move(labels);
    said.body = e.body.value_or("");
    return said;
}

Document document_of(const Said& said) {
    Document out;
    out.language = said.language;
    std::copy_n(said.columns.begin(), std::min(said.columns.size(), out.columns.size()), out.columns.begin());
    out.texts = {{Field::title, said.title}, {Field::tags, said.labels}, {Field::body, said.body}};
    return out;
}

Status apply(Stage& stage, const Applied& at, const events::Event& event) {
    return std::visit([&](const auto& e) { return on(stage, at, e); }, event);
}

} // namespace palabre::projections::search::ads
