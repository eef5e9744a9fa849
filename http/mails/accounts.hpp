// SPDX-License-Identifier: Apache-2.0
// Letters of accounts: nobody can do without them, so no setting ends them. The links in them are made at each attempt.
#pragma once

#include "http/mails/letter.hpp"

namespace palabre::http::mails {

/// confirm: to who applied with an address that is free, at once and when she asks again.
[[nodiscard]] bool is_confirmation(std::string_view event_type);
[[nodiscard]] Status to_who_confirms(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
[[nodiscard]] Result<std::optional<Draft>> confirm(const Desk& desk, const mail::Queued& mail);

/// registered: to whose address it is, when somebody else registers with it or wants it: what only she is told.
[[nodiscard]] bool is_address_asked(std::string_view event_type);
[[nodiscard]] Status to_who_has_it(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
[[nodiscard]] Result<std::optional<Draft>> registered(const Desk& desk, const mail::Queued& mail);

/// reset: a link for a new password.
[[nodiscard]] bool is_link_asked(std::string_view event_type);
[[nodiscard]] Status to_who_forgot(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
[[nodiscard]] Result<std::optional<Draft>> reset(const Desk& desk, const mail::Queued& mail);

/// address: a link to the wanted one. address_notice: to the one that is the account's still.
[[nodiscard]] bool is_change_asked(std::string_view event_type);
[[nodiscard]] Status to_the_account(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
[[nodiscard]] Result<std::optional<Draft>> address(const Desk& desk, const mail::Queued& mail);
[[nodiscard]] Result<std::optional<Draft>> address_notice(const Desk& desk, const mail::Queued& mail);

/// address_changed: to the one that was the account's before, once the other has taken its place.
[[nodiscard]] bool is_change(std::string_view event_type);
[[nodiscard]] Status to_the_changed(const Desk& desk, const Heard& heard, std::vector<std::string>& readers);
[[nodiscard]] Result<std::optional<Draft>> address_changed(const Desk& desk, const mail::Queued& mail);

} // namespace palabre::http::mails
