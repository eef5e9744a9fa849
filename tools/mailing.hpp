// SPDX-License-Identifier: Apache-2.0
// What mails need, made of the settings.
#pragma once

#include "core/config/config.hpp"
#include "core/mail/transport.hpp"

#include <cstdint>
#include <memory>

namespace palabre::tools {

/// To the mail server, or into the data folder's mail/. `invalid`: a login without password or the other way round, or
/// a password file that others may read; `io`: it cannot be read.
[[nodiscard]] Result<std::unique_ptr<mail::Transport>> mail_transport(const config::Settings& settings);
[[nodiscard]] mail::Mailbox mail_sender(const config::Settings& settings);
/// The site's address, for links. `port`: where it listens.
[[nodiscard]] std::string site_address(const config::Settings& settings, std::uint16_t port);

} // namespace palabre::tools
