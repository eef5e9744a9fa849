// SPDX-License-Identifier: Apache-2.0
// An address that a mail can go to: only what stands in a header and in an SMTP command as it is, so that neither can
// be led astray by what somebody gave as an address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace palabre::mail {

class Mailbox {
public:
    /// local@domain: a dot-atom of RFC 5322 before the @ (64 bytes at most), behind it a host name, in IDNA where it is
    /// not ASCII. Nothing for all else: quoted local parts, comments, address literals, white space, control bytes, and
    /// local parts beyond ASCII, which few servers take.
    [[nodiscard]] static std::optional<Mailbox> parse(std::string_view text);

    [[nodiscard]] const std::string& text() const { return text_; } ///< ASCII
    [[nodiscard]] std::string_view domain() const { return std::string_view(text_).substr(text_.rfind('@') + 1); }
    friend bool operator==(const Mailbox&, const Mailbox&) = default;

private:
    explicit Mailbox(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// A host name as it stands on the wire: ASCII, lower case, IDNA where it is not; nothing: it is none.
[[nodiscard]] std::optional<std::string> host_name(std::string_view text);

} // namespace palabre::mail
