// SPDX-License-Identifier: Apache-2.0
// Acts by one button: on a post, or on a thread. Done, or a page that says why not.
#include "http/pages/forum/forum.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/forum/thread_page.hpp"
#include "http/pages/frame.hpp"
#include "http/server/target.hpp"

#include <charconv>

namespace palabre::http::pages::forum {

using nlohmann::json;

std::uint64_t number_of(const json& form, std::string_view name, std::uint64_t otherwise) {
    const std::string text = text_of(form, name);
    std::uint64_t number = otherwise;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc() && end == text.data() + text.size() ? number : otherwise;
}

std::string place_in(const Context& context, const json& form) {
    const auto thread = ThreadId::parse(text_of(form, "thread"));
    if (!thread) return community_path(context);
    return thread_path(context.community->slug, thread->text(), "") + place(number_of(form, "at", 1));
}

namespace {

/// Where a form ends.
using Place = std::string (*)(const Context& context, const json& form);

Answer press(const Context& context, Order asked, Place place_of = place_in) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    if (asked.body.contains("ordinal")) asked.body["ordinal"] = number_of(*form, "ordinal", 0);
    if (asked.body.contains("post")) asked.body["post"] = text_of(*form, "post");
    if (asked.body.contains("spaces")) asked.body["spaces"] = all_of(*form, "spaces");
    return order(context, std::move(asked),
                 [place = place_of(context, *form)](const Context& page, const Response& done, const Document& document)
                     -> Answer { return done.status == 204 ? see(place) : show_problem(page, document); });
}

Order reaction(Method method) {
    return {.method = method,
            .pattern = "/api/v1/communities/{c}/posts/{id}/reactions/{kind}",
            .parameters = {{"kind", "like"}}};
}

std::string at_space(const Context& context, const json&) {
    return community_path(context) + "/s/" + percent_encoded(context.parameter("space"));
}
std::string at_member(const Context& context, const json&) {
    return community_path(context) + "/m/" + percent_encoded(context.parameter("id"));
}
std::string at_front(const Context& context, const json&) {
    return community_path(context);
}

constexpr std::string_view space_followed = "/api/v1/communities/{c}/spaces/{space}/follow";
constexpr std::string_view member_followed = "/api/v1/communities/{c}/members/{id}/follow";
constexpr std::string_view accepted = "/api/v1/communities/{c}/threads/{id}/accepted-answer";
constexpr std::string_view pinned = "/api/v1/communities/{c}/threads/{id}/pin";
constexpr std::string_view locked = "/api/v1/communities/{c}/threads/{id}/lock";
constexpr std::string_view followed = "/api/v1/communities/{c}/threads/{id}/follow";

} // namespace

Answer like(const Context& context) {
    return press(context, reaction(Method::put));
}
Answer unlike(const Context& context) {
    return press(context, reaction(Method::del));
}

Answer accept(const Context& context) {
    return press(context, {.method = Method::put, .pattern = accepted, .body = {{"post", ""}}});
}
Answer withdraw(const Context& context) {
    return press(context, {.method = Method::del, .pattern = accepted});
}

Answer remove(const Context& context) {
    return press(context, {.method = Method::del, .pattern = "/api/v1/communities/{c}/posts/{id}"});
}

Answer pin(const Context& context) {
    return press(context, {.method = Method::put, .pattern = pinned});
}
Answer unpin(const Context& context) {
    return press(context, {.method = Method::del, .pattern = pinned});
}

Answer lock(const Context& context) {
    return press(context, {.method = Method::put, .pattern = locked});
}
Answer unlock(const Context& context) {
    return press(context, {.method = Method::del, .pattern = locked});
}

Answer follow(const Context& context) {
    return press(context, {.method = Method::put, .pattern = followed});
}
Answer unfollow(const Context& context) {
    return press(context, {.method = Method::del, .pattern = followed});
}

Answer follow_space(const Context& context) {
    return press(context, {.method = Method::put, .pattern = space_followed}, at_space);
}
Answer unfollow_space(const Context& context) {
    return press(context, {.method = Method::del, .pattern = space_followed}, at_space);
}

Answer follow_member(const Context& context) {
    return press(context, {.method = Method::put, .pattern = member_followed}, at_member);
}
Answer unfollow_member(const Context& context) {
    return press(context, {.method = Method::del, .pattern = member_followed}, at_member);
}

Answer read_thread(const Context& context) {
    return press(
        context,
        {.method = Method::put, .pattern = "/api/v1/communities/{c}/threads/{id}/read", .body = {{"ordinal", 0}}});
}

Answer read_all(const Context& context) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    json body = json::object();
    if (const std::string space = text_of(*form, "space"); !space.empty()) body["space"] = space;
    return press(context, {.pattern = "/api/v1/communities/{c}/read", .body = std::move(body)}, at_front);
}

Answer move(const Context& context) {
    return press(context, {.method = Method::put,
                           .pattern = "/api/v1/communities/{c}/threads/{id}/spaces",
                           .body = {{"spaces", json::array()}}});
}

} // namespace palabre::http::pages::forum
