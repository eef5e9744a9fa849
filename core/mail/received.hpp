// SPDX-License-Identifier: Apache-2.0
// A mail that came in (RFC 5322, MIME), as far as somebody's answer is read off it. GMime shows in received.cpp only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace palabre::mail {

struct Received {
    std::string id;                      ///< what Message-ID names; empty: it has none
    std::string sender;                  ///< the first address of From, as it stands there; may be empty or none
    std::vector<std::string> recipients; ///< of the envelope as far as it is told, then of To and Cc; a few at most
    /// Nobody wrote it: Auto-Submitted, Precedence, an absence note's own headers, no one to send it back to, a report.
    bool automatic = false;
    /// Parts of plain text, else of HTML as text, quotes and all; UTF-8, lines end in \n, no control characters.
    /// Attachments are none of it.
    std::string text;
};

/// Any bytes: what cannot be read is empty. Bounded in time and depth. One thread of a process at a time.
[[nodiscard]] Received read_mail(std::string_view bytes);

} // namespace palabre::mail
