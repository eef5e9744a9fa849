// SPDX-License-Identifier: Apache-2.0
// Answers by mail (core/mail/received.hpp, quote.hpp). The input is a mail that came in.
#include "core/mail/quote.hpp"
#include "core/mail/received.hpp"
#include "core/mail/reply_address.hpp"
#include "core/text/unicode.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace palabre::fuzz {

void check(std::string_view input) {
    const mail::Received mail = mail::read_mail(input);
    require(text::is_text(mail.text), "what a mail says is a text");
    require(mail.recipients.size() <= 25, "its readers are few");
    const std::string fresh = mail::new_text(mail.text);
    require(text::is_text(fresh) && fresh.size() <= mail.text.size(), "what is new is a part of it");
    const std::string clean = mail::without_aliases(fresh);
    require(mail::without_aliases(clean) == clean, "an alias is gone at once");
}

} // namespace palabre::fuzz
