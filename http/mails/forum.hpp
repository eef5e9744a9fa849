// SPDX-License-Identifier: Apache-2.0
// Letters of the forum.
#pragma once

#include "http/mails/letter.hpp"

namespace palabre::http::mails {

/// reply: to whoever opened the thread, and to whoever wrote the post that a comment is on.
[[nodiscard]] bool is_reply(std::string_view event_type);
[[nodiscard]] Status answered(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
[[nodiscard]] Result<std::optional<Draft>> reply(const Desk& desk, const mail::Queued& mail);

} // namespace palabre::http::mails
