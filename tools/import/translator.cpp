// SPDX-License-Identifier: Apache-2.0
#include "tools/import/translator.hpp"

#include "core/limits.hpp"
#include "core/text/unicode.hpp"
#include "tools/import/derived.hpp"

namespace palabre::tools::import {

using commands::Submission;

namespace {

constexpr std::string_view named = "name:"; ///< begins the row of somebody who is only named

/// Posts carry their row as the id they had in their source. People do not: it would tell who they were for good.
std::optional<std::string> source_id(std::string row) {
    if (text::length(row) > limits::source_id) return std::nullopt;
    return row;
}

} // namespace

Submission Translator::operator()(const stackexchange::Item& item) {
    return std::visit([&](const auto& each) { return translate(each); }, item);
}

std::string Translator::person(std::string_view row) const {
    if (!row.starts_with(named)) return std::string(row);
    return std::string(named) + name_hash(place_.naming_key, "import-name", row.substr(named.size())).text();
}

MemberId Translator::member(std::string_view row) const {
    return derived<MemberId>(place_.community, "member", person(row));
}

Submission Translator::submission(std::string_view kind, std::string_view row, MemberId actor, Instant at,
                                  commands::Command command) const {
    return {.community = place_.community,
            .command = std::move(command),
            .caller = {.actor = actor.text(), .origin = log::Origin::import},
            .id = derived_command(place_.community, kind, row),
            .at = at};
}

Submission Translator::translate(const stackexchange::User& user) {
    const auto row = person(user.row);
    const auto id = member(user.row);
    const auto identity = random_.draw<RecordId>(), content = random_.draw<RecordId>();
    auto made = submission("member", row, id, user.at,
                           commands::members::Join{.member = id,
                                                   .identity_key = identity,
                                                   .content_key = content,
                                                   .language = place_.language,
                                                   .show_name = true,
                                                   .name = user.name});
    const Owner owner{place_.community, id.text()};
    made.secrets = {{owner, identity, std::string(SecretKey::draw(random_).view())},
                    {owner, content, std::string(SecretKey::draw(random_).view())}};
    return made;
}

Submission Translator::translate(const stackexchange::Question& question) {
    return submission("question", question.row, member(question.author), question.at,
                      commands::forum::OpenThread{.thread = derived<ThreadId>(place_.community, "thread", question.row),
                                                  .post = derived<PostId>(place_.community, "post", question.row),
                                                  .kind = commands::forum::ThreadKind::question,
                                                  .spaces = {place_.space},
                                                  .tags = question.tags,
                                                  .language = place_.language,
                                                  .title = question.title,
                                                  .body = question.body,
                                                  .source_id = source_id(question.row)});
}

Submission Translator::translate(const stackexchange::Answer& answer) {
    return submission(
        "answer", answer.row, member(answer.author), answer.at,
        commands::forum::PublishPost{.thread = derived<ThreadId>(place_.community, "thread", answer.question),
                                     .post = derived<PostId>(place_.community, "post", answer.row),
                                     .language = place_.language,
                                     .body = answer.body,
                                     .source_id = source_id(answer.row)});
}

Submission Translator::translate(const stackexchange::Comment& comment) {
    return submission(
        "comment", comment.row, member(comment.author), comment.at,
        commands::forum::PublishPost{.thread = derived<ThreadId>(place_.community, "thread", comment.question),
                                     .post = derived<PostId>(place_.community, "comment", comment.row),
                                     .parent = derived<PostId>(place_.community, "post", comment.post),
                                     .language = place_.language,
                                     .body = comment.body,
                                     .source_id = source_id("comment-" + comment.row)});
}

Submission Translator::translate(const stackexchange::Edit& edit) {
    return submission("edit", edit.row, member(edit.editor), edit.at,
                      commands::forum::EditPost{.post = derived<PostId>(place_.community, "post", edit.post),
                                                .title = edit.title,
                                                .body = edit.body});
}

Submission Translator::translate(const stackexchange::Vote& vote) {
    using commands::forum::ReactionKind;
    return submission("vote", vote.row, derived<MemberId>(place_.community, "voter", vote.row), vote.at,
                      commands::forum::React{.post = derived<PostId>(place_.community, "post", vote.post),
                                             .kind = vote.up ? ReactionKind::like : ReactionKind::dislike});
}

Submission Translator::translate(const stackexchange::Accept& accept) {
    return submission(
        "accepted", accept.row, member(accept.asker), accept.at,
        commands::forum::AcceptAnswer{.thread = derived<ThreadId>(place_.community, "thread", accept.question),
                                      .post = derived<PostId>(place_.community, "post", accept.row)});
}

} // namespace palabre::tools::import
