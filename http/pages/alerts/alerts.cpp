// SPDX-License-Identifier: Apache-2.0
#include "http/pages/alerts/alerts.hpp"

#include "core/limits.hpp"
#include "core/places/places.hpp"
#include "http/pages/choices.hpp"
#include "http/pages/frame.hpp"
#include "http/server/target.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace palabre::http::pages::alerts {

using nlohmann::json;

namespace {

constexpr std::string_view of_all = "/api/v1/communities/{c}/saved-searches";
constexpr std::int64_t most_typed = 1'000'000'000; ///< beyond any bound of the API's
constexpr const char* codes[] = {"kind", "trade", "contract", "departement", "region"};
constexpr const char* prices[] = {"price_least", "price_most"};
/// All that a search is asked by, as the fields of its form are called.
constexpr const char* parts[] = {"q",    "kind",      "trade",       "contract",   "departement",   "region",
                                 "near", "radius_km", "price_least", "price_most", "surface_least", "surface_most"};
constexpr const char* usual_radius = "30"; ///< of who gave a place and none: an hour's round of visits

/// What was typed in digits, `times` as much: people write euros, the API takes cents. What is no number goes as it was
/// typed: the API says so at its field.
json number_of(const std::string& typed, std::int64_t times) {
    if (typed.empty()) return nullptr;
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (failed != std::errc() || end != typed.data() + typed.size() || number > most_typed) return typed;
    return number * times;
}

/// In euros what the API has in cents.
void show_prices(json& search) {
    for (const char* price : prices)
        if (search[price].is_number()) search[price] = search[price].get<std::uint64_t>() / 100;
}

/// What the form must be sent with, once more, to have a search again that was dropped: its parameters are those of the
/// page that says so.
json undo_of(const Context& context) {
    json fields = json::array();
    for (const char* name : parts)
        if (auto value = context.request.parameter(name); value && !value->empty())
            fields.push_back({{"name", name}, {"value", std::move(*value)}});
    return {{"to", community_path(context) + "/saved-searches"}, {"fields", std::move(fields)}};
}

/// The search as parameters of its form; empty: there is none of this id, or the form cannot say it: a price with
/// cents.
std::string as_parameters(const Context& context, std::string_view id) {
    const auto found = ask(context, of_all);
    if (!found.ok()) return {};
    const json& all = found.body["saved_searches"];
    const auto there = std::ranges::find_if(all, [&](const json& each) { return each["id"] == id; });
    if (there == all.end()) return {};
    json search = *there;
    for (const char* price : prices)
        if (search[price].is_number() && search[price].get<std::uint64_t>() % 100 != 0) return {};
    show_prices(search);
    if (search["radius_km"].is_number())
        search["near"] = fmt::format("{:.2f},{:.2f}", search["latitude"].get<double>() / 100,
                                     search["longitude"].get<double>() / 100);
    std::string out;
    for (const char* name : parts) {
        const json value = search.value(name, json());
        if (value.is_null() || value == "") continue;
        fmt::format_to(std::back_inserter(out), "&{}={}", name,
                       percent_encoded(value.is_string() ? value.get<std::string>() : value.dump()));
    }
    return out;
}

Response searches_page(const Context& context, json form, const Document* refused = nullptr) {
    const auto found = ask(context, of_all);
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["page"]["beside"] = true;
    document["saved_searches"] = found.body["saved_searches"];
    for (json& each : document["saved_searches"]) {
        show_prices(each);
        if (!each["radius_km"].is_number()) continue;
        const auto& around =
            places::Places::list().named(each["latitude"].get<std::int32_t>(), each["longitude"].get<std::int32_t>());
        each["around"] = fmt::format("{} ({})", around.name, around.department);
    }
    if (context.request.parameter("dropped")) document["undo"] = undo_of(context);
    document["has_searches"] = !document["saved_searches"].empty();
    document["choices"] = {
        {"trade", choices(events::trades(), text_of(form, "trade"), context.language)},
        {"contract", choices(events::contracts(), text_of(form, "contract"), context.language)},
        {"departement", choices(events::departements(), text_of(form, "departement"), context.language)},
        {"region", choices(events::regions(), text_of(form, "region"), context.language)}};
    document["kinds"] = json::array();
    for (const char* kind : {"premises-offered", "premises-wanted", "job-offered", "job-wanted"})
        document["kinds"].push_back({{"kind", kind}, {"chosen", text_of(form, "kind") == kind}});
    return show_form(context, "alerts/searches", std::move(document), std::move(form), refused);
}

} // namespace

bool may_be_saved(const search::Asked& asked) {
    // Saved without its commune it would find what this list does not show.
    return asked.get("commune").empty() &&
           std::ranges::any_of(parts, [&](const char* name) { return !asked.get(name).empty(); });
}

Answer searches(const Context& context) {
    if (context.request.parameter("dropped")) return searches_page(context, json::object());
    json form;
    for (const char* name : parts) form[name] = context.request.parameter(name).value_or("");
    if (form["radius_km"] == "" && form["near"] != "") form["radius_km"] = usual_radius;
    return searches_page(context, std::move(form));
}

Answer save(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    json body = {{"q", text_of(*form, "q")},
                 {"near", text_of(*form, "near")},
                 {"radius_km", number_of(text_of(*form, "radius_km"), 1)},
                 {"price_least", number_of(text_of(*form, "price_least"), 100)},
                 {"price_most", number_of(text_of(*form, "price_most"), 100)}};
    for (const char* name : codes) body[name] = text_of(*form, name);
    for (const char* name : {"surface_least", "surface_most"}) body[name] = number_of(text_of(*form, name), 1);
    return order(context, {.pattern = of_all, .body = std::move(body), .headers = headers_of(*form)},
                 [form = *form](const Context& page, const Response& done, Document document) -> Answer {
                     if (done.status == 201) return see(community_path(page) + "/saved-searches");
                     // A radius without a middle: here that is a name, and not its coordinates.
                     if (document.body.value("field", "") == "/latitude") document.body["field"] = "/near";
                     return searches_page(page, form, &document);
                 });
}

Answer drop(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    const std::string id = text_of(*form, "search"), dropped = as_parameters(context, id);
    return order(
        context,
        {.method = Method::del, .pattern = "/api/v1/communities/{c}/saved-searches/{id}", .parameters = {{"id", id}}},
        [dropped](const Context& page, const Response& done, const Document& document) -> Answer {
            if (done.status != 204) return show_problem(page, document);
            const std::string path = community_path(page) + "/saved-searches", undo = path + "?dropped" + dropped;
            return see(dropped.empty() || undo.size() > limits::target_bytes ? path : undo);
        });
}

} // namespace palabre::http::pages::alerts
