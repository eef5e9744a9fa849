// SPDX-License-Identifier: Apache-2.0
// Conversations: all of one's own, one of them, and writing to the advertiser of an ad; what was reported of them.
#pragma once

#include "http/route.hpp"

namespace palabre::http::pages::messages {

[[nodiscard]] Answer conversations(const Context& context);
[[nodiscard]] Answer conversation(const Context& context);
[[nodiscard]] Answer send(const Context& context);
/// The form messages/contact.tpl of an ad's page: the ad's id is the path's.
[[nodiscard]] Answer contact_form(const Context& context);
[[nodiscard]] Answer contact(const Context& context);
[[nodiscard]] Answer reports(const Context& context);

[[nodiscard]] Answer mark_read(const Context& context);
[[nodiscard]] Answer block(const Context& context);
[[nodiscard]] Answer unblock(const Context& context);
[[nodiscard]] Answer report(const Context& context);

} // namespace palabre::http::pages::messages
