// SPDX-License-Identifier: Apache-2.0
// Acts by one button: on a post, or on a thread. Done, or a page that says why not.
#include "http/pages/forum/forum.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/forum/thread_page.hpp"
#include "http/pages/frame.hpp"

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

Answer press(const Context& context, Order asked) {
    Response refused;
    const auto form = form_of(context, refused);
    if (!form) return refused;
    if (asked.body.contains("post")) asked.body["post"] = text_of(*form, "post");
    if (asked.body.contains("spaces")) asked.body["spaces"] = all_of(*form, "spaces");
    return order(context, std::move(asked),
                 [place = place_in(context, *form)](const Context& page, const Response& done, const Document& document)
                     -> Answer { return done.status == 204 ? see(place) : show_problem(page, document); });
}

Order reaction(Method method) {
    return {.method = method,
            .pattern = "/api/v1/communities/{c}/posts/{id}/reactions/{kind}",
            .parameters = {{"kind", "like"}}};
}

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

Answer move(const Context& context) {
    return press(context, {.method = Method::put,
                           .pattern = "/api/v1/communities/{c}/threads/{id}/spaces",
                           .body = {{"spaces", json::array()}}});
}

} // namespace palabre::http::pages::forum
