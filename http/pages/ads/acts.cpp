// SPDX-License-Identifier: Apache-2.0
// Acts by one button on an ad. Done, or a page that says why not.
#include "http/pages/ads/ads.hpp"
#include "http/pages/ads/present.hpp"
#include "http/pages/frame.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages::ads {

using nlohmann::json;

namespace {

constexpr std::string_view of_rules = "/api/v1/communities/{c}/ads/rules";

enum class Back { all, ad, own, queue };

std::string place_of(const Context& context, Back back) {
    const std::string list = community_path(context) + "/ads";
    if (back == Back::all) return list;
    if (back == Back::own) return list + "/mine";
    if (back == Back::queue) return list + "/queue";
    return list + "/" + std::string(context.parameter("id"));
}

/// `with`: fields of the form that the API takes as they are.
Answer press(const Context& context, Order asked, Back back, std::initializer_list<const char*> with = {}) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    for (const char* name : with) asked.body[name] = text_of(*form, name);
    return order(context, std::move(asked),
                 [place = place_of(context, back)](const Context& page, const Response& done, const Document& document)
                     -> Answer { return done.status == 204 ? see(place) : show_problem(page, document); });
}

} // namespace

Answer renew(const Context& context) {
    return press(context, {.pattern = "/api/v1/communities/{c}/ads/{id}/renewal"}, Back::ad);
}
Answer fill(const Context& context) {
    return press(context, {.pattern = "/api/v1/communities/{c}/ads/{id}/filled"}, Back::ad);
}
Answer withdraw(const Context& context) {
    return press(context, {.pattern = "/api/v1/communities/{c}/ads/{id}/withdrawal"}, Back::ad);
}
Answer remove(const Context& context) {
    return press(context, {.method = Method::del, .pattern = "/api/v1/communities/{c}/ads/{id}"}, Back::own);
}
Answer approve(const Context& context) {
    return press(context, {.pattern = "/api/v1/communities/{c}/ads/{id}/approval"}, Back::queue);
}
Answer refuse(const Context& context) {
    return press(context, {.pattern = "/api/v1/communities/{c}/ads/{id}/refusal"}, Back::queue, {"reason", "note"});
}
Answer report(const Context& context) {
    return press(context, {.pattern = "/api/v1/communities/{c}/ads/{id}/reports"}, Back::ad, {"reason", "note"});
}
Answer answer_reports(const Context& context) {
    return press(context, {.method = Method::del, .pattern = "/api/v1/communities/{c}/ads/{id}/reports"}, Back::ad);
}
Answer keep(const Context& context) {
    return press(context, {.method = Method::put, .pattern = "/api/v1/communities/{c}/ads/{id}/favourite"}, Back::ad);
}
Answer let_go(const Context& context) {
    return press(context, {.method = Method::del, .pattern = "/api/v1/communities/{c}/ads/{id}/favourite"}, Back::ad);
}
Answer like(const Context& context) {
    return press(context, {.method = Method::put, .pattern = "/api/v1/communities/{c}/ads/{id}/like"}, Back::ad);
}
Answer unlike(const Context& context) {
    return press(context, {.method = Method::del, .pattern = "/api/v1/communities/{c}/ads/{id}/like"}, Back::ad);
}
Answer remove_comment(const Context& context) {
    return press(context, {.method = Method::del, .pattern = "/api/v1/communities/{c}/ads/{id}/comments/{comment}"},
                 Back::ad);
}
Answer visit(const Context& context) {
    return press(context, {.method = Method::put, .pattern = "/api/v1/communities/{c}/ads/visit"}, Back::all);
}

Answer rules_form(const Context& context) {
    const auto found = ask(context, of_rules);
    if (!found.ok()) return show_problem(context, found);
    json document = frame(context);
    document["page"]["here"] = "ads";
    return show_form(context, "ads/rules", std::move(document), found.body);
}

Answer set_rules(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    const json body{{"moderated", text_of(*form, "moderated") == "true"}, {"open", text_of(*form, "open") == "true"}};
    return order(context, {.method = Method::put, .pattern = of_rules, .body = body},
                 [](const Context& page, const Response& done, const Document& document) -> Answer {
                     return done.status == 204 ? see(community_path(page) + "/ads") : show_problem(page, document);
                 });
}

} // namespace palabre::http::pages::ads
