// SPDX-License-Identifier: Apache-2.0
// Pages: what is news for me, what I want to hear of, and the end of mails by a link.
#pragma once

#include "http/context.hpp"

namespace palabre::http::pages::notices {

[[nodiscard]] Answer notices(const Context& context);
[[nodiscard]] Answer mark_read(const Context& context);
[[nodiscard]] Answer settings_form(const Context& context);
[[nodiscard]] Answer choose_settings(const Context& context);
/// The holder of an address that took no mail says that it does.
[[nodiscard]] Answer restore_address(const Context& context);
/// Asks before anything ends: programs that look at links in mails only get.
[[nodiscard]] Answer unsubscribe_form(const Context& context);
/// By the button, or by a mail program itself (RFC 8058), which takes no redirect.
[[nodiscard]] Answer unsubscribe(const Context& context);

} // namespace palabre::http::pages::notices
