// SPDX-License-Identifier: Apache-2.0
// A body's fields (http/body.hpp) and what is said of them. The input is a line with the content type (empty: none),
// then the body.
#include "core/text/unicode.hpp"
#include "events/codes.hpp"
#include "events/common.hpp"
#include "http/body.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace palabre::fuzz {
namespace {

using namespace palabre::http;

/// One field of each kind.
struct Fields {
    std::string title, body, email, password;
    std::optional<std::string> source, bio;
    ThreadId thread;
    std::optional<PostId> post;
    std::vector<SpaceId> spaces;
    events::Language language{};
    std::optional<events::Language> other;
    std::vector<std::string> tags;
    bool announce = false;
    std::optional<Problem> problem;
};

Fields read(const Request& request) {
    Fields f;
    Body body(request);
    f.title = body.line("title", 2, 20);
    f.body = body.text("body", 1, 200);
    f.email = body.key("email", 3, 30);
    f.password = body.exactly("password", 4, 20);
    f.source = body.optional_line("source", 10);
    f.bio = body.optional_text("bio", 30);
    f.thread = body.id<ThreadId>("thread");
    f.post = body.optional_id<PostId>("post");
    f.spaces = body.ids<SpaceId>("spaces", 1, 3);
    f.language = body.one_of("language", events::parse<events::Language>);
    f.other = body.optional_one_of("other", events::parse<events::Language>);
    f.tags = body.labels("tags", 0, 3, 12);
    f.announce = body.flag("announce", false);
    f.problem = body.problem();
    const auto asked_again = body.problem();
    require(asked_again.has_value() == f.problem.has_value(), "what is wrong does not change by asking");
    return f;
}

void check_problem(const Problem& problem) {
    static const Messages messages = Messages::embedded();
    const auto known = std::ranges::find(reasons(), problem.reason, &ReasonStatus::reason);
    require(known != reasons().end() && known->status == problem.status, "a fault is a known problem");
    require(problem.status >= 400 && problem.status < 500, "and the client's");
    const bool of_the_whole = problem.reason == "malformed" || problem.reason == "unsupported-media";
    require(problem.field.starts_with('/') || (of_the_whole && problem.field.empty()), "a fault names its field");
    for (const auto language : {events::Language::fr, events::Language::en}) {
        const auto document = nlohmann::json::parse(problem_json(problem, messages, language).body, nullptr, false);
        require(document.is_object() && document.at("type") == "/problems/" + std::string(problem.reason) &&
                    !document.at("title").get<std::string>().empty(),
                "a problem is a document");
    }
}

void check_bounds(const Fields& f) {
    const auto holds = [](std::string_view text, std::size_t least, std::size_t most) {
        return text::is_text(text) && text::length(text) >= least && text::length(text) <= most;
    };
    require(holds(f.title, 2, 20) && text::is_line(f.title), "a line is one, within its bounds");
    require(holds(f.body, 1, 200) && !text::is_blank(f.body), "a text is one, within its bounds");
    require(holds(f.email, 3, 30) && text::clean_line(f.email) == f.email, "a key is trimmed, within its bounds");
    require(text::length(f.password) >= 4 && text::length(f.password) <= 20, "a password is within its bounds");
    require(!f.source || (holds(*f.source, 1, 10) && text::is_line(*f.source)), "so is a line that may be absent");
    require(!f.bio || holds(*f.bio, 1, 30), "so is a text that may be absent");
    require(!f.spaces.empty() && f.spaces.size() <= 3, "so is a list of ids");
    require(f.tags.size() <= 3, "so is a list of labels");
    for (const auto& tag : f.tags) require(holds(tag, 1, 12) && text::label(tag) == tag, "a label is one");
}

/// What was read, as the JSON that says the same.
std::string written(const Fields& f) {
    auto ids = nlohmann::json::array();
    for (const auto& space : f.spaces) ids.push_back(space.text());
    nlohmann::json body = {{"title", f.title},
                           {"body", f.body},
                           {"email", f.email},
                           {"password", f.password},
                           {"thread", f.thread.text()},
                           {"spaces", ids},
                           {"tags", f.tags},
                           {"announce", f.announce},
                           {"language", events::text(f.language)}};
    if (f.source) body["source"] = *f.source;
    if (f.bio) body["bio"] = *f.bio;
    if (f.post) body["post"] = f.post->text();
    if (f.other) body["other"] = events::text(*f.other);
    return body.dump();
}

} // namespace

void check(std::string_view input) {
    Request request;
    request.method = Method::post;
    if (const auto type = take_line(input); !type.empty()) request.headers.emplace_back("content-type", type);
    request.body = input;
    const Fields fields = read(request);
    if (fields.problem) return check_problem(*fields.problem);
    check_bounds(fields);

    Request again;
    again.method = Method::post;
    again.body = written(fields);
    const Fields same = read(again);
    require(!same.problem, "what was taken is taken again");
    require(written(same) == again.body, "and is the same then");
}

} // namespace palabre::fuzz
