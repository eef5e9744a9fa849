// SPDX-License-Identifier: Apache-2.0
// Aliases to which messages are answered by mail: which conversation, and which of its two parties has it.
//
// As the links of links.hpp they are stored nowhere and good for as long as what they name is there. Unlike those they
// must be short, and the case of their letters is lost: the ids go in under the seal, not beside it.
#pragma once

#include "core/mail/reply_address.hpp"
#include "core/vault/vault.hpp"

#include <optional>
#include <string>

namespace palabre::http::mails {

/// A party of a conversation.
enum class Party : std::uint8_t { advertiser, correspondent };

struct Answering {
    CommunityId community;
    ConversationId conversation;
    Party party{}; ///< who answers
    friend bool operator==(const Answering&, const Answering&) = default;
};

/// Safe from any thread. Cost: a few keyed hashes.
class Aliases {
public:
    /// `cookie_key`: Vault::cookie_key(), which all nodes of a house share.
    explicit Aliases(const SecretKey& cookie_key);

    /// The same for the same party of the same conversation, for good; says nothing to who has not the key. Nothing:
    /// the community's id is none of 64 bits.
    [[nodiscard]] std::optional<mail::Alias> alias(const Answering& meant) const;
    /// Nothing: not an alias of this house.
    [[nodiscard]] std::optional<Answering> read(const mail::Alias& alias) const;

private:
    [[nodiscard]] std::string tag(std::string_view ids, Party party) const;
    /// The ids, or what hides them: twice is nothing.
    [[nodiscard]] std::string hidden(std::string_view ids, std::string_view tag) const;
    std::string tag_key_, hiding_key_;
};

} // namespace palabre::http::mails
