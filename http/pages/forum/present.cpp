// SPDX-License-Identifier: Apache-2.0
#include "http/pages/forum/present.hpp"

#include "core/limits.hpp"
#include "core/text/html.hpp"
#include "core/text/references.hpp"
#include "core/text/unicode.hpp"
#include "http/pages/forum/attach.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace palabre::http::pages::forum {
namespace {

using nlohmann::json;

bool truth(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

/// What depends on the viewer and on the other posts of the page.
void present_post(json& post, const json& thread, const json& posts, const json& viewer, bool can_edit) {
    const auto mine = post.find("my");
    post["thanked"] = mine != post.end() && std::ranges::find(*mine, "like") != mine->end();
    post["accepted"] = post["id"] == thread["accepted"];
    if (!post["parent"].is_null()) {
        const auto parent =
            std::ranges::find_if(posts, [&](const json& other) { return other["id"] == post["parent"]; });
        if (parent != posts.end()) post["to"] = (*parent)["ordinal"];
    }
    json& may = post["may"] = json::object();
    if (!viewer.is_object() || post["state"] != "shown") return;
    const json& rights = viewer["may"];
    may["react"] = truth(rights, "react");
    may["comment"] = truth(rights, "reply");
    const bool own = post["author"] == viewer["member"] || truth(post, "own");
    may["edit"] = can_edit && own;
    may["remove"] = can_edit && (own || truth(rights, "remove"));
    const bool answer = thread["kind"] == "question" && post["parent"].is_null() && post["id"] != thread["opening"];
    may["accept"] = truth(rights, "accept") && answer && !truth(post, "accepted");
    may["withdraw"] = truth(rights, "accept") && truth(post, "accepted");
}

json pages_around(std::uint64_t number, std::uint64_t pages) {
    if (pages < 2) return nullptr;
    json pager = {{"number", number}};
    if (number > 1) pager["previous"] = "?page=" + std::to_string(number - 1);
    if (number < pages) pager["next"] = "?page=" + std::to_string(number + 1);
    return pager;
}

} // namespace

void present_threads(json& document, json list, std::string_view sort) {
    document["threads"] = std::move(list["threads"]);
    const json unread = list.value("unread", json::object());
    for (json& thread : document["threads"]) {
        const auto news = unread.find(thread["id"].get<std::string>());
        if (news == unread.end()) continue;
        thread["unread"] = *news;
        thread["unread"]["address"] = thread_path(document["community"]["slug"].get<std::string>(),
                                                  thread["id"].get<std::string>(), thread["slug"].get<std::string>()) +
                                      place((*news)["first"].get<std::uint64_t>());
    }
    document["members"] = std::move(list["members"]);
    document["page"]["sort"] = sort;
    document["page"]["has_threads"] = !document["threads"].empty();
    if (const auto next = list.find("next"); next != list.end() && next->is_string())
        document["pager"] = {{"next", "?sort=" + std::string(sort) + "&cursor=" + next->get<std::string>()}};
}

void present_thread(json& document, json thread, bool can_edit) {
    const json viewer = thread.value("viewer", json());
    if (viewer.is_object()) {
        document["viewer"]["may"] = viewer["may"];
        document["viewer"]["following"] = truth(viewer, "following");
        present_speaks_for(document, viewer.value("speaks_for", json::array()));
        if (viewer.contains("unread") && viewer["unread"].is_number())
            document["page"]["unread"] = {{"place", place(viewer["unread"].get<std::uint64_t>())}};
    }
    document["thread"] = std::move(thread["thread"]);
    document["members"] = std::move(thread["members"]);
    json& about = document["thread"];
    about["has_tags"] = !about["tags"].empty();
    about["address"] = thread_path(document["community"]["slug"].get<std::string>(), about["id"].get<std::string>(),
                                   about["slug"].get<std::string>());

    if (document.contains("spaces"))
        for (json& space : document["spaces"])
            space["chosen"] = std::ranges::find(about["spaces"], space["id"]) != about["spaces"].end();

    json posts = std::move(thread["posts"]);
    for (json& post : posts) present_post(post, about, posts, viewer, can_edit);
    for (json& post : posts) present_files(post, document["community"]["slug"].get<std::string>());
    if (!posts.empty() && posts.front()["id"] == about["opening"]) {
        document["page"]["excerpt"] = excerpt_of(posts.front()["body_html"].get<std::string>());
        document["question"] = std::move(posts.front());
        posts.erase(posts.begin());
    }
    const std::uint64_t number = thread.value("page", std::uint64_t{1});
    if (number == 1) {
        const auto accepted = std::ranges::find_if(posts, [](const json& post) { return truth(post, "accepted"); });
        if (accepted != posts.end()) {
            document["accepted_post"] = *accepted;
            document["accepted_post"]["address"] = "#p" + (*accepted)["ordinal"].dump();
        }
    }
    if (const auto& last = posts.empty() ? document["question"] : posts.back(); last.is_object())
        document["page"]["last"] = last["ordinal"];
    document["page"]["has_posts"] = !posts.empty();
    document["page"]["number"] = number;
    document["posts"] = std::move(posts);
    document["pager"] = pages_around(number, thread.value("pages", std::uint64_t{1}));
}

void present_speaks_for(json& document, json organisations, std::string_view chosen) {
    for (json& each : organisations) each["chosen"] = each["id"] == chosen;
    document["viewer"]["has_organisations"] = !organisations.empty();
    document["viewer"]["speaks_for"] = std::move(organisations);
}

void add_quoting(json& document, std::string_view quote) {
    const auto found = palabre::text::find_reference("@[post:" + std::string(quote) + "]");
    if (!found) return;
    const std::string id = std::get<palabre::text::Quote>(found->target).post.text();
    const auto note = [&](const json& post) {
        if (post["id"] == id && post["state"] == "shown")
            document["quoting"] = {{"value", quote}, {"ordinal", post["ordinal"]}};
    };
    if (document.contains("question")) note(document["question"]);
    for (const json& post : document["posts"]) note(post);
}

std::string thread_path(std::string_view community, std::string_view thread, std::string_view slug) {
    std::string path = "/c/" + std::string(community) + "/t/" + std::string(thread);
    if (!slug.empty()) path.append("/").append(slug);
    return path;
}

std::string place(std::uint64_t ordinal) {
    const std::uint64_t page = (std::max<std::uint64_t>(ordinal, 1) - 1) / limits::posts_per_page + 1;
    return (page > 1 ? "?page=" + std::to_string(page) : "") + "#p" + std::to_string(ordinal);
}

std::string excerpt_of(std::string_view html, std::size_t most) {
    return palabre::text::excerpt(palabre::text::without_tags(html), most);
}

} // namespace palabre::http::pages::forum
