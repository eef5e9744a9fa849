// SPDX-License-Identifier: Apache-2.0
#include "http/mails/composer.hpp"

#include "core/mail/plain.hpp"
#include "http/assets.hpp"

#include <stdexcept>

namespace palabre::http::mails {
namespace {

constexpr pages::PageTemplate test_letter{"test", "{{t:mails.test.subject}}"};
constexpr std::string_view platform_name = "Palabre";

pages::Templates load(const Messages& messages) {
    constexpr std::string_view folder = "mails/", suffix = ".tpl";
    pages::Sources sources;
    for (const Asset& file : assets())
        if (file.path.starts_with(folder) && file.path.ends_with(suffix))
            sources.emplace(file.path.substr(folder.size(), file.path.size() - folder.size() - suffix.size()),
                            file.bytes);
    std::vector<pages::PageTemplate> all{test_letter};
    for (const Letter& letter : letters()) all.push_back({letter.name, letter.subject});
    auto templates = pages::Templates::load(sources, all, messages);
    if (templates.has_error()) throw std::logic_error(templates.error().message);
    return std::move(*templates);
}

} // namespace

Composer::Composer(const Messages& messages, mail::Mailbox from, std::string site)
    : from_(std::move(from)), site_(std::move(site)), templates_(load(messages)) {}

mail::Message Composer::make(std::string_view name, nlohmann::json document, const pages::Setting& setting,
                             mail::Message message) const {
    auto& own = document["mail"];
    own["language"] = events::text(setting.language);
    own["site"] = site_;
    if (!message.unsubscribe.empty()) own["unsubscribe"] = message.unsubscribe;
    message.html = templates_.render(name, document, setting);
    message.plain = mail::plain_text(message.html);
    message.subject = mail::title_text(message.html);
    return message;
}

Result<mail::Message> Composer::compose(const Letter& letter, const mail::Queued& queued, Draft draft,
                                        Instant now) const {
    const auto to = mail::Mailbox::parse(draft.to);
    if (!to) return error(ErrorCode::invalid, "a reader's address is none that a mail can go to");
    std::string name(platform_name);
    if (const auto community = draft.document.find("community"); community != draft.document.end())
        name = community->value("name", name);
    const pages::Setting setting{draft.language, draft.time_zone, now};
    draft.concerns.push_back(queued.recipient);
    if (draft.holder) draft.concerns.push_back(draft.holder->first.text());
    return make(letter.name, std::move(draft.document), setting,
                {.id = queued.id,
                 .written = queued.made,
                 .from = {std::move(name), from_},
                 .to = *to,
                 .subject = {},
                 .plain = {},
                 .html = {},
                 .unsubscribe = std::move(draft.unsubscribe),
                 .concerns = std::move(draft.concerns),
                 .reply_to = std::move(draft.reply_to)});
}

mail::Message Composer::test(const mail::Mailbox& to, const mail::MailId& id, events::Language language,
                             Instant now) const {
    return make(test_letter.content, nlohmann::json::object(), {language, "UTC", now},
                {.id = id,
                 .written = now,
                 .from = {std::string(platform_name), from_},
                 .to = to,
                 .subject = {},
                 .plain = {},
                 .html = {}});
}

} // namespace palabre::http::mails
