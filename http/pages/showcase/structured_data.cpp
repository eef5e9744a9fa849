// SPDX-License-Identifier: Apache-2.0
#include "http/pages/showcase/structured_data.hpp"

#include "core/limits.hpp"
#include "http/messages.hpp"
#include "http/pages/forum/present.hpp"
#include "http/pages/setting.hpp"

#include <nlohmann/json.hpp>

namespace palabre::http::pages::showcase {
namespace {

using nlohmann::json;

std::string text_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// One thread's data, part by part.
class Writer {
public:
    Writer(const Context& context, const json& document)
        : context_(context), document_(document), address_(document["page"]["public"]["address"]) {}

    [[nodiscard]] json page() const {
        const bool question = document_["thread"]["kind"] == "question";
        json data = {{"@context", "https://schema.org"}};
        if (question) {
            data["@type"] = "QAPage";
            data["mainEntity"] = this->question();
        } else {
            data.update(posting());
        }
        return data;
    }

private:
    [[nodiscard]] json author(const json& post) const {
        const json& members = document_["members"];
        const auto found = members.find(text_at(post, "author"));
        const json member = found == members.end() ? json::object() : *found;
        return {{"@type", member.contains("organisation") ? "Organization" : "Person"},
                {"name", author_name(context_, member)}};
    }
    /// What a post says, wherever it stands.
    [[nodiscard]] json said(const json& post, const char* type) const {
        return {{"@type", type},
                {"text", forum::excerpt_of(text_at(post, "body_html"), limits::structured_text)},
                {"datePublished", text_at(post, "created")},
                {"author", author(post)},
                {"url", address_ + "#p" + post["ordinal"].dump()}};
    }
    [[nodiscard]] json answer(const json& post) const {
        json data = said(post, "Answer");
        data["upvoteCount"] = post["score"];
        return data;
    }
    /// The opening post; on later pages of a thread, which do not hold it, what the thread itself says.
    [[nodiscard]] json opening(const char* type) const {
        const json& thread = document_["thread"];
        if (document_.contains("question")) return said(document_["question"], type);
        return {{"@type", type}, {"datePublished", text_at(thread, "created")}, {"author", author(thread)}};
    }
    [[nodiscard]] json question() const {
        const json& thread = document_["thread"];
        json data = opening("Question");
        data["name"] = text_at(thread, "title");
        data["answerCount"] = thread["answers"];
        data["upvoteCount"] = thread["score"];
        for (const json& post : document_["posts"]) {
            if (post["state"] != "shown" || !post["parent"].is_null()) continue;
            if (post["id"] == thread["accepted"])
                data["acceptedAnswer"] = answer(post);
            else
                data["suggestedAnswer"].push_back(answer(post));
        }
        return data;
    }
    [[nodiscard]] json posting() const {
        const json& thread = document_["thread"];
        json data = opening("DiscussionForumPosting");
        data["headline"] = text_at(thread, "title");
        data["url"] = address_;
        for (const json& post : document_["posts"])
            if (post["state"] == "shown") data["comment"].push_back(said(post, "Comment"));
        return data;
    }

    const Context& context_;
    const json& document_;
    const std::string address_;
};

/// As JavaScript has it, and without a byte by which HTML could end the script.
std::string for_script(const json& data) {
    std::string out;
    for (const char c : data.dump(-1, ' ', true)) {
        switch (c) {
        case '<':
            out += "\\u003c";
            break;
        case '>':
            out += "\\u003e";
            break;
        case '&':
            out += "\\u0026";
            break;
        default:
            out += c;
        }
    }
    return out;
}

} // namespace

std::string author_name(const Context& context, const json& member) {
    if (std::string name = text_at(member, "name"); !name.empty()) return name;
    const auto say = [&](std::string_view key) { return context.services.messages.format(context.language, key, {}); };
    const std::string state = text_at(member, "state");
    if (state == "left" || state == "erased") return say("members.former");
    const std::string trade = text_at(member, "trade");
    if (trade.empty()) return say("members.a_member");
    std::string name = code_name(context.language, "trade", trade);
    if (const std::string place = text_at(member, "departement"); !place.empty())
        name.append(", ").append(code_name(context.language, "departement", place));
    return name;
}

std::string structured_data(const Context& context, const json& document) {
    return for_script(Writer(context, document).page());
}

} // namespace palabre::http::pages::showcase
