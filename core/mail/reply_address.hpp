// SPDX-License-Identifier: Apache-2.0
// The address to which people answer by mail: local+alias@domain, where the alias says what is answered (RFC 5233).
#pragma once

#include "core/base/base32.hpp"
#include "core/base/ids.hpp"
#include "core/mail/mailbox.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace palabre::mail {

/// Letters a–z and digits 2–7, since mail servers write local parts in lower case; its text has 45 of them.
using Alias = FixedBytes<struct AliasTag, 28>;

class ReplyAddress {
public:
    /// Nothing: no mailbox, its local part has a '+', or leaves no room for an alias (18 bytes at most).
    [[nodiscard]] static std::optional<ReplyAddress> parse(std::string_view text);

    /// local+alias@domain; at most 64 bytes before the @, as RFC 5321 wants.
    [[nodiscard]] Mailbox with(const Alias& alias) const;
    [[nodiscard]] const Mailbox& box() const { return box_; }
    friend bool operator==(const ReplyAddress&, const ReplyAddress&) = default;

private:
    explicit ReplyAddress(Mailbox box) : box_(std::move(box)) {}
    Mailbox box_;
};

/// What an address of that form has behind its last '+', in any case of letters; nothing: no alias by its form.
[[nodiscard]] std::optional<Alias> alias_in(std::string_view address);

/// `text` without the lines in which an alias stands, whose it ever may be: whoever has one can write in its holder's
/// name.
[[nodiscard]] std::string without_aliases(std::string_view text);

} // namespace palabre::mail
