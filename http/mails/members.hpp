// SPDX-License-Identifier: Apache-2.0
// Letters of members.
#pragma once

#include "http/mails/letter.hpp"

namespace palabre::http::mails {

/// claim: to the address at which a manager knows whoever is behind an imported member.
[[nodiscard]] bool is_claim_offered(std::string_view event_type);
[[nodiscard]] Status to_the_member(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
[[nodiscard]] Result<std::optional<Draft>> claim(const Desk& desk, const mail::Queued& mail);

} // namespace palabre::http::mails
