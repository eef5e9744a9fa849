// SPDX-License-Identifier: Apache-2.0
#include "http/api/ads/details.hpp"

#include "commands/ads/details.hpp"
#include "commands/ads/entities.hpp"
#include "core/limits.hpp"
#include "http/api/written.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::ads {

using commands::ads::Details;
using nlohmann::json;

namespace {

constexpr auto money = static_cast<std::int64_t>(limits::ad_money);

template <class T>
std::optional<T> as(std::optional<std::int64_t> number) {
    return number ? std::optional(static_cast<T>(*number)) : std::nullopt;
}

template <class T>
json or_null(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

} // namespace

Details details_of(Body& body, const Context& context) {
    using U32 = std::uint32_t;
    using U64 = std::uint64_t;
    Details d;
    d.kind = body.one_of("kind", events::parse<events::ads::AdKind>);
    d.party = body.optional_one_of("party", events::parse<events::ads::AdParty>).value_or(events::ads::AdParty::person);
    d.organisation = body.optional_id<OrganisationId>("organisation");
    d.hides_name = body.flag("hides_name", false);
    d.language = body.optional_one_of("language", events::parse<events::Language>).value_or(context.language);
    d.title = body.line("title", 1, limits::title);
    d.body = body.text("body", 1, limits::ad_body);
    d.place = body.optional_line("place", limits::name);
    d.structure = body.optional_line("structure", limits::name);
    d.trade = body.optional_line("trade", limits::code);
    d.commune = body.optional_line("commune", limits::commune);
    d.departement = body.optional_line("departement", limits::code);
    d.latitude = as<std::int32_t>(body.optional_number("latitude", -limits::latitude, limits::latitude));
    d.longitude = as<std::int32_t>(body.optional_number("longitude", -limits::longitude, limits::longitude));
    d.radius = as<U32>(body.optional_number("radius", 1, limits::ad_radius));
    d.surface = as<U32>(body.optional_number("surface", 1, limits::ad_surface));
    d.rent = as<U64>(body.optional_number("rent", 0, money));
    d.charges = as<U64>(body.optional_number("charges", 0, money));
    d.price = as<U64>(body.optional_number("price", 0, money));
    d.starts_on = body.optional_line("starts_on", limits::day);
    d.contract = body.optional_line("contract", limits::code);
    d.weekly_minutes = as<U32>(body.optional_number("weekly_minutes", 1, limits::week_minutes));
    d.salary_least = as<U64>(body.optional_number("salary_least", 0, money));
    d.salary_most = as<U64>(body.optional_number("salary_most", 0, money));
    d.salary_period = body.optional_one_of("salary_period", events::parse<events::ads::SalaryPeriod>);
    d.rome = body.optional_line("rome", limits::rome);
    d.attachments = body.ids<FileId>("attachments", 0, limits::attachments);
    commands::ads::find_commune(d);
    return d;
}

Result<std::string> source_of(const Context& context, const AdId& ad) {
    // Writing and editing alone write the entity of the words.
    PALABRE_TRY(event, last_written(context, commands::ads::AdWords::kind, ad.text()));
    const auto* e = event ? std::get_if<events::ads::AdWritten>(&*event) : nullptr;
    if (e == nullptr || !e->title) return std::string("null");
    json files = json::array();
    for (const FileId& file : e->attachments) files.push_back(file.text());
    const json source{{"kind", text(e->kind)},
                      {"party", text(e->party)},
                      {"organisation", e->organisation ? json(e->organisation->text()) : json(nullptr)},
                      {"hides_name", e->hides_name},
                      {"language", text(e->language)},
                      {"title", *e->title},
                      {"body", e->body.value_or("")},
                      {"place", or_null(e->place)},
                      {"structure", or_null(e->structure)},
                      {"trade", or_null(e->trade)},
                      {"commune", or_null(e->commune)},
                      {"departement", or_null(e->departement)},
                      {"latitude", or_null(e->latitude)},
                      {"longitude", or_null(e->longitude)},
                      {"radius", or_null(e->radius)},
                      {"surface", or_null(e->surface)},
                      {"rent", or_null(e->rent)},
                      {"charges", or_null(e->charges)},
                      {"price", or_null(e->price)},
                      {"starts_on", or_null(e->starts_on)},
                      {"contract", or_null(e->contract)},
                      {"weekly_minutes", or_null(e->weekly_minutes)},
                      {"salary_least", or_null(e->salary_least)},
                      {"salary_most", or_null(e->salary_most)},
                      {"salary_period", e->salary_period ? json(text(*e->salary_period)) : json(nullptr)},
                      {"rome", or_null(e->rome)},
                      {"attachments", std::move(files)}};
    return source.dump();
}

} // namespace palabre::http::ads
