// SPDX-License-Identifier: Apache-2.0
// Letters as mails: each template in each language, made ready at start-up as the pages' are; the plain text is read
// off the HTML.
#pragma once

#include "core/mail/message.hpp"
#include "http/mails/letter.hpp"
#include "http/pages/render.hpp"

namespace palabre::http::mails {

class Composer {
public:
    /// Of the templates in the binary, which the tests keep sound: one at fault, or a message that is missing, is a bug
    /// (std::logic_error). `messages` outlives it. `site`: its address, `host`: what that address names.
    Composer(const Messages& messages, mail::Mailbox from, std::string site);

    /// `invalid`: what was given as an address is none that a mail can go to.
    [[nodiscard]] Result<mail::Message> compose(const Letter& letter, const mail::Queued& queued, Draft draft,
                                                Instant now) const;
    /// What `palabre mail test` sends.
    [[nodiscard]] mail::Message test(const mail::Mailbox& to, const mail::MailId& id, events::Language language,
                                     Instant now) const;

private:
    [[nodiscard]] mail::Message make(std::string_view name, nlohmann::json document, const pages::Setting& setting,
                                     mail::Message message) const;

    mail::Mailbox from_;
    std::string site_;
    pages::Templates templates_;
};

} // namespace palabre::http::mails
